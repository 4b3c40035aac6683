/** What names stand for, each worked out once: groups of groups would otherwise be followed along every way to them. */
export class Lookup<T> {
  private readonly known = new Map<string, T>();

  of(name: string, work: () => T): T {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const made = work();
    this.known.set(name, made);
    return made;
  }
}
