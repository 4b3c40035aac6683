import type { SourceNote } from '../types.js';

/** Apple's schema of a payload type: what the key does, since when, and what it demands. */
export function schemaOf(payload: string, key?: string): SourceNote {
  return {
    title: `Apple device management schema: ${payload}${key === undefined ? '' : `, ${key}`}`,
    url: `https://github.com/apple/device-management/blob/release/mdm/profiles/${payload}.yaml`,
    confidence: 'high',
  };
}

/** Apple's schema of an MDM command and its answer. */
export function commandOf(name: string, file: string): SourceNote {
  return {
    title: `Apple device management schema: ${name}`,
    url: `https://github.com/apple/device-management/blob/release/mdm/commands/${file}.yaml`,
    confidence: 'high',
  };
}

/** Our own conclusion from the facts: never presented as Apple's statement. */
export function inferred(title: string, confidence: SourceNote['confidence']): SourceNote {
  return { title: `Our conclusion: ${title}`, confidence };
}
