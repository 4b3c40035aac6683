/** Answers by name, each kept for as long as what it was read from stands; a failed one is asked for again. */
export class Kept {
  private readonly answers = new Map<string, { readonly sign: string; readonly answer: Promise<unknown> }>();

  /** `sign` is another one as soon as `read` may answer otherwise; a name always stands for the same kind of answer. */
  of<T>(name: string, sign: string, read: () => Promise<T>): Promise<T> {
    const kept = this.answers.get(name);
    if (kept?.sign === sign) return kept.answer as Promise<T>;
    const answer = read();
    this.answers.set(name, { sign, answer });
    answer.catch(() => {
      if (this.answers.get(name)?.answer === answer) this.answers.delete(name);
    });
    return answer;
  }
}
