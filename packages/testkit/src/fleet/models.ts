import type { Platform } from '@ringcheck/model';

/** One kind of device, with what its MDM answers say of it. */
export interface FleetModel {
  readonly platform: Extract<Platform, 'iOS' | 'iPadOS' | 'macOS' | 'tvOS'>;
  readonly product: string;
  readonly name: string;
  readonly part: string;
  readonly capacityGB: number;
  readonly cellular: boolean;
  readonly weight: number;
}

const model = (
  platform: FleetModel['platform'],
  [product, name, part]: readonly [product: string, name: string, part: string],
  capacityGB: number,
  cellular: boolean,
  weight: number,
): FleetModel => ({ platform, product, name, part, capacityGB, cellular, weight });

/** A school and company mix: mostly iPads and iPhones, a quarter Macs, a few rooms. */
export const fleetModels: readonly FleetModel[] = [
  model('iPadOS', ['iPad13,18', 'iPad', 'MPQ03'], 64, false, 24),
  model('iPadOS', ['iPad12,1', 'iPad', 'MK2K3'], 64, false, 14),
  model('iPadOS', ['iPad14,8', 'iPad Air', 'MUWC3'], 128, false, 5),
  model('iPadOS', ['iPad13,2', 'iPad Air', 'MYH12'], 64, true, 3),
  model('iOS', ['iPhone15,4', 'iPhone', 'MTP03'], 128, true, 12),
  model('iOS', ['iPhone14,7', 'iPhone', 'MPUF3'], 128, true, 9),
  model('iOS', ['iPhone14,6', 'iPhone SE', 'MMXF3'], 64, true, 6),
  model('macOS', ['Mac14,2', 'MacBook Air', 'MLY33'], 256, false, 14),
  model('macOS', ['Mac15,3', 'MacBook Pro', 'MR7J3'], 512, false, 6),
  model('macOS', ['MacBookPro16,2', 'MacBook Pro', 'MWP42'], 512, false, 3),
  model('tvOS', ['AppleTV14,1', 'Apple TV', 'MN873'], 64, false, 4),
];

/** Versions met in a fleet, newest first, with their builds. */
export const fleetSystems: Readonly<
  Record<FleetModel['platform'], readonly (readonly [version: string, build: string, weight: number])[]>
> = {
  iOS: [
    ['26.1', '23B85', 46],
    ['26.0.1', '23A355', 18],
    ['18.7.2', '22H124', 20],
    ['17.7.2', '21H221', 10],
    ['16.7.10', '20H350', 6],
  ],
  iPadOS: [
    ['26.1', '23B85', 40],
    ['26.0.1', '23A355', 16],
    ['18.7.2', '22H124', 26],
    ['17.7.10', '21H450', 12],
    ['16.7.10', '20H350', 6],
  ],
  macOS: [
    ['26.1', '25B78', 38],
    ['15.7.2', '24G325', 36],
    ['14.8.2', '23J126', 18],
    ['13.7.8', '22H730', 8],
  ],
  tvOS: [
    ['26.1', '23J582', 70],
    ['18.6', '22M84', 30],
  ],
};

/** Where devices were sold and where their lines are: suffix of the part number, country and network codes, time zone. */
export interface FleetRegion {
  readonly suffix: string;
  readonly mcc: string;
  readonly mnc: string;
  readonly timeZone: string;
  readonly weight: number;
}

export const fleetRegions: readonly FleetRegion[] = [
  { suffix: 'LL/A', mcc: '310', mnc: '260', timeZone: 'America/New_York', weight: 60 },
  { suffix: 'FD/A', mcc: '262', mnc: '01', timeZone: 'Europe/Berlin', weight: 22 },
  { suffix: 'B/A', mcc: '234', mnc: '15', timeZone: 'Europe/London', weight: 14 },
  { suffix: 'AE/A', mcc: '424', mnc: '02', timeZone: 'Asia/Dubai', weight: 2 },
  { suffix: 'CH/A', mcc: '460', mnc: '00', timeZone: 'Asia/Shanghai', weight: 2 },
];
