import fc from 'fast-check';
import type { SourceDocument } from '@ringcheck/model';
import { madeUploads, outcomesOf, picturesOf, sampleUploads, type Uploads } from './fleets.js';

const fleets: readonly (readonly [string, Uploads])[] = [
  ['the sample fleet', await sampleUploads()],
  ['a made-up fleet', await madeUploads(80, 5)],
];

describe.each(fleets)('what is said of %s', (_name, uploads) => {
  const { documents } = uploads;
  const usual = outcomesOf(uploads, picturesOf(uploads));
  const shuffled = fc.shuffledSubarray([...documents], { minLength: documents.length });

  it('is said of many devices', () => {
    expect(usual.size).toBeGreaterThan(50);
  });

  it('does not depend on the order of files', () => {
    fc.assert(
      fc.property(shuffled, (others) => {
        expect(outcomesOf(uploads, picturesOf(uploads, others))).toEqual(usual);
      }),
      { numRuns: 4, seed: 4 },
    );
  });

  it('does not depend on files uploaded twice, under whatever name', () => {
    fc.assert(
      fc.property(
        shuffled,
        fc.subarray([...documents]),
        fc.constantFrom('', '0/', 'zz/'),
        (all, twice, folder) => {
          const copies = twice.map((document) => copyOf(document, `${folder}${document.ref.path}`));
          expect(outcomesOf(uploads, picturesOf(uploads, [...copies, ...all]))).toEqual(usual);
        },
      ),
      { numRuns: 4, seed: 4 },
    );
  });

  it('does not depend on where in a file it was read', () => {
    expect(outcomesOf(uploads, picturesOf(uploads).map(withoutPlaces))).toEqual(usual);
    expect(outcomesOf(uploads, picturesOf(uploads, documents.map(withoutPlaces)))).toEqual(usual);
  });
});

function copyOf(document: SourceDocument, path: string): SourceDocument {
  const ref = { ...document.ref, path };
  return { ...document, ref, profiles: document.profiles.map((profile) => ({ ...profile, document: ref })) };
}

/** The same value, every place in it being the beginning of the file. */
function withoutPlaces<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutPlaces) as T;
  if (value instanceof Map) return new Map([...value].map(([key, held]) => [key, withoutPlaces(held)])) as T;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const fields = Object.entries(value).map(([key, held]) =>
    isPlace(held) ? ([key, { offset: 0 }] as const) : ([key, withoutPlaces(held)] as const),
  );
  return Object.fromEntries(fields) as T;
}

function isPlace(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && typeof (value as { offset?: unknown }).offset === 'number'
  );
}
