import { deviceOn, type FleetDevice, type FleetWorld } from './devices.js';
import { diceOf } from './dice.js';
import { firewallText, fleetNetworks, policyText, type FleetNetwork } from './networks.js';
import { fleetProfiles, mobileconfigOf, type FleetProfile } from './profiles.js';
import { inventoryHead, inventoryLine, jamfPageOf, repliesOf } from './replies.js';

export interface FleetOptions {
  readonly devices: number;
  /** Another number, another fleet. Default 1. */
  readonly seed?: number;
  /** Distinct configuration profiles. Default 60. */
  readonly profiles?: number;
  /** Networks of the policy. Default 20. */
  readonly networks?: number;
  /** Part of the devices that change from one day to the next. Default 0.01. */
  readonly drift?: number;
  /** When day 0 was exported, ISO 8601. Default 20 November 2026, three in the morning, UTC. */
  readonly firstDay?: string;
  /** Devices of one export file. Default 1,000. */
  readonly page?: number;
}

/** One file as an admin would upload it; its bytes are made when they are asked for. */
export interface FleetFile {
  readonly path: string;
  readonly bytes: () => Uint8Array;
}

/** A made-up fleet: the same options give the same bytes, and a device is the same in a fleet of any size. */
export interface Fleet {
  readonly profiles: readonly FleetProfile[];
  readonly networks: readonly FleetNetwork[];
  /** A device as it is on a day; day 0 is the first. */
  readonly device: (index: number, day?: number) => FleetDevice;
  /** Everything a nightly export of that day holds, with policy, profiles and firewalls. */
  readonly files: (day?: number) => Iterable<FleetFile>;
  /** Exports of those devices only that changed on that day. */
  readonly changes: (day: number) => Iterable<FleetFile>;
}

/** Make a fleet. Throws RangeError when a number makes no sense. */
export function fleetOf(options: FleetOptions): Fleet {
  const { devices, seed = 1, profiles = 60, networks = 20, drift = 0.01, page = 1_000, firstDay } = options;
  for (const [name, value] of Object.entries({ devices, profiles, networks, page })) {
    if (!Number.isSafeInteger(value) || value < (name === 'page' ? 1 : 0))
      throw new RangeError(`${name} must be a whole number, not ${value}`);
  }
  const world: FleetWorld = {
    dice: diceOf(seed),
    profiles: fleetProfiles(profiles),
    networks: fleetNetworks(networks),
  };
  const device = (index: number, day = 0): FleetDevice => deviceOn(world, index, day, drift);
  return {
    profiles: world.profiles,
    networks: world.networks,
    device,
    *files(day = 0) {
      yield* worldFiles(world);
      yield* pages(
        range(devices, page, (index) => device(index, day)),
        dayText(day, firstDay),
        '',
      );
    },
    *changes(day) {
      const changed: FleetDevice[] = [];
      for (let index = 0; index < devices; index++) {
        const each = device(index, day);
        if (each.changedOn === day && day > 0) changed.push(each);
      }
      yield* pages(chunksOf(changed, page), dayText(day, firstDay), `changes-${day}/`);
    },
  };
}

function* worldFiles({ profiles, networks }: FleetWorld): Generator<FleetFile> {
  yield textFile('ringcheck.yaml', () => policyText(networks));
  for (const network of networks)
    if (network.firewall !== undefined) yield textFile(network.firewall, () => firewallText(network));
  for (const profile of profiles) {
    yield {
      path: `profiles/${profile.identifier}.mobileconfig`,
      bytes: () => mobileconfigOf(profile),
    };
  }
}

/** Three files per page: what devices answered, what the inventory system says, and where they were seen. */
function* pages(
  chunks: Iterable<() => readonly FleetDevice[]>,
  at: string,
  folder: string,
): Generator<FleetFile> {
  let number = 0;
  for (const chunk of chunks) {
    const name = String(++number).padStart(4, '0');
    const bySource = (source: FleetDevice['source']) => chunk().filter((each) => each.source === source);
    yield { path: `${folder}mdm/replies-${name}.plist`, bytes: () => repliesOf(bySource('mdm')) };
    yield textFile(`${folder}jamf/mobile-devices-${name}.json`, () => jamfPageOf(bySource('jamf'), at));
    yield textFile(
      `${folder}inventory-${name}.csv`,
      () =>
        inventoryHead +
        chunk()
          .map((each) => inventoryLine(each, at))
          .join(''),
    );
  }
}

function* range(
  count: number,
  size: number,
  make: (index: number) => FleetDevice,
): Generator<() => readonly FleetDevice[]> {
  for (let start = 0; start < count; start += size) {
    const length = Math.min(size, count - start);
    yield () => Array.from({ length }, (_, place) => make(start + place));
  }
}

function* chunksOf(devices: readonly FleetDevice[], size: number): Generator<() => readonly FleetDevice[]> {
  for (let start = 0; start < devices.length; start += size) yield () => devices.slice(start, start + size);
}

function textFile(path: string, text: () => string): FleetFile {
  return { path, bytes: () => new TextEncoder().encode(text()) };
}

const usualFirstDay = '2026-11-20T03:00:00.000Z';

/** When the export of a day was taken: a day after the one before. */
export function dayText(day: number, firstDay = usualFirstDay): string {
  return new Date(Date.parse(firstDay) + day * 86_400_000).toISOString().replace('.000Z', 'Z');
}
