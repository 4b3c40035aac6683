import type { SchemaPlatform, ValueType } from '@ringcheck/model';
import type { Bearing, CatalogKey, CatalogPayload, Combine, Support } from './types.js';

type Platforms = Partial<Record<SchemaPlatform, Support>>;
type Limits = Omit<Support, 'introduced'>;

/** Demands that recur in Apple's schema. */
export const supervised: Limits = { supervised: true };
export const notUserEnrolled: Limits = { userEnrolment: 'forbidden' };
export const supervisedOnly: Limits = { ...supervised, ...notUserEnrolled };
export const deviceChannel: Limits = { userChannel: false };
export const sharedIpadDevice: Limits = { sharedIpad: 'device' };
export const mdmOnly: Limits = { manualInstall: false };

/** Support on one platform since a version, with what it demands. */
export function since(introduced: string, ...limits: readonly Limits[]): Support {
  return Object.assign({ introduced }, ...limits) as Support;
}

const page = 'https://developer.apple.com/documentation/devicemanagement/';

/** One payload type; `page` is the last part of the address of Apple's page, or a whole address. */
export function definePayload(
  type: string,
  title: string,
  spec: {
    readonly page: string;
    readonly platforms: Platforms;
    readonly keys?: readonly KeyOf[];
    readonly multiple?: CatalogPayload['multiple'];
    readonly canBlock?: boolean;
  },
): CatalogPayload {
  return {
    type,
    title,
    multiple: spec.multiple ?? true,
    platforms: spec.platforms,
    keys: (spec.keys ?? []).map((make) => make(spec.platforms)),
    canBlock: spec.canBlock ?? false,
    page: spec.page.startsWith('https:') ? spec.page : `${page}${spec.page}`,
  };
}

/** A key that takes its payload's platforms where it has none of its own. */
export type KeyOf = (platforms: Platforms) => CatalogKey;

interface KeySpec {
  readonly on?: Platforms;
  readonly combine?: Combine;
  readonly default?: boolean | number | string;
  readonly bearing?: Bearing;
  readonly renamedTo?: string;
  readonly sensitive?: boolean;
}

/** One key; by default every payload acts on its own and the key has no bearing on FaceTime. */
export function defineKey(key: string, type: ValueType, title: string, spec: KeySpec = {}): KeyOf {
  return (platforms) => ({
    key,
    type,
    title,
    combine: spec.combine ?? 'each',
    bearing: spec.bearing ?? 'none',
    platforms: spec.on ?? platforms,
    ...(spec.default === undefined ? {} : { defaultValue: spec.default }),
    ...(spec.renamedTo === undefined ? {} : { renamedTo: spec.renamedTo }),
    ...(spec.sensitive === true ? { sensitive: true } : {}),
  });
}

/** A value the decoder must take out. */
export function secretKey(key: string, title: string, type: ValueType = 'string'): KeyOf {
  return defineKey(key, type, title, { sensitive: true });
}

/** An allow key of Restrictions: true by default, one false wins. */
export function allowKey(key: string, title: string, bearing: Bearing, on: Platforms): KeyOf {
  return defineKey(key, 'boolean', title, { on, combine: 'and', default: true, bearing });
}

/** A force key of Restrictions: false by default, one true wins. */
export function forceKey(
  key: string,
  title: string,
  bearing: Bearing,
  on: Platforms,
  renamedTo?: string,
): KeyOf {
  return defineKey(key, 'boolean', title, {
    on,
    combine: 'or',
    default: false,
    bearing,
    ...(renamedTo === undefined ? {} : { renamedTo }),
  });
}
