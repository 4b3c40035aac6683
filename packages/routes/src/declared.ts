import {
  get,
  getArray,
  getBoolean,
  getDict,
  getString,
  type DictValue,
  type Entry,
  type Platform,
} from '@ringcheck/model';
import { everywhere, vpnRoutes } from './payload.js';
import { always, byHand, type Because, type Tunnel } from './tunnel.js';
import { situationsOf, type Situations } from './on-demand.js';

const prefix = 'com.apple.configuration.network.vpn.';
const ipsec = `${prefix}ipsec`;
const routed = [`${prefix}ikev2`, ipsec, `${prefix}vpn-plugin`];
const alwaysOn = `${prefix}always-on`;

/** Declarations that set up a VPN for the whole device. Source: Apple's schema of declarations, OS 27. */
export const routingDeclarations: readonly string[] = [...routed, alwaysOn];

/**
 * The routes of a declared VPN. Its keys are those of the payload under `NetworkRouting`, as booleans; where one of
 * another name decides, the answer stays `depends`.
 */
export function declaredRoutes(type: string, settings: DictValue, platform?: Platform): Tunnel | undefined {
  if (type === alwaysOn) {
    const because = { id: 'always-on', key: type } as const;
    const otherwise = { way: 'tunnel', because } as const;
    const stretches = [{ addresses: everywhere, ...otherwise }];
    return { kind: 'AlwaysOn', stretches, otherwise, situations: always, unread: [] };
  }
  if (!routed.includes(type)) return undefined;
  const routes = vpnRoutes(asPayload(type, settings), platform);
  return {
    kind: type.slice(prefix.length),
    stretches: routes.stretches.map((stretch) => ({ ...stretch, because: renamed(stretch.because) })),
    otherwise: { ...routes.otherwise, because: renamed(routes.otherwise.because) },
    ...(routes.push === undefined ? {} : { push: renamed(routes.push) }),
    ...(routes.local === undefined
      ? {}
      : { local: { ...routes.local, because: renamed(routes.local.because) } }),
    situations: situations(settings),
    unread: routes.unread,
  };
}

const at = { offset: 0 };
const kind = 'IKEv2';

function asPayload(type: string, settings: DictValue): DictValue {
  const routing = getDict(settings, 'NetworkRouting');
  const overrides = type === ipsec && getBoolean(settings, 'OverridePrimary') === true;
  const entry = (key: string, value: Entry['value']): Entry => ({ key, keyAt: at, value });
  const entries = routing?.entries ?? [];
  return {
    type: 'dict',
    at,
    entries: [
      entry('VPNType', { type: 'string', value: overrides ? 'IPSec' : kind, at }),
      entry(overrides ? 'IPSec' : kind, { type: 'dict', at, entries }),
      entry('IPv4', {
        type: 'dict',
        at,
        entries: [entry('OverridePrimary', { type: 'integer', value: overrides ? 1 : 0, at })],
      }),
    ],
  };
}

function renamed({ key, ...because }: Because): Because {
  if (key === undefined) return because;
  const name = key === 'IPv4.OverridePrimary' ? 'OverridePrimary' : undefined;
  return { ...because, key: name ?? key.replace(/^(?:IKEv2|IPSec)\b/, 'NetworkRouting') };
}

function situations(settings: DictValue): Situations {
  const onDemand = getDict(settings, 'OnDemand');
  if (getBoolean(onDemand, 'Enabled') !== true) return byHand;
  const rules = getArray(onDemand, 'Rules') ?? [];
  const isKnown = rules.length > 0 && rules.every((rule) => getString(rule, 'Action') !== undefined);
  if (!isKnown) return { up: 'rules', when: 'on the networks its on-demand rules name', unreachable: [] };
  const list = get(onDemand, 'Rules');
  return situationsOf(kind, {
    type: 'dict',
    at,
    entries: [
      { key: 'OnDemandEnabled', keyAt: at, value: { type: 'integer', value: 1, at } },
      ...(list === undefined ? [] : [{ key: 'OnDemandRules', keyAt: at, value: list }]),
    ],
  });
}
