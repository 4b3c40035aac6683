import { compareText, normaliseSerial, udidKey, type DeviceIdentity } from '@ringcheck/model';

export { compareText, normaliseSerial, udidKey };

/** The identity columns of one device record; `key` names the record (`<sha256>#<index>`). */
export interface IdentityRow {
  readonly key: string;
  readonly identity: DeviceIdentity;
  /** False for records that enrich a device and never create one. */
  readonly creates: boolean;
}

/** Records that speak of one device. */
export interface DeviceGroup {
  /** `serial:…`, else `udid:…`, else `enrolment:…`, else `<vendor>:…`. */
  readonly id: string;
  /** Weaker names of the same device, sorted. */
  readonly aliases: readonly string[];
  readonly identity: DeviceIdentity;
  readonly keys: readonly string[];
  /** Set when one serial number was seen with several UDIDs: the records were kept apart. */
  readonly contestedSerial?: string;
}

class Union {
  private readonly parents: number[];
  constructor(size: number) {
    this.parents = Array.from({ length: size }, (_, i) => i);
  }
  find(i: number): number {
    let root = i;
    while (this.parents[root] !== root) root = this.parents[root] ?? root;
    let walk = i;
    while (walk !== root) {
      const next = this.parents[walk] ?? root;
      this.parents[walk] = root;
      walk = next;
    }
    return root;
  }
  join(a: number, b: number): void {
    const left = this.find(a);
    const right = this.find(b);
    if (left !== right) this.parents[Math.max(left, right)] = Math.min(left, right);
  }
}

/** Serial numbers claimed with two or more different UDIDs: an export error, or a swapped logic board. */
function contestedSerials(rows: readonly IdentityRow[], known: ReadonlySet<string>): ReadonlySet<string> {
  const udidOf = new Map<string, string>();
  const contested = new Set<string>(known);
  for (const { identity } of rows) {
    if (identity.serial === undefined || identity.udid === undefined) continue;
    const serial = normaliseSerial(identity.serial);
    const udid = udidKey(identity.udid);
    const seen = udidOf.get(serial);
    if (seen === undefined) udidOf.set(serial, udid);
    else if (seen !== udid) contested.add(serial);
  }
  return contested;
}

function namesOf(identity: DeviceIdentity, contested: ReadonlySet<string>): string[] {
  const names: string[] = [];
  if (identity.serial !== undefined) {
    const serial = normaliseSerial(identity.serial);
    if (!contested.has(serial) || identity.udid === undefined) names.push(`serial:${serial}`);
  }
  if (identity.udid !== undefined) names.push(`udid:${udidKey(identity.udid)}`);
  if (identity.enrolmentId !== undefined) names.push(`enrolment:${identity.enrolmentId}`);
  if (identity.vendorId !== undefined) names.push(identity.vendorId);
  return names;
}

/** Records that speak of one device, or of one that no record creates yet. */
export interface IdentityGroup extends DeviceGroup {
  readonly creates: boolean;
}

/**
 * Sort records into devices by serial number, UDID, enrolment id and vendor id, in that order of strength.
 * The result does not depend on the order of rows; groups that no record may create are left out.
 */
export function groupRecords(rows: readonly IdentityRow[]): DeviceGroup[] {
  return groupIdentities(rows)
    .filter(({ creates }) => creates)
    .map(({ creates: _creates, ...group }) => group);
}

/**
 * All groups, also those that no record may create. `contested` are normalised serial numbers known to come with
 * several UDIDs beyond what these rows show: with them a part of all rows, closed under shared names, is sorted as it
 * would be among all.
 */
export function groupIdentities(
  rows: readonly IdentityRow[],
  known: ReadonlySet<string> = new Set(),
): IdentityGroup[] {
  const ordered = [...rows].sort((a, b) => compareText(a.key, b.key));
  const contested = contestedSerials(ordered, known);
  const union = new Union(ordered.length);
  const first = new Map<string, number>();
  ordered.forEach((row, index) => {
    for (const name of namesOf(row.identity, contested)) {
      const seen = first.get(name);
      if (seen === undefined) first.set(name, index);
      else union.join(seen, index);
    }
  });
  const members = new Map<number, IdentityRow[]>();
  ordered.forEach((row, index) => {
    const root = union.find(index);
    const list = members.get(root);
    if (list) list.push(row);
    else members.set(root, [row]);
  });
  return [...members.values()]
    .map((group) => ({ ...describe(group, contested), creates: group.some((row) => row.creates) }))
    .sort((a, b) => compareText(a.id, b.id));
}

function describe(group: readonly IdentityRow[], contested: ReadonlySet<string>): DeviceGroup {
  const pick = (field: keyof DeviceIdentity): string | undefined =>
    group.flatMap((row) => row.identity[field] ?? []).sort(compareText)[0];
  const givenSerial = pick('serial');
  const serial = givenSerial === undefined ? undefined : normaliseSerial(givenSerial);
  const udid = pick('udid');
  const enrolmentId = pick('enrolmentId');
  const vendorId = pick('vendorId');
  const isContested = serial !== undefined && contested.has(serial) && udid !== undefined;
  const names = [
    ...(serial !== undefined && !isContested ? [`serial:${serial}`] : []),
    ...(udid !== undefined ? [`udid:${udid}`] : []),
    ...(enrolmentId !== undefined ? [`enrolment:${enrolmentId}`] : []),
    ...(vendorId !== undefined ? [vendorId] : []),
  ];
  const [id = `record:${group[0]?.key ?? ''}`, ...aliases] = names;
  return {
    id,
    aliases: aliases.sort(compareText),
    identity: {
      ...(serial === undefined ? {} : { serial }),
      ...(udid === undefined ? {} : { udid }),
      ...(enrolmentId === undefined ? {} : { enrolmentId }),
      ...(vendorId === undefined ? {} : { vendorId }),
    },
    keys: group.map((row) => row.key),
    ...(isContested ? { contestedSerial: serial } : {}),
  };
}
