/** What a decoder may spend on one document. Beyond any of these the document is rejected. */
export interface PlistLimits {
  /** Bytes of the document. */
  readonly maxBytes: number;
  /** Containers inside containers. */
  readonly maxDepth: number;
  /** Values of all kinds, containers included; for binary plists after shared objects are expanded. */
  readonly maxValues: number;
  /** Bytes of one string, key or data value as written in the document. */
  readonly maxStringBytes: number;
  /** Digits of one integer. */
  readonly maxIntegerDigits: number;
  /** How many bytes of text one byte of a binary file may stand for, through shared objects. */
  readonly maxExpansionRatio: number;
  /** Diagnostics kept; the last one kept says that there were more. */
  readonly maxDiagnostics: number;
}

/** Far above every real export, far below what hurts a server. */
export const defaultLimits: PlistLimits = {
  maxBytes: 256 * 1024 * 1024,
  maxDepth: 200,
  maxValues: 10_000_000,
  maxStringBytes: 64 * 1024 * 1024,
  maxIntegerDigits: 4096,
  maxExpansionRatio: 64,
  maxDiagnostics: 500,
};

export function withDefaults(limits: Partial<PlistLimits> | undefined): PlistLimits {
  return limits === undefined ? defaultLimits : { ...defaultLimits, ...limits };
}
