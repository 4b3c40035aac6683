/** The kinds of work the store itself asks for; each names the row's key. */
export const workKinds = {
  /** Key: id of the upload file. */
  decode: 'decode',
  /** Key: id of the scan. */
  scanPlan: 'scan-plan',
  /** Key: `<scan id>-<chunk seq>`. */
  scanChunk: 'scan-chunk',
  /** Key: id of the scan. */
  scanClose: 'scan-close',
  /** Key: id of the delivery. */
  deliver: 'deliver',
} as const;
