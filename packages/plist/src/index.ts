export { decodeJson, decodePlist, type DecodeOptions, type PlistResult } from './decode.js';
export { diagnosticCodes, type DiagnosticCode } from './diagnostics.js';
export { base64Value, decodeBase64, isBlank, type Base64Text } from './layers/base64-text.js';
export {
  chainLocate,
  decodeBase64Text,
  unescapeJsonText,
  unescapeXmlText,
  type Layer,
} from './layers/layers.js';
export { type LayerStart, type TextCoding } from './layers/offset-map.js';
export { defaultLimits, type PlistLimits } from './limits.js';
export { formatPath, parsePath, valueAt, type PathStep } from './path.js';
export { recognisePlist, type PlistEncoding } from './recognise.js';
export { openPlistStream, type PlistStream, type StreamOptions } from './stream.js';
export { UnwritableError } from './write/unwritable.js';
export { writePlist } from './write/write.js';
