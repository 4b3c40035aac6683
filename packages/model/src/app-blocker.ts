import type { DeviceIdentity } from './document.js';
import type { Position } from './position.js';

/** Devices and groups as a management server names them in the scope of an item. */
export interface AppBlockerTargets {
  readonly devices: readonly DeviceIdentity[];
  /** Names of groups, blueprints or tags. */
  readonly groups: readonly string[];
  /** More conditions stand there that no device record answers: buildings, users, network segments… */
  readonly hasOther: boolean;
}

/** Which devices of the server an item is for. */
export interface AppBlockerScope extends AppBlockerTargets {
  /** Every computer of the server. */
  readonly all: boolean;
  /** False where the document leaves the scope out. */
  readonly isStated: boolean;
  /** Only computers of this site. */
  readonly site?: string;
  readonly exclusions: AppBlockerTargets;
}

/** An item of a management server that ends an application on a Mac when it is opened. */
export interface AppBlocker {
  /** `jamf`, `kandji`: the vendor whose devices the scope speaks of. */
  readonly vendor: string;
  /** What the vendor calls such items, `Restricted Software of Jamf Pro`. */
  readonly by: string;
  readonly name: string;
  /** Which of the application's names is compared. */
  readonly compares: 'process' | 'path' | 'bundle-id' | 'developer-id';
  readonly pattern: string;
  readonly match: 'exact' | 'contains' | 'regex';
  /** False where it only tells somebody. */
  readonly ends: boolean;
  readonly scope: AppBlockerScope;
  readonly at: Position;
  readonly path: string;
}
