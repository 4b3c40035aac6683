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
