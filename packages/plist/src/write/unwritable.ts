/** A value that the wanted encoding cannot hold. The caller chose it: this is thrown, not reported. */
export class UnwritableError extends Error {
  readonly code = 'unwritable-value';

  constructor(what: string, encoding: 'xml' | 'binary') {
    super(`${what} cannot be written to ${encoding === 'xml' ? 'an XML' : 'a binary'} property list.`);
    this.name = 'UnwritableError';
  }
}
