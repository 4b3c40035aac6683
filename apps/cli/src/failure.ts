/** Exit codes of every command. */
export const exitCodes = { ok: 0, found: 1, usage: 2, strict: 3, internal: 4 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** A command that cannot go on: wrong usage or configuration. Printed as one line, without a stack. */
export class UsageError extends Error {
  readonly code = 'usage';
  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message);
    this.name = 'UsageError';
  }
}
