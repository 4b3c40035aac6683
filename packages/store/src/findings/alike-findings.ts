import type { FindingInput } from '../types.js';
import type { WordNumbers } from './shared-parts.js';

const mostKept = 20_000;

/**
 * Numbers of findings that are alike (`like`) and whose evidence says the same, whatever the places: what stands in
 * records of thousands of devices is written down and digested once.
 */
export class AlikeFindings {
  private readonly likes = new WeakMap<FindingInput, number>();
  private met = 0;
  private readonly numbers = new Map<string, WordNumbers>();

  /** `evidence` is its text without places. */
  get(finding: FindingInput, evidence: string): WordNumbers | undefined {
    const key = this.keyOf(finding, evidence);
    return key === undefined ? undefined : this.numbers.get(key);
  }

  set(finding: FindingInput, evidence: string, numbers: WordNumbers): void {
    const key = this.keyOf(finding, evidence);
    if (key === undefined) return;
    if (this.numbers.size >= mostKept) this.numbers.clear();
    this.numbers.set(key, numbers);
  }

  private keyOf({ like }: FindingInput, evidence: string): string | undefined {
    if (like === undefined) return undefined;
    let number = this.likes.get(like);
    if (number === undefined) this.likes.set(like, (number = this.met++));
    return `${number} ${evidence}`;
  }
}
