import { defaultPolicy, parsePolicy, type Policy } from '@ringcheck/policy';
import type { Policies } from '@ringcheck/store';

/** The policy in force, parsed once per version. */
export class CurrentPolicy {
  private held: { readonly id: number; readonly policy: Policy } | undefined;

  constructor(private readonly policies: Policies) {}

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
