import type pg from 'pg';
import { copyRows } from '../database/copy.js';
import { indexable } from '../database/rows.js';
import type { GroupingStep, KnownGroup, PlacedGroup } from './grouping-step.js';

const columns = [
  'id',
  'public_id',
  'aliases',
  'serial',
  'udid',
  'enrolment_id',
  'vendor_id',
  'contested_serial',
  'creates',
];

/** A group as its row has it, in the order of `columns`. */
function cellsOf({ group, groupId }: PlacedGroup) {
  const { identity } = group;
  return [
    groupId,
    // As devices are named in their table.
    indexable(group.id),
    group.aliases.map(indexable),
    identity.serial ?? null,
    identity.udid ?? null,
    identity.enrolmentId ?? null,
    identity.vendorId ?? null,
    group.contestedSerial ?? null,
    group.creates,
  ] as const;
}

interface MovedMember {
  readonly id: number;
  readonly from: number | undefined;
  readonly groupId: number;
}

/** Write what groups become, where that is not what is known of them; those that changed are due. */
export async function writeGroups(
  step: GroupingStep,
  placed: readonly PlacedGroup[],
  known: ReadonlyMap<number, KnownGroup>,
): Promise<void> {
  const { client, upTo } = step;
  const rewritten = placed.filter(
    (one) => known.get(one.groupId)?.text !== JSON.stringify(cellsOf(one).slice(1)),
  );
  const moved = placed.flatMap(({ own, groupId }) =>
    own
      .filter((member) => member.groupId !== groupId)
      .map(({ id, groupId: from }): MovedMember => ({ id, from, groupId })),
  );
  const kept = new Set(placed.map(({ groupId }) => groupId));
  const gone = [...known.values()].filter(({ id }) => !kept.has(id));
  const replaced = rewritten.map(({ groupId }) => groupId).filter((id) => known.has(id));
  await client.query('DELETE FROM device_group WHERE id = ANY($1::bigint[])', [
    [...replaced, ...gone.map(({ id }) => id)],
  ]);
  await copyRows(client, 'device_group', columns, rewritten.map(cellsOf));
  await moveMembers(client, moved);
  const changed = new Set([...rewritten, ...moved].map(({ groupId }) => groupId));
  const dirty = placed.filter(({ group, groupId }) => group.creates && changed.has(groupId));
  await client.query(
    `INSERT INTO group_dirty SELECT unnest($1::bigint[]), $2 ON CONFLICT (group_id) DO UPDATE SET seq = EXCLUDED.seq`,
    [dirty.map(({ groupId }) => groupId), upTo],
  );
  await endGroups(step, placed, known, gone);
}

async function moveMembers(client: pg.ClientBase, moved: readonly MovedMember[]): Promise<void> {
  await client.query('DELETE FROM group_member WHERE identity_id = ANY($1::bigint[])', [
    moved.map(({ id }) => id),
  ]);
  await copyRows(
    client,
    'group_member',
    ['identity_id', 'group_id'],
    moved.map(({ id, groupId }) => [id, groupId]),
  );
  await moveSaid(
    client,
    moved.filter(({ from }) => from !== undefined),
  );
}

/** What identities say goes where they go. */
async function moveSaid(client: pg.ClientBase, moved: readonly MovedMember[]): Promise<void> {
  if (moved.length === 0) return;
  await client.query(
    `UPDATE live_snapshot l SET group_id = v.group_id
     FROM unnest($1::bigint[], $2::bigint[]) AS v(identity_id, group_id) WHERE l.identity_id = v.identity_id`,
    [moved.map(({ id }) => id), moved.map(({ groupId }) => groupId)],
  );
}

/** Public ids that stand for nothing any more, and those that stand for something again. */
async function endGroups(
  { client, upTo }: GroupingStep,
  placed: readonly PlacedGroup[],
  known: ReadonlyMap<number, KnownGroup>,
  gone: readonly KnownGroup[],
): Promise<void> {
  if (known.size === 0 && gone.length === 0) return;
  const current = new Set(
    placed.filter(({ group }) => group.creates).map(({ group }) => indexable(group.id)),
  );
  const ended = [...known.values()].filter(({ creates, publicId }) => creates && !current.has(publicId));
  const ids = gone.map(({ id }) => id);
  await client.query('DELETE FROM group_dirty WHERE group_id = ANY($1::bigint[])', [ids]);
  await client.query('DELETE FROM group_judged WHERE group_id = ANY($1::bigint[])', [ids]);
  await client.query('DELETE FROM group_end WHERE public_id = ANY($1::text[])', [[...current]]);
  await client.query(
    `INSERT INTO group_end SELECT unnest($1::text[]), $2 ON CONFLICT (public_id) DO UPDATE SET seq = EXCLUDED.seq`,
    [[...new Set(ended.map(({ publicId }) => publicId))], upTo],
  );
}
