import type { DeviceRecord, ListedProfile, Profile } from '@ringcheck/model';
import { mergeFacts, type SourcedRecord } from './merge-facts.js';
import { mergeListings } from './merge-listings.js';
import { ProfileIndex } from './profile-index.js';

const at = { offset: 0, line: 1, column: 1 };

function record(key: string, over: Partial<DeviceRecord> & { observedAt?: string }): SourcedRecord {
  return {
    key,
    document: { path: `${key}.json`, sha256: key.padEnd(64, '0') },
    receivedAt: '2026-11-21T12:00:00Z',
    record: { identity: { serial: 'XFAK1' }, creates: true, basis: 'reported', claims: {}, at, ...over },
  };
}

function profile(over: Partial<Profile>): Profile {
  return {
    document: { path: 'p.mobileconfig', sha256: 'f'.repeat(64) },
    identifier: 'org.example.restrict',
    encrypted: false,
    vendorIds: [],
    authoredBy: 'file',
    payloads: [],
    at,
    ...over,
  };
}

const listed = (over: Partial<ListedProfile>): ListedProfile => ({
  channel: { kind: 'device' },
  at,
  ...over,
});

function listing(
  key: string,
  profiles: readonly ListedProfile[],
  over: Partial<NonNullable<DeviceRecord['profiles']>> = {},
  observedAt?: string,
): SourcedRecord {
  return record(key, {
    ...(observedAt === undefined ? {} : { observedAt }),
    profiles: { basis: 'device-answer', channel: { kind: 'device' }, profiles, at, ...over },
  });
}

describe('merging facts', () => {
  it('lets the newest observation win', () => {
    const { facts } = mergeFacts([
      record('old', { observedAt: '2026-11-01T00:00:00Z', claims: { osVersion: { value: '18.1', at } } }),
      record('new', { observedAt: '2026-11-20T00:00:00Z', claims: { osVersion: { value: '26.1', at } } }),
    ]);
    expect(facts.osVersion?.value).toBe('26.1');
  });

  it('prefers the device’s own answer at the same time', () => {
    const { facts, notes } = mergeFacts([
      record('a', { basis: 'reported', claims: { isSupervised: { value: false, at } } }),
      record('b', { basis: 'device-answer', claims: { isSupervised: { value: true, at } } }),
    ]);
    expect(facts.isSupervised?.value).toBe(true);
    expect(notes).toMatchObject([
      { message: 'contradiction', data: { fact: 'isSupervised', kept: 'true', other: 'false' } },
    ]);
    expect(notes[0]?.evidence.map(({ document }) => document)).toEqual(['b.json', 'a.json']);
  });

  it('says nothing of a value that changed over time', () => {
    const { notes } = mergeFacts([
      record('a', { observedAt: '2026-11-01T00:00:00Z', claims: { osVersion: { value: '18.1', at } } }),
      record('b', { observedAt: '2026-11-20T00:00:00Z', claims: { osVersion: { value: '26.1', at } } }),
    ]);
    expect(notes).toEqual([]);
  });

  it('notes two sources of one week that differ, and keeps the newer', () => {
    const { facts, notes } = mergeFacts([
      record('a', { observedAt: '2026-11-18T00:00:00Z', claims: { osVersion: { value: '18.1', at } } }),
      record('b', { observedAt: '2026-11-20T00:00:00Z', claims: { osVersion: { value: '26.1', at } } }),
    ]);
    expect(facts.osVersion?.value).toBe('26.1');
    expect(notes).toMatchObject([
      { message: 'contradiction', data: { fact: 'osVersion', kept: '26.1', other: '18.1' } },
    ]);
  });

  it('says nothing of free storage that differs from yesterday’s', () => {
    const { notes } = mergeFacts([
      record('a', { observedAt: '2026-11-19T00:00:00Z', claims: { storageFreeGB: { value: 4, at } } }),
      record('b', { observedAt: '2026-11-20T00:00:00Z', claims: { storageFreeGB: { value: 3, at } } }),
    ]);
    expect(notes).toEqual([]);
  });

  it('notes two part numbers whenever they were seen', () => {
    const { notes } = mergeFacts([
      record('a', { observedAt: '2026-01-01T00:00:00Z', claims: { partNumber: { value: 'MK1A3LL/A', at } } }),
      record('b', { observedAt: '2026-11-20T00:00:00Z', claims: { partNumber: { value: 'MK1A3AE/A', at } } }),
    ]);
    expect(notes).toHaveLength(1);
  });

  it('adds tags of several sources up', () => {
    const { facts } = mergeFacts([
      record('a', { claims: { tags: { value: ['student'], at } } }),
      record('b', { claims: { tags: { value: ['lab', 'student'], at } } }),
    ]);
    expect(facts.tags?.value).toEqual(['lab', 'student']);
  });
});

