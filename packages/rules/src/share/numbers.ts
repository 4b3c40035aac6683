/** Numbers for things: the same thing has the same number, another one another. */
export class Numbers {
  private readonly objects = new WeakMap<object, number>();
  private readonly texts = new Map<string, number>();
  private last = 0;

  /** A number that nothing else has. */
  next(): number {
    return ++this.last;
  }

  of(object: object): number {
    let number = this.objects.get(object);
    if (number === undefined) this.objects.set(object, (number = ++this.last));
    return number;
  }

  /** Texts are few: what a fleet has in common, not what a device has of its own. */
  ofText(text: string): number {
    let number = this.texts.get(text);
    if (number === undefined) {
      if (this.texts.size >= mostTexts) this.texts.clear();
      this.texts.set(text, (number = ++this.last));
    }
    return number;
  }

  /** An array by its items, so that two lists made of the same things are the same. */
  token(value: object | undefined): string {
    if (value === undefined) return '';
    if (!Array.isArray(value)) return `#${this.of(value)}`;
    let token = '[';
    for (const item of value as readonly object[]) token += `${this.of(item)},`;
    return token;
  }
}

const mostTexts = 50_000;
