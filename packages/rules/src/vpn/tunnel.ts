import { isFaceTime } from '@ringcheck/catalog';
import { get, getArray, getDict, getNumber, getString, stringsOf, type DictValue } from '@ringcheck/model';
import type { EffectivePayload } from '@ringcheck/effective';

export const vpnType = 'com.apple.vpn.managed';

/** How a VPN payload takes traffic. `full`: everything; `excepted`: everything but FaceTime; `part`: its own routes. */
export type Reach = 'full' | 'excepted' | 'part' | 'none';

/** One VPN of a device, as far as it bears on calls. */
export interface Tunnel {
  readonly payload: EffectivePayload;
  readonly kind: string;
  readonly reach: Reach;
  /** The key that decides it, from the payload: `IKEv2.IncludeAllNetworks`. */
  readonly key: string;
  /** The dictionary with the VPN's own settings; absent where the payload has none (in force). */
  readonly settings?: DictValue;
  /** Push goes through the tunnel too. */
  readonly takesPush: boolean;
  readonly enforcesRoutes: boolean;
  /** Bundle identifier of the VPN's app. */
  readonly app?: string;
}

const dictionaries = new Map([
  ['IKEv2', 'IKEv2'],
  ['VPN', 'VPN'],
  ['IPSec', 'IPSec'],
  ['L2TP', 'PPP'],
  ['AlwaysOn', 'AlwaysOn'],
  ['TransparentProxy', 'TransparentProxy'],
]);

/** Reads a VPN payload; keys that are not in force on the device are not in it any more. */
export function tunnelOf(payload: EffectivePayload): Tunnel {
  const kind = getString(payload.settings, 'VPNType') ?? 'VPN';
  const dictionary = dictionaries.get(kind);
  const settings = dictionary === undefined ? undefined : getDict(payload.settings, dictionary);
  const app = getString(payload.settings, 'VPNSubType');
  const { reach, key } = reachOf(payload.settings, kind, dictionary ?? kind, settings);
  return {
    payload,
    kind,
    reach,
    key,
    ...(settings === undefined ? {} : { settings }),
    takesPush: kind === 'AlwaysOn' || (reach === 'full' && getNumber(settings, 'ExcludeAPNs') === 0),
    enforcesRoutes: getNumber(settings, 'EnforceRoutes') === 1,
    ...(app === undefined || app === '' ? {} : { app }),
  };
}

function reachOf(
  payload: DictValue,
  kind: string,
  dictionary: string,
  settings: DictValue | undefined,
): Pick<Tunnel, 'reach' | 'key'> {
  switch (kind) {
    case 'AlwaysOn':
      if (settings === undefined) return { reach: 'none', key: dictionary };
      return exceptsFaceTime(settings)
        ? { reach: 'excepted', key: 'AlwaysOn.ApplicationExceptions' }
        : { reach: 'full', key: dictionary };
    case 'TransparentProxy':
      return { reach: settings === undefined ? 'none' : 'full', key: dictionary };
    case 'L2TP':
    case 'IPSec':
      if (getNumber(getDict(payload, 'IPv4'), 'OverridePrimary') === 1) {
        return { reach: 'full', key: 'IPv4.OverridePrimary' };
      }
      return byAllNetworks(dictionary, settings);
    case 'IKEv2':
    case 'VPN':
      return byAllNetworks(dictionary, settings);
    default:
      return { reach: 'none', key: 'VPNType' };
  }
}

function byAllNetworks(dictionary: string, settings: DictValue | undefined): Pick<Tunnel, 'reach' | 'key'> {
  const key = `${dictionary}.IncludeAllNetworks`;
  if (getNumber(settings, 'IncludeAllNetworks') === 1) return { reach: 'full', key };
  return { reach: settings === undefined ? 'none' : 'part', key: dictionary };
}

/** An exception for FaceTime serves calls when it covers UDP. */
function exceptsFaceTime(settings: DictValue): boolean {
  return (getArray(settings, 'ApplicationExceptions') ?? []).some((entry) => {
    const protocols = stringsOf(get(entry, 'LimitToProtocols'));
    const coversMedia = protocols.length === 0 || protocols.some((name) => name.toUpperCase() === 'UDP');
    return isFaceTime(getString(entry, 'BundleIdentifier') ?? '') && coversMedia;
  });
}
