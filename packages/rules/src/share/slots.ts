import { evidenceOf, type DocumentRef, type Evidence, type Json, type Source } from '@ringcheck/model';
import type { Note } from '@ringcheck/assemble';
import type { Finding } from '../evaluation.js';

/** NUL stands in no path of ours, so that no text of a device is taken for a mark. */
export const mark = '\u0000';
const slotDocument: DocumentRef = { path: `${mark}place`, sha256: '' };
const wholeSlot = `${mark}whole`;
const slotPath = `${mark}path`;

/** A place of one device: where something of it was read, or evidence that is its own as a whole. */
export type Place = Source | { readonly whole: Evidence };

/** Stands for the n-th place of a device, the same for all devices that share an answer. */
export function slotSource(index: number, real: Source): Source {
  return {
    document: slotDocument,
    at: { offset: index, line: index + 1 },
    ...(real.path === undefined ? {} : { path: slotPath }),
  };
}

/** Stands for the n-th place as evidence that only passes through; whoever looks into it calls `onLook`. */
export function slotEvidence(index: number, onLook: () => void): Evidence {
  const look = {
    enumerable: true,
    get: (): undefined => {
      onLook();
      return undefined;
    },
  };
  const shown = { document: wholeSlot, sha256: '', line: index + 1, offset: index };
  return Object.defineProperties(shown, { value: look, path: look, profile: look });
}

export function isSlot({ document }: Evidence): boolean {
  return document === slotDocument.path || document === wholeSlot;
}

export function hasSlot({ evidence }: { readonly evidence: readonly Evidence[] }): boolean {
  return evidence.some(isSlot);
}

/** The same answer with the places of one device. Undefined: a slot is none of its places. */
export function placed<T extends Pick<Finding, 'evidence'>>(
  answer: T,
  placeOf: (slot: number) => Place | undefined,
): T | undefined {
  const evidence: Evidence[] = [];
  for (const item of answer.evidence) {
    const real = isSlot(item) ? realOf(item, placeOf(item.offset ?? -1)) : item;
    if (real === undefined) return undefined;
    evidence.push(real);
  }
  return { ...answer, evidence };
}

function realOf(slot: Evidence, place: Place | undefined): Evidence | undefined {
  if (place === undefined) return undefined;
  if ('whole' in place) return place.whole;
  const { profile, path, value } = slot;
  // In the order in which evidence is made, so that the bytes are those of an answer of its own.
  const more: { profile?: string; path?: string; value?: Json } = {};
  if (profile !== undefined) more.profile = profile;
  if (path !== undefined) more.path = path === slotPath ? (place.path ?? path) : path;
  if (value !== undefined) more.value = value;
  return evidenceOf(place.document, place.at, more);
}

/** Whether a mark stands anywhere but in the place of evidence, where it could be put right. */
export function leaksMark(answer: Finding | Note): boolean {
  const rest = JSON.stringify({ ...answer, evidence: undefined });
  if (rest.includes('\\u0000')) return true;
  return answer.evidence.some((item) => {
    if (item.document === wholeSlot) return false;
    const { path = '', profile = '', value } = item;
    if (path.includes(mark) && path !== slotPath) return true;
    return profile.includes(mark) || JSON.stringify(value ?? null).includes('\\u0000');
  });
}
