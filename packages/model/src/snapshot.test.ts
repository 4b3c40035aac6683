import type { DeviceRecord } from './document.js';
import { keepParts, listedNames, recordParts, recordSource, snapshotText } from './snapshot.js';

const at = { offset: 0, line: 1, column: 1 };
const elsewhere = { offset: 900, end: 910, line: 77, column: 3 };

const record: DeviceRecord = {
  identity: { serial: 'XFAK1', vendorId: 'jamf:mobile-12' },
  creates: true,
  basis: 'reported',
  observedAt: '2026-11-01T00:00:00Z',
  claims: { name: { value: 'iPad', at, path: '[0].name' }, tags: { value: ['a', 'b'], at } },
  profiles: {
    basis: 'device-answer',
    channel: { kind: 'user', user: 'anna' },
    profiles: [
      { identifier: 'com.example.a', uuid: 'aa-1', displayName: '', channel: { kind: 'device' }, at },
      { displayName: 'B', vendorId: 'jamf:4', channel: { kind: 'device' }, at },
    ],
    at,
  },
  restrictions: { booleans: [], numbers: [], intersections: [], unions: [], empty: false, at },
  placement: { group: 'staff' },
  at,
};

describe('a snapshot', () => {
  it('is the same wherever and whenever it was said', () => {
    const moved: DeviceRecord = {
      at: elsewhere,
      observedAt: '2026-11-20T00:00:00Z',
      claims: {
        tags: { at: elsewhere, value: ['a', 'b'] },
        name: { path: '[17].name', value: 'iPad', at: elsewhere },
      },
      basis: 'reported',
      creates: true,
      identity: { vendorId: 'jamf:mobile-12', serial: 'XFAK1' },
      profiles: record.profiles,
      restrictions: record.restrictions,
      placement: record.placement,
    } as DeviceRecord;
    expect(snapshotText(moved)).toBe(snapshotText(record));
  });

  it.each<[string, Partial<DeviceRecord>]>([
    ['a value', { claims: { ...record.claims, name: { value: 'iPad 2', at } } }],
    ['a fact more', { claims: { ...record.claims, site: { value: 'north', at } } }],
    ['the order of a list', { claims: { ...record.claims, tags: { value: ['b', 'a'], at } } }],
    ['the name of the device', { identity: { serial: 'XFAK2', vendorId: 'jamf:mobile-12' } }],
    ['the basis', { basis: 'device-answer' }],
    ['whether it creates', { creates: false }],
    [
      'when a profile was installed',
      {
        profiles: {
          basis: 'reported',
          channel: { kind: 'device' },
          at,
          profiles: [
            {
              identifier: 'com.example.a',
              installedAt: '2026-01-01T00:00:00Z',
              channel: { kind: 'device' },
              at,
            },
          ],
        },
      },
    ],
  ])('is another one when it differs in %s', (_what, over) => {
    expect(snapshotText({ ...record, ...over })).not.toBe(snapshotText(record));
  });

  it('keeps hostile keys and text apart', () => {
    const value = (text: string): string =>
      snapshotText({
        ...record,
        claims: JSON.parse(`{"__proto__":{"value":"${text}"},"a\\nb":{"value":1}}`),
      });
    expect(value('x')).not.toBe(value('y'));
    expect(snapshotText({ ...record, claims: JSON.parse('{"a":1,"b":2}') })).not.toBe(
      snapshotText({ ...record, claims: JSON.parse('{"a\\nb":1}') }),
    );
  });
});

describe('the parts of a record', () => {
  it('name every fact, list, answer and statement', () => {
    expect(recordParts(record)).toEqual([
      'fact name',
      'fact tags',
      'identity',
      'placement.group',
      'profiles device-answer all user anna',
      'restrictions',
    ]);
  });

  it('leave an empty reply out: it says nothing', () => {
    const restrictions = { booleans: [], numbers: [], intersections: [], unions: [], empty: true, at };
    expect(recordParts({ ...record, restrictions })).not.toContain('restrictions');
  });

  it('name declarations one by one', () => {
    const state = { kind: 'configuration', identifier: 'a', reasons: [], at, path: '' } as const;
    const parts = recordParts({ ...record, declarations: [state, { ...state, identifier: 'b' }] });
    expect(parts.filter((part) => part.startsWith('declaration'))).toEqual([
      'declaration configuration a',
      'declaration configuration b',
    ]);
  });

  it('are what is left of a record that others replaced', () => {
    expect(keepParts(record, (part) => part === 'fact name' || part === 'identity')).toEqual({
      identity: record.identity,
      creates: true,
      basis: 'reported',
      observedAt: record.observedAt,
      claims: { name: record.claims.name },
      at,
    });
    expect(keepParts(record, () => true)).toEqual(record);
  });
});

it('tells sources by kind of document, basis and vendor', () => {
  expect(recordSource('jamf-inventory', record)).toBe('jamf-inventory reported jamf:');
  expect(recordSource('inventory-csv', { ...record, identity: { serial: 'X' } })).toBe(
    'inventory-csv reported ',
  );
});

it('lists the names uploaded profiles are joined by', () => {
  expect(listedNames(record)).toEqual(['id com.example.a', 'name B', 'uuid AA-1', 'vendor jamf:4']);
});
