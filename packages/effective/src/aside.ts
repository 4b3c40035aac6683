import type { Applicability } from './applicability.js';
import { Lists } from './lists.js';
import type { Contribution, Ignored, Undetermined, UndeterminedReason } from './types.js';

/** What is installed and certainly or possibly does not act, by payload type and key. */
export class Aside {
  readonly ignored = new Lists<Ignored>();
  readonly undetermined = new Lists<Undetermined>();

  /** `key` is the name as Apple gives it, where it is combined under another. */
  add(
    type: string,
    name: string,
    contribution: Contribution,
    verdict: Exclude<Applicability, { state: 'in-force' }>,
    key = name,
  ): void {
    if (verdict.state === 'undetermined') return this.doubt(type, name, contribution, verdict.reason);
    const { reason, detail } = verdict;
    this.ignored.add(type, name, {
      ...contribution,
      key,
      reason,
      ...(detail === undefined ? {} : { detail }),
    });
  }

  doubt(type: string, name: string, contribution: Contribution, reason: UndeterminedReason): void {
    this.undetermined.add(type, name, { ...contribution, reason, channel: contribution.profile.channel });
  }
}
