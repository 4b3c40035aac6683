import type { Compliance, Instant, Intent, Json, Outcome, Platform, Verdict } from '@ringcheck/model';
import type { FindingInput, PageRequest, Slice } from './types.js';

/** A device as lists show it. */
export interface ListedDevice {
  readonly id: number;
  readonly publicId: string;
  readonly name?: string;
  readonly platform?: Platform;
  readonly osVersion?: string;
  readonly serial?: string;
  readonly udid?: string;
  readonly group?: string;
  readonly intent?: Intent;
  readonly network?: string;
  readonly verdict: Verdict;
  readonly expected?: Verdict;
  readonly compliance?: Compliance;
  readonly coverage: { readonly decided: number; readonly applicable: number };
  readonly worst?: { readonly ruleId: string; readonly outcome: Outcome };
  readonly findings: number;
}

export interface DeviceItem extends ListedDevice {
  readonly aliases: readonly string[];
  readonly fingerprint?: string;
  readonly reviewAt?: Instant;
  readonly firstSeenScan: number;
  readonly vanishedScan?: number;
  readonly updatedAt: Instant;
}

/** Of devices that are alike the one known longest comes first. */
export type DeviceSort = 'verdict' | 'name' | 'id' | 'osVersion';

export interface DeviceFilter {
  readonly verdict?: Verdict;
  readonly compliance?: Compliance;
  readonly platform?: Platform;
  readonly group?: string;
  readonly network?: string;
  /** Devices with an open finding of this rule. */
  readonly ruleId?: string;
  /** Devices with an open finding of this cause. */
  readonly cause?: string;
  /** Devices that this missing thing would decide. */
  readonly gap?: string;
  /** Part of a name, serial number, UDID or public id; case does not matter. */
  readonly text?: string;
}

export interface DevicePageRequest extends PageRequest {
  readonly filter?: DeviceFilter;
  readonly sort?: DeviceSort;
  /** Verdicts as they were at this moment (names and places are today's). */
  readonly asOf?: Instant;
}

export interface Verdicts {
  readonly from: Instant;
  readonly to?: Instant;
  readonly fromScan: number;
  readonly toScan?: number;
  readonly verdict: Verdict;
  readonly expected?: Verdict;
  readonly coverage: { readonly decided: number; readonly applicable: number };
  readonly notes: Json;
  readonly results: Json;
}

export interface StoredFinding extends FindingInput {
  readonly id: number;
  readonly publicId: string;
  readonly from: Instant;
  readonly to?: Instant;
  readonly fromScan: number;
  readonly toScan?: number;
  readonly failingSince: Instant;
}

export interface FindingFilter {
  readonly ruleId?: string;
  readonly outcome?: Outcome;
  readonly cause?: string;
  readonly gap?: string;
  readonly publicId?: string;
}

export interface FindingPageRequest extends PageRequest {
  readonly filter?: FindingFilter;
  readonly asOf?: Instant;
}

/** A page of devices; `total` where it is known without counting: no filter, or one that scans keep count of. */
export interface DevicePage extends Slice<ListedDevice> {
  readonly total?: number;
}

/** A waiver in force, by the rule it names (`*`: all) and the devices it takes; every key given must hold. */
export interface CoveringWaiver {
  readonly rule: string;
  readonly select: {
    /** Platforms as devices have them. */
    readonly platform?: readonly string[];
    /** Globs that ignore case. */
    readonly tags?: readonly string[];
    readonly serials?: readonly string[];
    readonly udids?: readonly string[];
    readonly model?: readonly string[];
    readonly name?: readonly string[];
    readonly site?: readonly string[];
    readonly group?: readonly string[];
  };
}

/** One cause (or gap) with the number of devices it touches. */
export interface CauseCount {
  readonly key: string;
  readonly devices: number;
  readonly findings: number;
  /** One finding of it, to take the title from. */
  readonly sample: StoredFinding;
}
