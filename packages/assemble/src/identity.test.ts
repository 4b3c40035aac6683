import type { DeviceIdentity } from '@ringcheck/model';
import { groupRecords, type IdentityRow } from './identity.js';

let counter = 0;
const row = (identity: DeviceIdentity, creates = true): IdentityRow => ({
  key: `doc#${String(counter++).padStart(4, '0')}`,
  identity,
  creates,
});

describe('grouping records into devices', () => {
  it('joins records by serial number whatever its case and blanks', () => {
    const groups = groupRecords([row({ serial: 'xfak0001' }), row({ serial: ' XFAK0001 ' })]);
    expect(groups.map(({ id, keys }) => [id, keys.length])).toEqual([['serial:XFAK0001', 2]]);
  });

  it('joins a UDID-only record through one that names both', () => {
    const groups = groupRecords([
      row({ udid: '00008999-000A1B2C3D4E5F60' }),
      row({ serial: 'XFAK0002', udid: '00008999000a1b2c3d4e5f60' }),
    ]);
    expect(groups).toHaveLength(1);
    expect(groups[0]).toMatchObject({ id: 'serial:XFAK0002', aliases: ['udid:00008999-000A1B2C3D4E5F60'] });
  });

  it('keeps two devices apart when one serial number comes with two UDIDs', () => {
    const groups = groupRecords([
      row({ serial: 'XFAK0003', udid: 'AAAA-1' }),
      row({ serial: 'XFAK0003', udid: 'BBBB-2' }),
    ]);
    expect(groups.map(({ id, contestedSerial }) => [id, contestedSerial])).toEqual([
      ['udid:AAAA-1', 'XFAK0003'],
      ['udid:BBBB-2', 'XFAK0003'],
    ]);
  });

  it('names a User Enrolment device by its enrolment id', () => {
    expect(groupRecords([row({ enrolmentId: 'E-1' })])[0]?.id).toBe('enrolment:E-1');
  });

  it('creates no device from a purchase list', () => {
    expect(groupRecords([row({ serial: 'XFAK0004' }, false)])).toEqual([]);
  });

  it('lets a purchase list enrich a device that another source creates', () => {
    const groups = groupRecords([row({ serial: 'XFAK0005' }, false), row({ serial: 'XFAK0005' })]);
    expect(groups[0]?.keys).toHaveLength(2);
  });

  it('gives the same groups whatever the order of records', () => {
    const rows = [
      row({ serial: 'A1', udid: 'U1' }),
      row({ udid: 'U1' }),
      row({ serial: 'B1' }),
      row({ vendorId: 'jamf:7', serial: 'B1' }),
      row({ vendorId: 'jamf:7' }),
    ];
    expect(groupRecords([...rows].reverse())).toEqual(groupRecords(rows));
    expect(groupRecords(rows).map(({ id }) => id)).toEqual(['serial:A1', 'serial:B1']);
  });

  it('takes hostile names as data', () => {
    expect(
      groupRecords([row({ serial: '__proto__' }), row({ serial: 'constructor' })]).map(({ id }) => id),
    ).toEqual(['serial:CONSTRUCTOR', 'serial:__PROTO__']);
  });
});
