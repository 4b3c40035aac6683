import type { DeviceRecord, InstalledApp, Instant, ListedProfile, Position, Value } from '@ringcheck/model';
import { ClaimBuilder } from '../facts/claim-builder.js';
import { identityOf } from '../facts/identity.js';
import { platformOf, platformOfAny } from '../facts/platform-of.js';
import { readTime, type DateOrder } from '../facts/instant.js';
import { subscriptionOf } from '../facts/subscriptions.js';
import { isUnknownWord } from '../facts/vocabulary.js';
import { columnReaders, freeColumns, tagList } from './column-facts.js';
import type { ColumnId } from './headings.js';
import type { RowProblems } from './row-problems.js';

/** A filled cell of a known column. */
export interface FilledCell {
  readonly id: ColumnId;
  readonly heading: string;
  readonly text: string;
  readonly at: () => Position;
}

const lineKeys = new Map<ColumnId, string>([
  ['currentMcc', 'CurrentMCC'],
  ['currentMnc', 'CurrentMNC'],
  ['homeMcc', 'SubscriberMCC'],
  ['currentCarrier', 'CurrentCarrierNetwork'],
  ['homeCarrier', 'SubscriberCarrierNetwork'],
  ['phone', 'PhoneNumber'],
  ['iccid', 'ICCID'],
  ['roaming', 'IsRoaming'],
]);

/** What the rows of one device say; continuation rows are added to the record of the row above. */
export class DeviceRows {
  private readonly claims = new ClaimBuilder();
  private readonly profiles: ListedProfile[] = [];
  private readonly apps: InstalledApp[] = [];
  private readonly groups: string[] = [];
  private inventoryTime: Instant | undefined;
  private contactTime: Instant | undefined;
  private placement: { group?: string; network?: string } = {};
  private ids = new Map<ColumnId, string>();
  private isWish = false;
  private profilesAt: Position | undefined;
  private appsAt: Position | undefined;
  private groupsAt: Position | undefined;

  constructor(
    private readonly at: Position,
    private readonly problems: RowProblems,
    private readonly dates?: DateOrder,
  ) {}

  /** Reads the cells of a row. */
  add(cells: readonly FilledCell[]): void {
    for (const cell of cells) this.addCell(cell);
    this.addLine(cells);
    this.addPlatform(cells);
    this.addApp(cells);
    this.addProfile(cells);
  }

  private addCell(cell: FilledCell): void {
    const reader = columnReaders.get(cell.id);
    if (reader !== undefined) {
      const isRead = reader(valueOf(cell), this.claims, cell.heading);
      if (!isRead && !freeColumns.has(cell.id)) this.problems.unreadable(cell);
      return;
    }
    switch (cell.id) {
      case 'inventoryTime':
        this.inventoryTime ??= this.time(cell);
        break;
      case 'contactTime':
        this.contactTime ??= this.time(cell);
        break;
      case 'group':
      case 'network':
        this.placement = { ...this.placement, [cell.id]: cell.text.trim() };
        break;
      case 'groupName':
        this.groups.push(
          ...(cell.text.startsWith('[') ? (tagList(valueOf(cell)) ?? []) : [cell.text.trim()]),
        );
        this.groupsAt ??= cell.at();
        break;
      case 'profileNames':
        this.addProfileNames(cell);
        break;
      default:
        if (!this.ids.has(cell.id)) this.ids.set(cell.id, cell.text);
    }
  }

  private time(cell: FilledCell): Instant | undefined {
    const reading = readTime(cell.text, this.dates);
    if (reading.kind === 'instant' && !reading.hasZone) this.problems.withoutZone(cell);
    if (reading.kind === 'ambiguous') this.problems.ambiguousTime(cell);
    if (reading.kind === 'unreadable' && !isUnknownWord(cell.text)) this.problems.unreadable(cell);
    return reading.kind === 'instant' ? reading.value : undefined;
  }

  private addLine(cells: readonly FilledCell[]): void {
    const entries = cells.flatMap((cell) => {
      const key = lineKeys.get(cell.id);
      const at = key === undefined ? undefined : cell.at();
      return key === undefined || at === undefined ? [] : [{ key, value: valueOf(cell), keyAt: at }];
    });
    const [first] = entries;
    if (first === undefined) return;
    const line = subscriptionOf({ type: 'dict', entries, at: first.keyAt });
    if (line !== undefined) this.claims.add('subscriptions', [line], first.keyAt, 'ICCID');
  }

