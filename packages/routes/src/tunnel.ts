import type { AddressSet } from '@ringcheck/firewall';
import type { Situations } from './on-demand.js';

/** `excluded`: a rule of the tunnel keeps it out; `depends`: what decides is not in the document. */
export type Way = 'direct' | 'tunnel' | 'excluded' | 'depends';

export const reasons = [
  'all-networks',
  'override-primary',
  'always-on',
  'allowed-prefix',
  'default-route',
  'route',
  'ipv6-refused',
  'net-gateway',
  'app-exception',
  'push-excluded',
  'local-excluded',
  'not-listed',
  'not-used',
  'managed-apps-only',
  'never-up',
  'name-not-matched',
  'name-excluded',
  'relay',
  'on-demand',
  'by-hand',
  'by-address',
  'server-routes',
  'enforced-routes',
  'extension-decides',
  'app-mapping',
  'platform-default',
  'unread-entry',
] as const;
export type Reason = (typeof reasons)[number];

/** Why a way is taken, and where that stands. */
export interface Because {
  readonly id: Reason;
  /** Key of the payload, `IKEv2.IncludeAllNetworks`. */
  readonly key?: string;
  /** Line of a configuration in text. */
  readonly line?: number;
  /** What is written there. */
  readonly text?: string;
}

/** Addresses that take one way; of several stretches the first that holds an address decides. */
export interface Stretch {
  readonly addresses: AddressSet;
  readonly way: Way;
  readonly because: Because;
}

/** An entry that was not understood; nothing is concluded from it. */
export interface UnreadEntry {
  readonly line?: number;
  readonly key?: string;
  readonly text: string;
}

/** How a tunnel takes traffic while it is up. */
export interface Tunnel {
  /** `IKEv2`, `wireguard`, `relay`… */
  readonly kind: string;
  readonly stretches: readonly Stretch[];
  /** For addresses in no stretch. */
  readonly otherwise: { readonly way: Way; readonly because: Because };
  /** The push service goes past the tunnel whatever its addresses are. */
  readonly push?: Because;
  /** Devices of the same network; absent where they are as any address. */
  readonly local?: { readonly way: Way; readonly because: Because };
  /** By names instead of addresses, where the tunnel goes by them. */
  readonly byName?: (name: string) => { readonly way: Way; readonly because: Because } | undefined;
  readonly situations: Situations;
  readonly unread: readonly UnreadEntry[];
}

export const byHand: Situations = {
  up: 'by-hand',
  when: 'while the user has it switched on',
  unreachable: [],
};
export const always: Situations = { up: 'always', when: 'at all times', unreachable: [] };
