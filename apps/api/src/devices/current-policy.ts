import { defaultPolicy, parsePolicy, type Policy } from '@ringcheck/policy';
import type { FleetState, Policies } from '@ringcheck/store';

/** The policy in force, parsed once per version. */
export class CurrentPolicy {
  private held: { readonly id: number; readonly policy: Policy } | undefined;

  constructor(private readonly policies: Policies) {}

  /** The one of a state of the fleet; read from the database only where another was in force before. */
  async of({ policy }: Pick<FleetState, 'policy'>): Promise<Policy> {
    if (policy === undefined) return defaultPolicy;
    return this.held?.id === policy ? this.held.policy : this.get();
  }

  async get(): Promise<Policy> {
    const latest = await this.policies.latest();
    if (latest === undefined) return defaultPolicy;
    if (this.held?.id !== latest.id) {
      const { policy } = parsePolicy(latest.text, { path: 'ringcheck.yaml', sha256: latest.sha256 });
      this.held = { id: latest.id, policy: policy ?? defaultPolicy };
    }
    return this.held.policy;
  }
}
