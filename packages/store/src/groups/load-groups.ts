import { differInSince, type DeviceIdentity, type Writable } from '@ringcheck/model';
import type pg from 'pg';
import type { RecordForms } from '../documents/read-forms.js';
import type { StoredGroup } from '../types.js';
import { liveSaid, saidText, type Live } from './live-said.js';
import { readPast } from './read-past.js';
import { SaidRecords } from './stored-records.js';

/** The columns of a group, written as one text: a column each takes several times as long to read. */
type GroupColumns = readonly [
  id: number,
  publicId: string,
  aliases: readonly string[] | null,
  serial: string | null,
  udid: string | null,
  enrolmentId: string | null,
  vendorId: string | null,
  contestedSerial: string | null,
];

/** A group, and all that is said of it now; null: nothing. */
type GroupRow = [columns: string, said: string | null];

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
  const { rows } = await pool.query<GroupRow>({
    name: 'load-groups',
    text: `SELECT json_build_array(g.id, g.public_id, nullif(g.aliases, '{}'), g.serial, g.udid, g.enrolment_id,
             g.vendor_id, g.contested_serial)::text, ${saidText}
           FROM unnest($1::bigint[]) WITH ORDINALITY AS w(id, place) JOIN device_group g USING (id) ORDER BY w.place`,
    values: [ids],
    rowMode: 'array',
  });
  const groups = rows.map(([columns]) => JSON.parse(columns) as GroupColumns);
  const said = rows.map(([, text], place) => ({ groupId: groups[place]?.[0] ?? 0, text: text ?? '' }));
  const live = await liveSaid(pool, said, watermark);
  const records = await SaidRecords.of(live.said, live.documents, forms);
  const past = await readPast(pool, forms, [...live.changed, ...differing(live, records)], watermark);
  return groups.map((group) => groupOf(group, records, past));
}

/** Groups that never changed, but of which sources say different things. */
function differing({ said, changed }: Live, records: SaidRecords): readonly number[] {
  const isChanged = new Set(changed);
  return [...said]
    .filter(([groupId, { length }]) => length > 1 && !isChanged.has(groupId))
    .filter(([groupId]) => differInSince(records.ahead(groupId)))
    .map(([groupId]) => groupId);
}

/** Its records are made when they are asked for: those of a whole chunk would be long-lived garbage. */
function groupOf(columns: GroupColumns, live: SaidRecords, past: SaidRecords | undefined): StoredGroup {
  const [groupId, id, aliases, serial, udid, enrolmentId, vendorId, contestedSerial] = columns;
  const identity: Writable<DeviceIdentity> = {};
  if (serial !== null) identity.serial = serial;
  if (udid !== null) identity.udid = udid;
  if (enrolmentId !== null) identity.enrolmentId = enrolmentId;
  if (vendorId !== null) identity.vendorId = vendorId;
  const group: Writable<StoredGroup> = {
    groupId,
    id,
    aliases: aliases ?? [],
    identity,
    get records() {
      return live.ofGroup(groupId);
    },
    get past() {
      return past?.ofGroup(groupId) ?? [];
    },
  };
  if (contestedSerial !== null) group.contestedSerial = contestedSerial;
  return group;
}
