import {
  evidenceOf,
  type DocumentRef,
  type Evidence,
  type FactName,
  type Json,
  type Source,
} from '@ringcheck/model';
import type { InstalledProfile, Note, Picture } from '@ringcheck/assemble';
import type { Finding } from '../evaluation.js';
import { valuesOf } from './ground.js';

/** NUL stands in no path of ours, so that no text of a device is taken for a mark. */
export const mark = '\u0000';
const slotDocument: DocumentRef = { path: `${mark}place`, sha256: '' };
const wholeSlot = `${mark}whole`;
const slotPath = `${mark}path`;

/** A place of one device: where something of it was read, or evidence that is its own as a whole. */
type Place = Source | { readonly whole: Evidence };

/** What a slot stands for, said so that it holds for every device that shares the answer. */
export type Spot =
  | { readonly of: 'fact'; readonly name: FactName }
  /** Of the profiles that the family sees. */
  | { readonly of: 'profile' | 'network'; readonly index: number }
  | { readonly of: 'reply' | 'answers' }
  | { readonly of: 'answer'; readonly index: number };

/** A device with those of its profiles that some family sees. */
export interface Seen {
  readonly picture: Picture;
  readonly profiles: readonly InstalledProfile[];
}

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

function isSlot({ document }: Evidence): boolean {
  return document === slotDocument.path || document === wholeSlot;
}

export function hasSlot({ evidence }: { readonly evidence: readonly Evidence[] }): boolean {
  for (const item of evidence) if (isSlot(item)) return true;
  return false;
}

/** An answer with what its evidence stands for. */
export interface Placeable<T> {
  readonly answer: T;
  /** For each of its evidence, where some of it is a slot. */
  readonly spots: readonly (Spot | undefined)[] | undefined;
}

/** Undefined: a slot stands for nothing. */
export function placeable<T extends Pick<Finding, 'evidence'>>(
  answer: T,
  spotOf: (slot: number) => Spot | undefined,
): Placeable<T> | undefined {
  if (!hasSlot(answer)) return { answer, spots: undefined };
  const spots: (Spot | undefined)[] = [];
  for (const item of answer.evidence) {
    const spot = isSlot(item) ? spotOf(item.offset ?? -1) : undefined;
    if (spot === undefined && isSlot(item)) return undefined;
    spots.push(spot);
  }
  return { answer, spots };
}

/**
 * The same answer with the places of one device; `places` are those of the profiles that its family sees. Undefined
 * where one of them cannot be placed.
 */
export function placed<T extends Pick<Finding, 'evidence'>>(
  { answer, spots }: Placeable<T>,
  device: Seen,
  places: readonly number[],
  withEvidence: (answer: T, evidence: readonly Evidence[]) => T,
): T | undefined {
  if (spots === undefined) return answer;
  const evidence: Evidence[] = [];
  for (let index = 0; index < spots.length; index++) {
    const spot = spots[index];
    const item = answer.evidence[index];
    const real =
      spot === undefined || item === undefined ? item : realOf(item, placeOf(spot, device, places));
    if (real === undefined) return undefined;
    evidence.push(real);
  }
  return withEvidence(answer, evidence);
}

function placeOf(spot: Spot, { picture, profiles }: Seen, places: readonly number[]): Place | undefined {
  if (spot.of === 'fact') return picture.facts[spot.name]?.source;
  if (spot.of === 'profile') return profiles[places[spot.index] ?? -1]?.listing;
  if (spot.of === 'network') {
    const whole = picture.network?.evidence[spot.index];
    return whole && { whole };
  }
  if (picture.restrictions === undefined) return undefined;
  const { reply, source } = picture.restrictions;
  if (spot.of === 'reply') return source;
  if (spot.of !== 'answer') return { document: source.document, at: reply.at };
  const value = valuesOf(reply)[spot.index];
  return value && { document: source.document, at: value.at, path: value.path };
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
