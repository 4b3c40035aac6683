import type { Diagnostic, Locate, Value } from '@ringcheck/model';
import { decodeBinary } from './binary/reader.js';
import { DecodeError } from './decode-error.js';
import { Diagnostics } from './diagnostics.js';
import { withDefaults, type PlistLimits } from './limits.js';
import { recognisePlist, type PlistEncoding } from './recognise.js';
import { decodeJsonText } from './json/reader.js';
import { decodeOpenStep } from './openstep/reader.js';
import { decodeXml } from './xml/decode.js';

export interface PlistResult {
  readonly encoding: PlistEncoding | undefined;
  /** `partial`: something of it could not be read; `rejected`: nothing usable. */
  readonly status: 'ok' | 'partial' | 'rejected';
  readonly value?: Value;
  readonly diagnostics: readonly Diagnostic[];
}

export interface DecodeOptions {
  readonly limits?: Partial<PlistLimits>;
  /** Read as this encoding instead of recognising it. */
  readonly encoding?: PlistEncoding;
  /** Turns byte offsets of these bytes into positions of the document they were taken from. */
  readonly locate?: Locate;
}

type Reader = (
  bytes: Uint8Array,
  diagnostics: Diagnostics,
  limits: PlistLimits,
  locate?: Locate,
) => Value | undefined;

const readers: Record<PlistEncoding, Reader> = {
  xml: decodeXml,
  binary: decodeBinary,
  json: decodeJsonText,
  openstep: decodeOpenStep,
};

const documentBegin = { offset: 0, line: 1, column: 1 };

/** Decodes a property list of any encoding. Never throws: every input ends in a value, diagnostics, or both. */
export function decodePlist(bytes: Uint8Array, options: DecodeOptions = {}): PlistResult {
  const encoding = options.encoding ?? recognisePlist(bytes);
  if (encoding === undefined) {
    const diagnostics = new Diagnostics(1);
    diagnostics.add(
      'not-a-plist',
      bytes.length === 0 ? 'The file is empty.' : 'The file is no property list of any encoding.',
      options.locate?.(0) ?? documentBegin,
    );
    return { encoding, status: 'rejected', diagnostics: diagnostics.list };
  }
  return decodeAs(encoding, bytes, options);
}

/** Decodes JSON of any vendor to the same values, with positions; `null` is kept. Never throws. */
export function decodeJson(bytes: Uint8Array, options: Omit<DecodeOptions, 'encoding'> = {}): PlistResult {
  return decodeAs('json', bytes, options);
}

function decodeAs(encoding: PlistEncoding, bytes: Uint8Array, options: DecodeOptions): PlistResult {
  const limits = withDefaults(options.limits);
  const diagnostics = new Diagnostics(limits.maxDiagnostics);
  const value = read(encoding, bytes, diagnostics, limits, options.locate);
  if (value === undefined) return { encoding, status: 'rejected', diagnostics: diagnostics.list };
  return {
    encoding,
    status: diagnostics.incomplete ? 'partial' : 'ok',
    value,
    diagnostics: diagnostics.list,
  };
}

function read(
  encoding: PlistEncoding,
  bytes: Uint8Array,
  diagnostics: Diagnostics,
  limits: PlistLimits,
  locate: Locate | undefined,
): Value | undefined {
  if (bytes.length > limits.maxBytes) {
    diagnostics.add('too-large', `The file is larger than ${limits.maxBytes} bytes.`, { offset: 0 });
    return undefined;
  }
  try {
    const value = readers[encoding](bytes, diagnostics, limits, locate);
    if (value === undefined && diagnostics.list.length === 0)
      diagnostics.add('not-a-plist', 'The file holds no property list.', documentBegin);
    return value;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    diagnostics.add(error.code, error.message, error.at, error.path);
    return undefined;
  }
}
