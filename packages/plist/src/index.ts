export { decodeJson, decodePlist, type DecodeOptions, type PlistResult } from './decode.js';
export { diagnosticCodes, type DiagnosticCode } from './diagnostics.js';
export { defaultLimits, type PlistLimits } from './limits.js';
export { formatPath, parsePath, valueAt, type PathStep } from './path.js';
export { recognisePlist, type PlistEncoding } from './recognise.js';
export { openPlistStream, type PlistStream, type StreamOptions } from './stream.js';
export { UnwritableError } from './write/unwritable.js';
export { writePlist } from './write/write.js';
