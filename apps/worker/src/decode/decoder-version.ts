/** Raised when decoders read the same bytes differently: documents are then read anew from their originals. */
export const decoderVersion = '3';
