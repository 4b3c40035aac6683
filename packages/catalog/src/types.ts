import type { SchemaPlatform, ValueType } from '@ringcheck/model';

/**
 * On one platform: since when a payload or key exists and what it demands.
 * Versions are OS versions of that platform (`13.0`).
 */
export interface Support {
  readonly introduced: string;
  readonly deprecated?: string;
  readonly removed?: string;
  /**
   * `true`, or the OS version from which supervision is demanded (`13.0` for allowVideoConferencing), or the one
   * from which it no longer is (`16.0` for content filters).
   */
  readonly supervised?: boolean | { readonly from: string } | { readonly until: string };
  /** Apple User Enrollment; default `allowed`. */
  readonly userEnrolment?: 'allowed' | 'forbidden';
  /** Macs: valid on the user channel / with PayloadScope User; default true. */
  readonly userChannel?: boolean;
  readonly deviceChannel?: boolean;
  /** Shared iPad: which channels may carry it; default both. */
  readonly sharedIpad?: 'both' | 'device' | 'user' | 'none';
  /** False: only an MDM server may install it. Default true. */
  readonly manualInstall?: boolean;
  readonly needsUserApprovedMdm?: boolean;
}

/** How values of one key from several payloads make one. `single`: the payload type may stand once only. */
export type Combine =
  | 'and' // allow keys: one false wins
  | 'or' // force keys: one true wins
  | 'min'
  | 'max'
  | 'intersection'
  | 'union'
  | 'last'
  | 'single'
  | 'each'; // every payload acts on its own (VPN, Wi-Fi, filters)

/** How a key bears on FaceTime: it can block by itself, it hinders or helps, or it merely looks related. */
export type Bearing = 'direct' | 'indirect' | 'none';

export interface CatalogKey {
  /** Path from the payload: `allowCamera`, `VPN.IncludeAllNetworks`, `Applications[].BundleID`. */
  readonly key: string;
  readonly type: ValueType;
  readonly combine: Combine;
  /** Where it differs from the payload's own support; a platform absent here is unsupported. */
  readonly platforms: Partial<Record<SchemaPlatform, Support>>;
  /** The value in force when nobody sets the key. */
  readonly defaultValue?: boolean | number | string;
  readonly bearing: Bearing;
  /** Removed by the decoder: a password, secret, private key. */
  readonly sensitive?: boolean;
  /** The newer name of the same list, which feeds the same restriction. */
  readonly renamedTo?: string;
  readonly title: string;
}

export interface CatalogPayload {
  readonly type: string;
  readonly title: string;
  /** False: a second payload of the type is refused by the device. */
  readonly multiple: boolean | Partial<Record<SchemaPlatform, boolean>>;
  readonly platforms: Partial<Record<SchemaPlatform, Support>>;
  readonly keys: readonly CatalogKey[];
  /** Whether a payload of this type can stop or limit FaceTime by a decisive restriction (DESIGN: "could hold a blocking key"). */
  readonly canBlock: boolean;
  /** Apple's page on the payload. */
  readonly page: string;
}
