import type { DeviceIdentity, Writable } from '@ringcheck/model';
import type pg from 'pg';
import type { RecordForms } from '../documents/read-forms.js';
import type { StoredGroup } from '../types.js';
import { readLive } from './read-live.js';
import { readPast } from './read-past.js';
import type { SaidRecords } from './stored-records.js';

interface GroupRow {
  readonly id: string;
  readonly public_id: string;
  readonly aliases: string[];
  readonly serial: string | null;
  readonly udid: string | null;
  readonly enrolment_id: string | null;
  readonly vendor_id: string | null;
  readonly contested_serial: string | null;
}

/**
 * Devices with all that is said of them now, in the order of `ids` and, where it tells since when, before. Only for the watermark groups
 * stand at: documents above it are not seen. Ids of groups that are no more give nothing.
 */
export async function loadGroups(
  pool: pg.Pool,
  forms: RecordForms,
  ids: readonly number[],
  watermark: number,
): Promise<readonly StoredGroup[]> {
  const { rows: groups } = await pool.query<GroupRow>({
    name: 'load-groups',
    text: `SELECT g.id, g.public_id, g.aliases, g.serial, g.udid, g.enrolment_id, g.vendor_id, g.contested_serial
           FROM unnest($1::bigint[]) WITH ORDINALITY AS w(id, place) JOIN device_group g USING (id) ORDER BY w.place`,
    values: [ids],
  });
  const live = await readLive(pool, forms, ids, watermark);
  const past = await readPast(pool, forms, live.changed, watermark);
  return groups.map((row) => groupOf(row, live.records, past));
}

/** Its records are made when they are asked for: those of a whole chunk would be long-lived garbage. */
function groupOf(row: GroupRow, live: SaidRecords, past: SaidRecords | undefined): StoredGroup {
  const groupId = Number(row.id);
  const group: Writable<StoredGroup> = {
    groupId,
    id: row.public_id,
    aliases: row.aliases,
    identity: identityOf(row),
    get records() {
      return live.ofGroup(groupId);
    },
    get past() {
      return past?.ofGroup(groupId) ?? [];
    },
  };
  if (row.contested_serial !== null) group.contestedSerial = row.contested_serial;
  return group;
}

function identityOf({ serial, udid, enrolment_id, vendor_id }: GroupRow): DeviceIdentity {
  const identity: Writable<DeviceIdentity> = {};
  if (serial !== null) identity.serial = serial;
  if (udid !== null) identity.udid = udid;
  if (enrolment_id !== null) identity.enrolmentId = enrolment_id;
  if (vendor_id !== null) identity.vendorId = vendor_id;
  return identity;
}
