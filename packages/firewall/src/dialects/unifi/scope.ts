import { type Json, member, textOf } from '../../json.js';
import type { PolicyBuilder } from '../builder.js';

export interface UnifiNetwork {
  readonly name: string;
  readonly prefix: string;
  /** The address of the gateway in it. */
  readonly gateway: string;
}

/** What rules point to by id, as far as it is in the same document. */
export interface UnifiScope {
  readonly groups: ReadonlyMap<string, Json>;
  readonly networks: ReadonlyMap<string, UnifiNetwork>;
}

export function scopeOf(all: readonly Json[]): UnifiScope {
  const idOf = (item: Json): string => textOf(member(item, '_id'));
  return {
    groups: new Map(
      all
        .filter((item) => member(item, 'group_members') !== undefined)
        .map((item) => [idOf(item), item] as const),
    ),
    networks: new Map(
      all
        .filter((item) => textOf(member(item, 'ip_subnet')).includes('/'))
        .map((item) => {
          const prefix = textOf(member(item, 'ip_subnet'));
          const name = textOf(member(item, 'name'));
          return [idOf(item), { name, prefix, gateway: prefix.split('/')[0] ?? '' }] as const;
        }),
    ),
  };
}

/** The site's settings say whether the gateway rewrites SIP. */
export function noteHelper(builder: PolicyBuilder, all: readonly Json[]): void {
  for (const item of all) {
    const isOn = member(item, 'sip_module');
    if (typeof isOn === 'boolean') builder.sipHelper(isOn, 1, `sip_module ${String(isOn)}`);
  }
}