  /** The hardware tells more than the name of the system, which calls old iPads iOS. */
  private addPlatform(cells: readonly FilledCell[]): void {
    for (const id of ['productName', 'modelName', 'platform', 'osVersion'] as const) {
      const cell = cells.find((candidate) => candidate.id === id);
      const platform = cell === undefined ? undefined : platformOf(cell.text);
      if (cell !== undefined && platform !== undefined) {
        this.claims.add('platform', platform, cell.at(), cell.heading);
        return;
      }
    }
    const stated = cells.find((cell) => cell.id === 'platform');
    if (stated !== undefined && platformOfAny([stated.text]) === undefined && !isUnknownWord(stated.text))
      this.problems.unreadable(stated);
  }

  private addApp(cells: readonly FilledCell[]): void {
    const name = cells.find((cell) => cell.id === 'appName');
    const bundleId = cells.find((cell) => cell.id === 'appId');
    const version = cells.find((cell) => cell.id === 'appVersion');
    const first = name ?? bundleId;
    if (first === undefined) return;
    this.appsAt ??= first.at();
    this.apps.push({
      ...(bundleId === undefined ? {} : { bundleId: bundleId.text.trim() }),
      ...(name === undefined ? {} : { name: name.text.trim() }),
      ...(version === undefined ? {} : { version: version.text.trim() }),
    });
  }

  private addProfile(cells: readonly FilledCell[]): void {
    const name = cells.find((cell) => cell.id === 'profileName');
    const id = cells.find((cell) => cell.id === 'profileId');
    const first = name ?? id;
    if (first === undefined) return;
    this.profilesAt ??= first.at();
    const identifier = id !== undefined && id.text.includes('.') ? id.text.trim() : undefined;
    this.profiles.push({
      ...(identifier === undefined ? {} : { identifier }),
      ...(name === undefined ? {} : { displayName: name.text.trim() }),
      channel: { kind: 'device' },
      at: first.at(),
      path: first.heading,
    });
  }

  /** Jamf School's list names what a device is meant to carry. */
  private addProfileNames(cell: FilledCell): void {
    this.isWish = true;
    this.profilesAt ??= cell.at();
    for (const displayName of tagList(valueOf(cell)) ?? [])
      this.profiles.push({ displayName, channel: { kind: 'device' }, at: cell.at(), path: cell.heading });
  }

  /** Undefined when no row named the device. `listsProfiles`: the table has a column of profiles. */
  build(options: { readonly creates: boolean; readonly listsProfiles: boolean }): DeviceRecord | undefined {
    const identity = identityOf({
      serial: this.ids.get('serial'),
      udid: this.ids.get('udid'),
      vendorId: vendorIdOf(this.ids),
    });
    if (identity === undefined) return undefined;
    if (this.apps.length > 0) this.claims.add('apps', this.apps, this.appsAt ?? this.at, 'Application Title');
    if (this.groups.length > 0) this.claims.add('tags', this.groups, this.groupsAt ?? this.at, 'Group');
    const observedAt = this.inventoryTime ?? this.contactTime;
    return {
      identity,
      creates: options.creates,
      basis: 'reported',
      ...(observedAt === undefined ? {} : { observedAt }),
      claims: this.claims.build(),
      ...(options.listsProfiles ? { profiles: this.listing() } : {}),
      ...(Object.keys(this.placement).length === 0 ? {} : { placement: this.placement }),
      at: this.at,
    };
  }

  private listing(): NonNullable<DeviceRecord['profiles']> {
    return {
      basis: this.isWish ? 'assigned' : 'installed',
      channel: { kind: 'device' },
      profiles: this.profiles,
      at: this.profilesAt ?? this.at,
    };
  }
}

function valueOf(cell: FilledCell): Value {
  return { type: 'string', value: cell.text, at: cell.at() };
}

function vendorIdOf(ids: ReadonlyMap<ColumnId, string>): string | undefined {
  const mobile = ids.get('jamfMobileId')?.trim();
  if (mobile !== undefined && /^\d{1,10}$/.test(mobile)) return `jamf:mobile-${mobile}`;
  const computer = ids.get('jamfComputerId')?.trim();
  return computer !== undefined && /^\d{1,10}$/.test(computer) ? `jamf:macos-${computer}` : undefined;
}
