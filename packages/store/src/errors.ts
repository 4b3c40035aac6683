export type StoreErrorCode =
  | 'no-server-binaries'
  | 'no-server-user'
  | 'data-folder-unreachable'
  | 'data-from-other-version'
  | 'server-start-failed'
  | 'migration-failed'
  | 'bad-blob-key'
  | 'blob-not-found'
  | 'blob-damaged'
  | 'scan-not-found'
  | 'scan-not-open'
  | 'scan-in-progress'
  | 'chunk-not-found'
  | 'upload-file-not-found'
  | 'bad-cursor'
  | 'unexpected-row';

/** A broken expectation of the store. `code` is stable; the message says what, where and what to do next. */
export class StoreError extends Error {
  override readonly name = 'StoreError';

  constructor(
    readonly code: StoreErrorCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }
}

/** The `code` of an error of the system or the driver. Not `instanceof`: errors may come from another realm. */
export function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

export function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : String(error);
}
