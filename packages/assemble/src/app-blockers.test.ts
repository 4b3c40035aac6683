import type { AppBlocker, AppBlockerScope, DeviceRecord } from '@ringcheck/model';
import { blockersOf, scopedBlockers } from './app-blockers.js';

const document = { path: 'restricted.xml', sha256: 'ab' };
const receivedAt = '2026-11-20T08:00:00Z';
const nobody = { devices: [], groups: [], hasOther: false };
const blocker = (scope: Partial<AppBlockerScope>, vendor = 'jamf'): AppBlocker => ({
  vendor,
  by: 'Restricted Software of Jamf Pro',
  name: 'No calls',
  compares: 'process',
  pattern: 'FaceTime',
  match: 'exact',
  ends: true,
  scope: { ...nobody, all: false, isStated: true, exclusions: nobody, ...scope },
  at: { offset: 10, line: 2, column: 1 },
  path: 'general.process_name',
});
const record = (more: Partial<DeviceRecord> = {}): DeviceRecord => ({
  identity: { serial: 'XFAKAB0001', udid: 'AAAA-7', vendorId: 'jamf:macos-7' },
  creates: true,
  basis: 'reported',
  claims: {},
  at: { offset: 0 },
  ...more,
});
const at = { offset: 0 };
const inGroups = (...groups: string[]) => record({ claims: { tags: { value: groups, at } } });

function applies(scope: Partial<AppBlockerScope>, of = record(), vendor = 'jamf'): string {
  const sourced = {
    key: 'k',
    document,
    kind: 'jamf-inventory',
    receivedAt: '2026-11-20T08:00:00Z',
    record: of,
  } as const;
  const found = blockersOf(
    scopedBlockers([{ document, receivedAt, blocker: blocker(scope, vendor) }]),
    of.identity,
    [sourced],
  );
  return found[0]?.applies ?? 'no';
}

describe('the scope of an item that ends applications', () => {
  it('takes every computer of its own server', () => {
    expect(applies({ all: true })).toBe('yes');
    expect(applies({ all: true }, record({ identity: { udid: 'B' } }))).toBe('yes');
    expect(applies({ all: true }, record({ identity: { udid: 'B', vendorId: 'fleet:7' } }))).toBe('no');
  });

  it('takes a computer by its UDID or by the id of the server', () => {
    expect(applies({ devices: [{ udid: 'aaaa7' }] })).toBe('yes');
    expect(applies({ devices: [{ vendorId: 'jamf:macos-7' }] })).toBe('yes');
    expect(applies({ devices: [{ vendorId: 'jamf:macos-8' }] })).toBe('no');
  });

  it('is open where the device and the scope have no name of the same kind', () => {
    const known = record({ identity: { serial: 'XFAKAB0001' } });
    expect(applies({ devices: [{ vendorId: 'jamf:macos-8' }] }, known)).toBe('unknown');
  });

  it('takes a group the device is in, and not one its own record does not list', () => {
    expect(applies({ groups: ['Exam room'] }, inGroups('Exam room'))).toBe('yes');
    expect(applies({ groups: ['Exam room'] }, inGroups('Staff'))).toBe('no');
  });

  it('is open while nobody listed the groups of the device', () => {
    expect(applies({ groups: ['Exam room'] })).toBe('unknown');
    const tagged = record({ identity: { udid: 'B' }, claims: { tags: { value: ['Staff'], at } } });
    expect(applies({ groups: ['Exam room'] }, tagged)).toBe('unknown');
  });

  it('leaves out what is excluded, and is open where the exclusion is', () => {
    const exclusions = { ...nobody, groups: ['Proctors'] };
    expect(applies({ all: true, exclusions }, inGroups('Proctors'))).toBe('no');
    expect(applies({ all: true, exclusions }, inGroups('Staff'))).toBe('yes');
    expect(applies({ all: true, exclusions })).toBe('unknown');
    expect(applies({ all: true, exclusions: { ...nobody, hasOther: true } })).toBe('unknown');
  });

  it('is open where it speaks of buildings, users or network segments', () => {
    expect(applies({ hasOther: true })).toBe('unknown');
  });

  it('is open where the document leaves the scope out, and takes nobody where it is empty', () => {
    expect(applies({ isStated: false })).toBe('unknown');
    expect(applies({})).toBe('no');
  });

  it('holds in its site only', () => {
    const at7 = (site: string) => record({ claims: { site: { value: site, at } } });
    expect(applies({ all: true, site: 'North' }, at7('North'))).toBe('yes');
    expect(applies({ all: true, site: 'North' }, at7('South'))).toBe('no');
    expect(applies({ all: true, site: 'North' })).toBe('unknown');
  });

  it('takes the blueprint of a Kandji device', () => {
    const lab = record({ identity: { vendorId: 'kandji:a' }, claims: { site: { value: 'Lab', at } } });
    expect(applies({ groups: ['Lab'] }, lab, 'kandji')).toBe('yes');
    expect(applies({ groups: ['Kiosk'] }, lab, 'kandji')).toBe('no');
  });
});

describe('an item that is sent again', () => {
  const saved = (sha256: string, day: string, more: Partial<AppBlocker> = {}) => ({
    document: { path: 'restricted.xml', sha256 },
    receivedAt: `2026-11-${day}T08:00:00Z`,
    blocker: { ...blocker({ all: true }), ...more },
  });
  const told = (...items: Parameters<typeof scopedBlockers>[0]) =>
    scopedBlockers(items).map(({ yes }) => `${yes.document.sha256} ${yes.blocker.name} ${yes.blocker.ends}`);

  it('takes the place of the older one, in whatever order they come', () => {
    const older = saved('a', '19');
    const newer = saved('b', '20', { ends: false });
    expect(told(older, newer)).toEqual(['b No calls false']);
    expect(told(newer, older)).toEqual(['b No calls false']);
  });

  it('leaves items of other names, of other vendors, and of its own document alone', () => {
    expect(
      told(
        saved('a', '19', { name: 'Other' }),
        saved('a', '19', { vendor: 'kandji' }),
        saved('b', '20', { pattern: 'FaceTime' }),
        saved('b', '20', { pattern: 'Zoom', at: { offset: 20 } }),
      ),
    ).toEqual(['a Other true', 'a No calls true', 'b No calls true', 'b No calls true']);
  });

  it('is kept twice where two documents came at once', () => {
    expect(told(saved('a', '20'), saved('b', '20'))).toHaveLength(2);
  });
});
