import { some } from '../database/rows.js';
import type { GroupingStep, KnownGroup, Member } from './grouping-step.js';
import { writeGroups } from './write-groups.js';

const batchSize = 5_000;

/**
 * Sort new identities into groups, a batch at a time: each batch together with all groups that share a name with it,
 * so that the result is the same as of all identities at once.
 */
export async function groupNew(step: GroupingStep): Promise<void> {
  let after = 0;
  for (;;) {
    const { rows } = await step.client.query<{ id: string }>({
      name: 'new-identities',
      text: `SELECT DISTINCT identity_id AS id FROM incoming i
             WHERE identity_id > $1 AND NOT EXISTS (SELECT 1 FROM group_member m WHERE m.identity_id = i.identity_id)
             ORDER BY 1 LIMIT ${batchSize}`,
      values: [after],
    });
    if (rows.length === 0) return;
    const ids = rows.map((row) => Number(row.id));
    await regroup(step, ids, await newlyContested(step, ids));
    after = ids.at(-1) ?? after;
  }
}

/** Identities no record has any more leave their groups, and what is left of these is sorted anew. */
export async function ungroup(step: GroupingStep, lost: readonly number[]): Promise<void> {
  if (lost.length === 0) return;
  const { client } = step;
  const { rows: left } = await client.query<{ id: string }>(
    `WITH lost AS (DELETE FROM group_member WHERE identity_id = ANY($1::bigint[]) RETURNING group_id)
     SELECT identity_id AS id FROM group_member
     WHERE group_id IN (SELECT group_id FROM lost) AND identity_id <> ALL($1::bigint[])`,
    [lost],
  );
  await endEmpty(step);
  // A serial number may have lost its second UDID: it joins again.
  const { rows: settled } = await client.query<{ id: string }>(
    `WITH gone AS (
       DELETE FROM contested_serial c
       WHERE serial_key IN (SELECT serial_key FROM device_identity WHERE id = ANY($1::bigint[]))
         AND (SELECT count(DISTINCT i.udid_key) FROM device_identity i JOIN group_member m ON m.identity_id = i.id
              WHERE i.serial_key = c.serial_key) < 2
       RETURNING serial_key)
     SELECT i.id FROM gone JOIN device_identity i USING (serial_key) JOIN group_member m ON m.identity_id = i.id`,
    [lost],
  );
  const seeds = [...new Set([...left, ...settled].map((row) => Number(row.id)))];
  for (let start = 0; start < seeds.length; start += batchSize)
    await regroup(step, seeds.slice(start, start + batchSize), []);
}

async function endEmpty({ client, upTo }: GroupingStep): Promise<void> {
  await client.query(
    `WITH gone AS (
       DELETE FROM device_group g WHERE NOT EXISTS (SELECT 1 FROM group_member m WHERE m.group_id = g.id)
       RETURNING id, public_id, creates),
     d AS (DELETE FROM group_dirty WHERE group_id IN (SELECT id FROM gone)),
     j AS (DELETE FROM group_judged WHERE group_id IN (SELECT id FROM gone))
     INSERT INTO group_end (public_id, seq) SELECT public_id, $1 FROM gone WHERE creates
     ON CONFLICT (public_id) DO UPDATE SET seq = EXCLUDED.seq`,
    [upTo],
  );
}

/** Serial numbers that come with a second UDID through these identities. */
async function newlyContested({ client }: GroupingStep, ids: readonly number[]): Promise<readonly string[]> {
  const { rows } = await client.query<{ serial: string }>({
    name: 'newly-contested',
    text: `INSERT INTO contested_serial
           SELECT i.serial_key FROM device_identity i
           WHERE i.serial_key IN (SELECT serial_key FROM device_identity
                                  WHERE id = ANY($1::bigint[]) AND udid_key IS NOT NULL AND serial_key IS NOT NULL)
             AND i.udid_key IS NOT NULL
             AND NOT EXISTS (SELECT 1 FROM contested_serial c WHERE c.serial_key = i.serial_key)
             AND (i.id = ANY($1::bigint[]) OR EXISTS (SELECT 1 FROM group_member m WHERE m.identity_id = i.id))
           GROUP BY i.serial_key HAVING min(i.udid_key) <> max(i.udid_key)
           RETURNING serial_key AS serial`,
    values: [ids],
  });
  return rows.map((row) => row.serial);
}

/** Sort these identities anew with every group that shares a name with one of them. */
async function regroup(
  step: GroupingStep,
  seeds: readonly number[],
  newly: readonly string[],
): Promise<void> {
  const groupIds = await touchedGroups(step, seeds, newly);
  const members = await loadMembers(step, seeds, groupIds);
  const contested = await contestedAmong(step, members);
  const known = await loadGroups(step, groupIds);
  const byKey = new Map(members.map((member) => [member.key, member]));
  const taken = new Set<number>();
  const placed = step.grouping(members, contested).map((group) => {
    const own = group.keys.flatMap((key) => byKey.get(key) ?? []);
    const held = own.map(({ groupId }) => groupId).filter((id) => id !== undefined && !taken.has(id));
    const groupId = held.length === 0 ? undefined : Math.min(...held.map(Number));
    if (groupId !== undefined) taken.add(groupId);
    return { group, own, groupId };
  });
  const fresh = await newGroupIds(step, placed.filter(({ groupId }) => groupId === undefined).length);
  await writeGroups(
    step,
    placed.map((one) => ({ ...one, groupId: one.groupId ?? fresh.pop() ?? 0 })),
    known,
  );
}

