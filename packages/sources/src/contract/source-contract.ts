import fc from 'fast-check';
import type { DeviceRecord, Payload, Profile, Value } from '@ringcheck/model';
import type { Source, SourceInput, SourceOutput } from '../source.js';
import { plainValue } from './values.js';

const ref = { path: 'upload/example', sha256: '0'.repeat(64) };
const planted = 'PLANTED-SECRET-4711';

export interface SourceExamples {
  /** Inputs that the source must know as its own. */
  readonly own: Readonly<Record<string, Omit<SourceInput, 'ref'>>>;
  /** Inputs of other formats that look alike. */
  readonly foreign: Readonly<Record<string, Omit<SourceInput, 'ref'>>>;
  /** An own input that holds the text `PLANTED-SECRET-4711` wherever the format has a secret. */
  readonly withSecret: Omit<SourceInput, 'ref'>;
  /** An own input with a key, column or element that no version of the format has. */
  readonly withUnknown: Omit<SourceInput, 'ref'>;
}

/** What every source promises, whatever it reads. */
export function sourceContract(source: Source, examples: SourceExamples): void {
  const read = (input: Omit<SourceInput, 'ref'>): SourceOutput => source.read({ ref, ...input });

  describe(`${source.id} keeps the contract of sources`, () => {
    it.each(Object.entries(examples.own))('knows its own: %s', (_name, input) => {
      expect(source.recognise({ ref, ...input })).toBe(true);
    });

    it.each(Object.entries(examples.foreign))('leaves to others: %s', (_name, input) => {
      expect(source.recognise({ ref, ...input })).toBe(false);
    });

    it.each(Object.entries(examples.own))(
      'gives the same output twice from frozen input: %s',
      (_name, input) => {
        const first = read(deepFreeze(input));
        expect(read(input)).toEqual(first);
      },
    );

    it.each(Object.entries(examples.own))(
      'gives plain data with a place for every claim: %s',
      (_name, input) => {
        const output = read(input);
        expect(JSON.parse(JSON.stringify(output))).toEqual(output);
        for (const device of output.devices) expect(placesOfDevice(device).every(isPlace)).toBe(true);
        for (const profile of output.profiles) expect(placesOfProfile(profile).every(isPlace)).toBe(true);
      },
    );

    it.each(Object.entries({ ...examples.own, 'with a secret': examples.withSecret }))(
      'says where whatever it refuses stands: %s',
      (_name, input) => {
        const { status, diagnostics } = read(input);
        for (const { severity, at, message } of diagnostics) {
          if (severity === 'error') expect(isPlace(at)).toBe(true);
          expect(message).not.toBe('');
        }
        if (status === 'rejected') expect(diagnostics.filter(({ at }) => isPlace(at))).not.toEqual([]);
      },
    );

    it('names what it does not understand', () => {
      const codes = read(examples.withUnknown).diagnostics.map((found) => found.code);
      expect(codes.filter((code) => code.startsWith('unimplemented-'))).not.toEqual([]);
    });

    it('lets no secret through', () => {
      expect(JSON.stringify(examples.withSecret)).toContain(planted);
      expect(JSON.stringify(read(examples.withSecret))).not.toContain(planted);
    });

    it('ends every tree in an output', () => {
      const base = Object.values(examples.own).flatMap(({ value }) => value ?? []);
      fc.assert(
        fc.property(fc.oneof(anyTree(), ...base.map(damaged)), (value) => {
          source.recognise({ ref, value });
          read({ value });
        }),
        { numRuns: 300, seed: 20261121 },
      );
    });
  });
}

function anyTree(): fc.Arbitrary<Value> {
  return fc.jsonValue({ maxDepth: 4 }).map(plainValue);
}

/** The tree with the values under some of its keys replaced by others. */
function damaged(tree: Value): fc.Arbitrary<Value> {
  return fc
    .record({ every: fc.integer({ min: 1, max: 12 }), replacement: fc.jsonValue({ maxDepth: 2 }) })
    .map(({ every, replacement }) => {
      let count = 0;
      const walk = (value: Value): Value => {
        if (++count % every === 0) return plainValue(replacement);
        if (value.type === 'array') return { ...value, items: value.items.map(walk) };
        if (value.type !== 'dict') return value;
        return { ...value, entries: value.entries.map((entry) => ({ ...entry, value: walk(entry.value) })) };
      };
      return walk(tree);
    });
}

function placesOfDevice(device: DeviceRecord): unknown[] {
  const listing = device.profiles;
  return [
    device.at,
    ...Object.values(device.claims).map((claim) => claim.at),
    ...(listing === undefined ? [] : [listing.at, ...listing.profiles.map((profile) => profile.at)]),
    ...(listing?.profiles ?? []).flatMap(({ content }) => (content ? placesOfProfile(content) : [])),
  ];
}

function placesOfProfile(profile: Profile): unknown[] {
  return [profile.at, ...profile.payloads.flatMap(placesOfPayload)];
}

function placesOfPayload(payload: Payload): unknown[] {
  return [payload.at, ...payload.settings.entries.flatMap((entry) => [entry.keyAt, entry.value.at])];
}

function isPlace(place: unknown): boolean {
  return typeof place === 'object' && place !== null && 'offset' in place && typeof place.offset === 'number';
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if (isPlainData(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}

/** Objects of classes (position indexes) keep private caches and stay as they are. */
function isPlainData(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || Array.isArray(value);
}
