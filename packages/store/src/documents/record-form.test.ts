import fc from 'fast-check';
import { fillingOf, Holes, takeApart, type Form } from './record-form.js';

/** As a row keeps it, and out of it again. */
function kept(record: object): unknown {
  const { forms, own } = takeApart(record);
  const stored = JSON.parse(JSON.stringify(own)) as unknown[];
  return new Holes(
    forms.map((form) => fillingOf(JSON.parse(form) as Form)),
    stored,
  ).record();
}

const at = (offset: number, line: number) => ({ offset, end: offset + 7, line, column: 3 });

/** A tablet of a server's inventory; `n` makes it another one. */
const tablet = (n: number, version = '26.1') => ({
  identity: { serial: `C02FAKE${n}`, udid: `FAKE-${n}` },
  creates: true,
  basis: 'reported',
  observedAt: `2026-11-${10 + n}T08:00:00Z`,
  at: at(n * 1_000, n * 40),
  claims: {
    name: { value: `Tablet ${n}`, at: at(n * 1_000 + 9, n * 40 + 1), path: `results[${n}].general.name` },
    osVersion: { value: version, at: at(n * 1_000 + 30 + n, n * 40 + 2), path: `results[${n}].general.os` },
    tags: { value: ['a', 'b'], at: { offset: 3 } },
  },
  profiles: {
    basis: 'installed',
    channel: { kind: 'user', user: `user-${n}` },
    profiles: ['one', 'two'].map((name, index) => ({
      identifier: `org.example.${name}`,
      installedAt: `2026-10-0${n}T00:00:00Z`,
      at: at(n * 1_000 + 100 + index, n * 40 + 5),
      path: `results[${n}].profiles[${index}]`,
    })),
    at: at(n * 1_000 + 90, n * 40 + 4),
  },
  restrictions: {
    booleans: [{ key: 'allowCamera', value: false, at: at(n * 1_000 + 200, n * 40 + 9), path: `r[${n}].b` }],
    numbers: [],
    intersections: [],
    unions: [],
    empty: false,
    at: at(n * 1_000 + 190, n * 40 + 8),
  },
  placement: { group: 'Class' },
});

describe('a record taken apart', () => {
  it('comes out letter for letter, its fields in their order', () => {
    expect(JSON.stringify(kept(tablet(3)))).toBe(JSON.stringify(tablet(3)));
  });

  it('has the forms of every other record that says the same kinds of things', () => {
    expect(takeApart(tablet(4, '17.7.10')).forms).toEqual(takeApart(tablet(3)).forms);
  });

  it('leaves nothing of its own in a form', () => {
    const text = takeApart(tablet(3)).forms.join();
    for (const own of ['C02FAKE3', 'FAKE-3', 'Tablet 3', 'user-3', '2026-1', '26.1', 'Class'])
      expect(text).not.toContain(own);
  });

  it('has a form of its own for each profile it lists, whatever the others are', () => {
    const two = takeApart(tablet(3)).forms;
    const one = tablet(3);
    one.profiles.profiles.pop();
    expect(takeApart(one).forms[1]).toBe(two[1]);
    expect(two).toHaveLength(4);
  });

  it('takes far less room than its words', () => {
    const { forms, own } = takeApart(tablet(3));
    const size = JSON.stringify([forms.map((_, i) => i), ...own]).length;
    expect(size).toBeLessThan(JSON.stringify(tablet(3)).length / 3);
  });

  it('keeps paths that number something else', () => {
    const record = {
      ...tablet(3),
      claims: {
        name: { value: 'x', at: at(1, 1), path: 'results[3].a[4]' },
        site: { value: 'y', at: at(1, 1), path: 'results[4].a' },
        ssid: { value: 'z', at: at(1, 1), path: 'results[03].a' },
        build: { value: 'w', at: at(1, 1), path: '' },
      },
    };
    expect(kept(record)).toEqual(record);
  });

  it.each<[string, object]>([
    ['nothing', {}],
    ['no position', { identity: {}, claims: {} }],
    ['positions before its own', { at: at(900, 90), claims: { name: { value: 'x', at: at(5, 2) } } }],
    ['positions in another order', { at: { line: 4, offset: 2 } }],
    ['positions of no whole numbers', { at: { offset: 1.5, line: -3 }, profiles: { at: { offset: -1 } } }],
    ['positions beyond what is exact', { at: { offset: 2 ** 60 } }],
    ['lists where objects are due', { claims: ['x'], profiles: [1], identity: 'y', restrictions: [null] }],
    ['an object where a list is due', { profiles: { profiles: { path: 'a[1]' } }, declarations: { a: 1 } }],
    ['nulls', { claims: { name: null }, observedAt: null, profiles: null, at: null }],
    ['text that is no text everywhere', { observedAt: 'a\u0000b\ud800', creates: '\u2028' }],
  ])('comes out the same with %s', (_, record) => {
    expect(JSON.stringify(kept(record))).toBe(JSON.stringify(record));
  });

  it('keeps a field that would set the prototype, as data', () => {
    const record = JSON.parse(
      '{"restrictions":{"__proto__":{"at":{"offset":4}},"x":1},"__proto__":5}',
    ) as object;
    const out = kept(record) as object;
    expect(JSON.stringify(out)).toBe(JSON.stringify(record));
    expect(Object.getPrototypeOf(out)).toBe(Object.prototype);
  });

  it('leaves out what JSON leaves out', () => {
    const record = {
      creates: undefined,
      claims: { name: { value: undefined, at: at(1, 1) } },
      list: [undefined],
    };
    expect(JSON.stringify(kept(record))).toBe(JSON.stringify(record));
  });

  it('comes out the same, whatever it says', () => {
    const place = fc.record(
      { offset: fc.nat(), end: fc.nat(), line: fc.nat(), column: fc.nat() },
      { requiredKeys: ['offset'] },
    );
    const path = fc.oneof(
      fc.string(),
      fc.nat({ max: 3 }).map((n) => `results[${n}].x`),
    );
    const said = fc.dictionary(
      fc.constantFrom('value', 'at', 'path', 'installedAt', 'user', '__proto__', 'more'),
      fc.oneof(fc.jsonValue({ maxDepth: 2 }), place, path),
    );
    const record = fc.dictionary(
      fc.constantFrom(
        'identity',
        'claims',
        'profiles',
        'declarations',
        'restrictions',
        'at',
        'observedAt',
        'path',
      ),
      fc.oneof(said, fc.dictionary(fc.string({ maxLength: 4 }), said), fc.array(said), place, fc.jsonValue()),
    );
    fc.assert(
      fc.property(record, (one) => {
        expect(JSON.stringify(kept(one))).toBe(JSON.stringify(one));
      }),
      { numRuns: 500 },
    );
  });
});
