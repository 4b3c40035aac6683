/**
 * Answers by name, each kept for as long as what it was read from stands, and the ones asked for last of them; a failed
 * one is asked for again.
 */
export class Kept {
  private readonly answers = new Map<string, { readonly sign: string; readonly answer: Promise<unknown> }>();

  constructor(private readonly most = 64) {}

  /** `sign` is another one as soon as `read` may answer otherwise; a name always stands for the same kind of answer. */
  of<T>(name: string, sign: string, read: () => Promise<T>): Promise<T> {
    const kept = this.answers.get(name);
    // The map holds names in the order they were put in: first the one not asked for the longest.
    this.answers.delete(name);
    if (kept?.sign === sign) {
      this.answers.set(name, kept);
      return kept.answer as Promise<T>;
    }
    const answer = read();
    this.answers.set(name, { sign, answer });
    const [oldest] = this.answers.keys();
    if (this.answers.size > this.most && oldest !== undefined) this.answers.delete(oldest);
    answer.catch(() => {
      if (this.answers.get(name)?.answer === answer) this.answers.delete(name);
    });
    return answer;
  }
}