async function touchedGroups(
  { client }: GroupingStep,
  seeds: readonly number[],
  newly: readonly string[],
): Promise<readonly number[]> {
  const { rows } = await client.query<{ id: string }>({
    name: 'touched-groups',
    text: `WITH b AS (
             SELECT i.*, EXISTS (SELECT 1 FROM contested_serial c WHERE c.serial_key = i.serial_key
                                 AND c.serial_key <> ALL($2::text[])) AS contested
             FROM device_identity i WHERE i.id = ANY($1::bigint[])),
           hit AS (
             SELECT id FROM b
             UNION SELECT i.id FROM b JOIN device_identity i ON i.serial_key = b.serial_key WHERE NOT b.contested
             UNION SELECT i.id FROM b JOIN device_identity i ON i.serial_key = b.serial_key
                   WHERE b.contested AND b.udid_key IS NULL AND i.udid_key IS NULL
             UNION SELECT i.id FROM b JOIN device_identity i ON i.udid_key = b.udid_key
             UNION SELECT i.id FROM b JOIN device_identity i ON i.enrolment_id = b.enrolment_id
             UNION SELECT i.id FROM b JOIN device_identity i ON i.vendor_id = b.vendor_id)
           SELECT DISTINCT m.group_id AS id FROM hit JOIN group_member m ON m.identity_id = hit.id`,
    values: [seeds, newly],
  });
  return rows.map((row) => Number(row.id));
}

async function loadMembers(
  { client }: GroupingStep,
  seeds: readonly number[],
  groupIds: readonly number[],
): Promise<readonly Member[]> {
  const { rows } = await client.query<{
    id: string;
    creates: boolean;
    serial: string | null;
    udid: string | null;
    enrolment_id: string | null;
    vendor_id: string | null;
    group_id: string | null;
  }>({
    name: 'load-members',
    text: `SELECT i.id, i.creates, i.serial, i.udid, i.enrolment_id, i.vendor_id, m.group_id
           FROM (SELECT unnest($1::bigint[]) AS id
                 UNION SELECT identity_id FROM group_member WHERE group_id = ANY($2::bigint[])) AS wanted
           JOIN device_identity i USING (id) LEFT JOIN group_member m ON m.identity_id = i.id`,
    values: [seeds, groupIds],
  });
  return rows.map((row) => ({
    id: Number(row.id),
    key: row.id.padStart(20, '0'),
    creates: row.creates,
    groupId: row.group_id === null ? undefined : Number(row.group_id),
    identity: {
      ...some('serial', row.serial),
      ...some('udid', row.udid),
      ...some('enrolmentId', row.enrolment_id),
      ...some('vendorId', row.vendor_id),
    },
  }));
}

async function contestedAmong(
  { client }: GroupingStep,
  members: readonly Member[],
): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ serial: string }>({
    name: 'contested-among',
    text: `SELECT c.serial_key AS serial FROM contested_serial c
           WHERE c.serial_key IN (SELECT serial_key FROM device_identity WHERE id = ANY($1::bigint[]))`,
    values: [members.map(({ id }) => id)],
  });
  return new Set(rows.map((row) => row.serial));
}

async function loadGroups(
  { client }: GroupingStep,
  ids: readonly number[],
): Promise<ReadonlyMap<number, KnownGroup>> {
  const { rows } = await client.query<{
    id: string;
    public_id: string;
    aliases: string[];
    serial: string | null;
    udid: string | null;
    enrolment_id: string | null;
    vendor_id: string | null;
    contested_serial: string | null;
    creates: boolean;
  }>({
    name: 'load-known-groups',
    text: `SELECT id, public_id, aliases, serial, udid, enrolment_id, vendor_id, contested_serial, creates
           FROM device_group WHERE id = ANY($1::bigint[])`,
    values: [ids],
  });
  return new Map(
    rows.map((row) => {
      const { id, public_id: publicId, creates, aliases } = row;
      const rest = [row.serial, row.udid, row.enrolment_id, row.vendor_id, row.contested_serial];
      const text = JSON.stringify([publicId, aliases, ...rest, creates]);
      return [Number(id), { id: Number(id), publicId, creates, text }];
    }),
  );
}

async function newGroupIds({ client }: GroupingStep, count: number): Promise<number[]> {
  if (count === 0) return [];
  const { rows } = await client.query<{ id: string }>(
    `SELECT nextval('device_group_id_seq') AS id FROM generate_series(1, $1)`,
    [count],
  );
  return rows.map((row) => Number(row.id)).reverse();
}