describe('joining installed and uploaded profiles', () => {
  const index = new ProfileIndex([
    {
      profile: profile({ uuid: 'AAAA', displayName: 'Restrictions', vendorIds: ['jamf:mobile-7'] }),
      receivedAt: '2026-11-01T00:00:00Z',
    },
  ]);

  it.each([
    ['uuid', { identifier: 'other', uuid: 'aaaa' }],
    ['identifier', { identifier: 'org.example.restrict', uuid: 'AAAA2' }],
    ['vendor-id', { identifier: 'rewritten', vendorId: 'jamf:mobile-7' }],
    ['display-name', { identifier: 'rewritten', displayName: 'Restrictions' }],
  ] as const)('joins by %s', (joinedBy, over) => {
    const { installed } = mergeListings([listing('l', [listed(over)])], index);
    expect(installed.profiles[0]).toMatchObject({ joinedBy, content: 'known' });
  });

  it('says that the installed version differs from the uploaded one', () => {
    const { installed, notes } = mergeListings(
      [listing('l', [listed({ identifier: 'org.example.restrict', uuid: 'BBBB' })])],
      index,
    );
    expect(installed.profiles[0]?.uuidDiffers).toBe(true);
    expect(notes).toMatchObject([
      { message: 'version-differs', data: { installed: 'BBBB', uploaded: 'AAAA' } },
    ]);
  });

  it('does not join by a display name that two uploaded profiles share', () => {
    const ambiguous = new ProfileIndex([
      {
        profile: profile({ identifier: 'a', displayName: 'Restrictions' }),
        receivedAt: '2026-11-01T00:00:00Z',
      },
      {
        profile: profile({ identifier: 'b', displayName: 'Restrictions' }),
        receivedAt: '2026-11-01T00:00:00Z',
      },
    ]);
    const { installed } = mergeListings(
      [listing('l', [listed({ identifier: 'c', displayName: 'Restrictions' })])],
      ambiguous,
    );
    expect(installed.profiles[0]?.content).toBe('missing');
  });

  it('calls a listed profile nobody uploaded missing, and an encrypted one encrypted', () => {
    const { installed } = mergeListings(
      [listing('l', [listed({ identifier: 'x' }), listed({ identifier: 'y', encrypted: true })])],
      index,
    );
    expect(installed.profiles.map(({ content }) => content)).toEqual(['missing', 'encrypted']);
  });

  it('takes the newest listing of a channel and keeps other channels', () => {
    const { installed } = mergeListings(
      [
        listing('old', [listed({ identifier: 'gone' })], {}, '2026-11-01T00:00:00Z'),
        listing('new', [listed({ identifier: 'here' })], {}, '2026-11-20T00:00:00Z'),
        listing(
          'user',
          [listed({ identifier: 'mine', channel: { kind: 'user', user: 'ada' } })],
          { channel: { kind: 'user', user: 'ada' } },
          '2026-11-10T00:00:00Z',
        ),
      ],
      index,
    );
    expect(installed.profiles.map(({ identifier }) => identifier)).toEqual(['here', 'mine']);
    expect(installed.observedAt).toBe('2026-11-10T00:00:00Z');
  });

  it('knows only assignments where no listing exists', () => {
    expect(
      mergeListings([listing('a', [listed({ identifier: 'x' })], { basis: 'assigned' })], index).installed
        .knowledge,
    ).toBe('assigned');
    expect(
      mergeListings(
        [listing('a', [listed({ identifier: 'x' })], { basis: 'assigned' }), listing('b', [])],
        index,
      ).installed,
    ).toMatchObject({ knowledge: 'listed', profiles: [] });
  });

  it('knows nothing without any listing', () => {
    expect(mergeListings([record('r', {})], index).installed.knowledge).toBe('none');
  });

  it('borrows payload types from another listing of the same profile version', () => {
    const { installed } = mergeListings(
      [
        listing(
          'mdm',
          [listed({ identifier: 'x', uuid: 'U1', payloadTypes: ['com.apple.wifi.managed'] })],
          {},
          '2026-11-01T00:00:00Z',
        ),
        listing('jamf', [listed({ identifier: 'x', uuid: 'u1' })], {}, '2026-11-20T00:00:00Z'),
      ],
      index,
    );
    expect(installed.profiles[0]?.payloadTypes).toEqual(['com.apple.wifi.managed']);
  });
});
