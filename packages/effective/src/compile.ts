import {
  currentName,
  entryAt,
  findPayload,
  nearestKey,
  payloadTypes,
  rightPayload,
  findKey,
  type CatalogKey,
  type CatalogPayload,
} from '@ringcheck/catalog';
import { getArray, getDict, type Payload, type Profile, type Value } from '@ringcheck/model';

/** A key a payload sets, found in the catalogue. */
export interface Candidate {
  readonly key: CatalogKey;
  /** The name it is combined under. */
  readonly name: string;
  readonly value: Value;
  readonly path: string;
  /** Supports that all must hold: of the payload, of the dictionaries around the key, and of the key. */
  readonly levels: Levels;
  /** Keys that bear on FaceTime and would stand inside the value, were it the dictionary it should be. */
  readonly hidden: readonly HiddenKey[];
}

type Levels = readonly CatalogPayload['platforms'][];

/** A key whose dictionary cannot be read. */
export interface HiddenKey {
  readonly name: string;
  readonly levels: Levels;
}

/** A key that does nothing where it stands. */
export interface Mistake {
  readonly kind: 'misspelt' | 'wrong-payload';
  readonly written: string;
  /** What was meant, and the payload type it belongs to. */
  readonly key: CatalogKey;
  readonly home: string;
  readonly value: Value;
  readonly path: string;
}

/** One payload, looked up once for all devices that have it. */
export interface CompiledPayload {
  readonly payload: Payload;
  readonly known: CatalogPayload | undefined;
  /** Supports that all must hold for the payload: of its carrier, and its own. */
  readonly gates: Levels;
  readonly isWrapped: boolean;
  /** No key of the type is combined with those of other payloads. */
  readonly actsAlone: boolean;
  readonly candidates: readonly Candidate[];
  readonly mistakes: readonly Mistake[];
}

const compiled = new WeakMap<Profile, readonly CompiledPayload[]>();

/** The payloads of a profile with what the catalogue says of them; kept as long as the profile itself. */
export function compile(profile: Profile): readonly CompiledPayload[] {
  const known = compiled.get(profile);
  if (known) return known;
  const result = profile.payloads.flatMap((payload) => [
    compilePayload(payload, undefined),
    ...unwrap(payload).map((inner) => compilePayload(inner, findPayload(payload.type))),
  ]);
  compiled.set(profile, result);
  return result;
}

function compilePayload(payload: Payload, carrier: CatalogPayload | undefined): CompiledPayload {
  const known = findPayload(payload.type);
  const keys = (known?.keys ?? []).filter(({ sensitive }) => sensitive !== true);
  const gates = [carrier, known].flatMap((level) => (level ? [level.platforms] : []));
  const candidates = keys.flatMap((key) => candidateOf(payload, key, gates));
  return {
    payload,
    known,
    gates,
    isWrapped: carrier !== undefined,
    actsAlone: (known?.keys ?? []).every(({ combine }) => combine === 'each' || combine === 'single'),
    candidates,
    mistakes: mistakesOf(payload),
  };
}

function candidateOf(payload: Payload, key: CatalogKey, gates: Levels): Candidate[] {
  const { type } = payload;
  const value = entryAt(payload.settings, key.key)?.value;
  if (!value) return [];
  return [
    {
      key,
      name: currentName(type, key.key),
      value,
      path: join(payload.path, key.key),
      levels: levelsOf(type, key, gates),
      hidden: key.type === 'dict' && value.type !== 'dict' ? hiddenIn(type, key, gates) : [],
    },
  ];
}

/** A key inside a dictionary acts only where the dictionary does. */
function levelsOf(type: string, key: CatalogKey, gates: Levels): Levels {
  const parts = key.key.split('.');
  const around = parts.slice(1).flatMap((_, index) => {
    const dictionary = findKey(type, parts.slice(0, index + 1).join('.'));
    return dictionary ? [dictionary.platforms] : [];
  });
  return [...gates, ...around, key.platforms];
}

function hiddenIn(type: string, dictionary: CatalogKey, gates: Levels): HiddenKey[] {
  const keys = findPayload(type)?.keys ?? [];
  return keys
    .filter(({ key, bearing }) => bearing !== 'none' && key.startsWith(`${dictionary.key}.`))
    .map((key) => ({ name: currentName(type, key.key), levels: levelsOf(type, key, gates) }));
}

function mistakesOf(payload: Payload): Mistake[] {
  return payload.settings.entries.flatMap((entry): Mistake[] => {
    const { type } = payload;
    if (findKey(type, entry.key)) return [];
    const found = { written: entry.key, value: entry.value, path: join(payload.path, entry.key) };
    const meant = nearestKey(type, entry.key);
    if (meant) return [{ kind: 'misspelt', key: meant, home: type, ...found }];
    const home = rightPayload(type, entry.key);
    const key = home && findKey(home.type, entry.key);
    return key ? [{ kind: 'wrong-payload', key, home: home.type, ...found }] : [];
  });
}

/** The domains that `com.apple.ManagedClient.preferences` forces, each as a payload of its own. */
function unwrap(payload: Payload): Payload[] {
  if (payload.type !== payloadTypes.managedPreferences) return [];
  const domains = getDict(payload.settings, 'PayloadContent')?.entries ?? [];
  return domains.flatMap(({ key: domain, value }) =>
    (getArray(value, 'Forced') ?? []).flatMap((forced, index): Payload[] => {
      const settings = getDict(forced, 'mcx_preference_settings');
      if (!settings) return [];
      const path = `PayloadContent.${domain}.Forced[${index}].mcx_preference_settings`;
      return [{ ...payload, type: domain, path: join(payload.path, path), settings, at: settings.at }];
    }),
  );
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
