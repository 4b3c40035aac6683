import type { Dice } from './dice.js';
import { hex } from './dice.js';
import { fleetModels, fleetRegions, fleetSystems, type FleetModel, type FleetRegion } from './models.js';
import type { FleetNetwork } from './networks.js';
import type { FleetProfile } from './profiles.js';

/** One device as it is on one day. */
export interface FleetDevice {
  readonly index: number;
  readonly serial: string;
  readonly udid: string;
  readonly name: string;
  readonly model: FleetModel;
  readonly region: FleetRegion;
  readonly osVersion: string;
  readonly build: string;
  readonly supervised: boolean;
  readonly storageFreeGB: number;
  readonly profiles: readonly FleetProfile[];
  /** `student`, `lab` or none. */
  readonly tag?: 'student' | 'lab';
  /** Absent: nobody knows where it is. */
  readonly network?: FleetNetwork;
  /** Which system reports it. */
  readonly source: 'mdm' | 'jamf';
  /** The device answered the Restrictions command too. */
  readonly answersRestrictions: boolean;
  /** The day on which it last changed; 0: never since the first. */
  readonly changedOn: number;
}

export interface FleetWorld {
  readonly dice: Dice;
  readonly profiles: readonly FleetProfile[];
  readonly networks: readonly FleetNetwork[];
}

/** Departments have profiles in common; so many of them make the number of distinct configurations of a fleet. */
const departments = 40;

type Change = 'storage' | 'system' | 'profiles' | 'place' | 'name';
const changes: readonly (readonly [Change, number])[] = [
  ['storage', 40],
  ['system', 20],
  ['profiles', 15],
  ['place', 20],
  ['name', 5],
];

/** Whether a device changes on a day, and how: the same answer for a fleet of any size. */
export function changeOn(dice: Dice, index: number, day: number, share: number): Change | undefined {
  if (dice.chance('drifts', index, day) >= share) return undefined;
  return dice.pick(changes, 'drift', index, day);
}

/** A device after all changes up to a day. */
export function deviceOn(world: FleetWorld, index: number, day: number, share: number): FleetDevice {
  const times: Record<Change, number> = { storage: 0, system: 0, profiles: 0, place: 0, name: 0 };
  let changedOn = 0;
  for (let each = 1; each <= day; each++) {
    const change = changeOn(world.dice, index, each, share);
    if (change === undefined) continue;
    times[change]++;
    changedOn = each;
  }
  return { ...describe(world, index, times), changedOn };
}

type Times = Readonly<Record<Change, number>>;

function describe(world: FleetWorld, index: number, times: Times): Omit<FleetDevice, 'changedOn'> {
  const { dice } = world;
  const model = dice.pick(
    fleetModels.map((each) => [each, each.weight] as const),
    'model',
    index,
  );
  const region = dice.pick(
    fleetRegions.map((each) => [each, each.weight] as const),
    'region',
    index,
  );
  const department = dice.index(departments, 'department', index);
  const systems = fleetSystems[model.platform];
  const drawn = dice.pick(
    systems.map((each, place) => [place, each[2]] as const),
    'system',
    index,
  );
  const [osVersion, build] = systems[Math.max(0, drawn - times.system)] ?? ['26.1', ''];
  const supervised = dice.chance('supervised', index) < (model.platform === 'macOS' ? 0.7 : 0.9);
  const tag = tagOf(department, model);
  const network = networkOf(world, department, index, times.place);
  return {
    index,
    serial: `XF${hex(index * 7 + 0x100000, 8)}`,
    udid: `00008888-${hex(index, 16)}`,
    name: `${tag ?? 'staff'} ${model.name} ${index}${times.name === 0 ? '' : ` (${times.name})`}`,
    model,
    region,
    osVersion,
    build,
    supervised,
    storageFreeGB: storageOf(dice, model, index, times.storage),
    profiles: profilesOf(world, { model, department, index, swaps: times.profiles }),
    ...(tag === undefined ? {} : { tag }),
    ...(network === undefined ? {} : { network }),
    source: dice.chance('source', index) < 0.7 || model.platform !== 'iPadOS' ? 'mdm' : 'jamf',
    answersRestrictions: model.platform !== 'macOS' && dice.chance('answers', index) < 0.1,
  };
}

function tagOf(department: number, { platform }: FleetModel): FleetDevice['tag'] {
  if (platform === 'macOS') return department % 8 === 3 ? 'lab' : undefined;
  return department % 2 === 0 && platform !== 'tvOS' ? 'student' : undefined;
}

/** A few devices are almost full; the rest is spread evenly. Hundredths of a gigabyte, as devices answer. */
function storageOf(dice: Dice, { capacityGB }: FleetModel, index: number, times: number): number {
  const full = dice.chance('full', index, times);
  const share = dice.chance('storage', index, times);
  const free = full < 0.015 ? share : full < 0.03 ? 1 + share : 2 + share * (capacityGB * 0.8 - 2);
  return Math.round(free * 100) / 100;
}

function networkOf(
  { dice, networks }: FleetWorld,
  department: number,
  index: number,
  moves: number,
): FleetNetwork | undefined {
  if (dice.chance('placed', index) < 0.05) return undefined;
  const home = department % Math.max(1, networks.length);
  const place = moves === 0 ? home : home + dice.index(networks.length, 'moved', index, moves);
  return networks[place % networks.length];
}

interface Bundle {
  readonly model: FleetModel;
  readonly department: number;
  readonly index: number;
  readonly swaps: number;
}

/** Two to five profiles of the department, and for one device in ten one more of its own. */
function profilesOf({ dice, profiles }: FleetWorld, bundle: Bundle): readonly FleetProfile[] {
  const { model, department, index, swaps } = bundle;
  const fitting = profiles
    .filter(({ platforms }) => platforms.includes(model.platform))
    .map((profile) => [profile, profile.weight] as const);
  if (fitting.length === 0) return [];
  const chosen = new Set<FleetProfile>();
  const add = (...asked: readonly (string | number)[]): void => {
    chosen.add(dice.pick(fitting, ...asked));
  };
  const count = 2 + dice.index(4, 'bundle', department);
  for (let place = 0; place < count; place++) add('bundle', department, model.platform, place);
  if (swaps > 0 || dice.chance('extra', index) < 0.1) add('extra', index % 200, swaps);
  return [...chosen].sort((a, b) => (a.identifier < b.identifier ? -1 : 1));
}
