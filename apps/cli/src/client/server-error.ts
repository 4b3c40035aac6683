/**
 * A server that could not do what was asked: `unreachable` (nothing answers), `refused` (it said why), `broken`
 * (it failed, or is no Ringcheck server), `late` (it did not finish in time). Printed as one line.
 */
export class ServerError extends Error {
  constructor(
    readonly code: 'unreachable' | 'refused' | 'broken' | 'late',
    message: string,
    options: { readonly cause?: unknown } = {},
  ) {
    super(message, options);
    this.name = 'ServerError';
  }
}
