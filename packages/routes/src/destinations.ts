import {
  type AddressSet,
  applePushRanges,
  appleRanges,
  globalUnicast,
  parseAddressList,
} from '@ringcheck/firewall';

/** Something a call needs to reach. */
export interface Destination {
  readonly id: 'push' | 'apple' | 'peers' | 'local';
  readonly title: string;
  readonly addresses: AddressSet;
  /** Host names that stand for it; their addresses lay in the same ranges when they were looked at. */
  readonly names: readonly string[];
}

const none: AddressSet = { v4: [], v6: [] };

/** In the order in which a call needs them. */
export const callDestinations: readonly Destination[] = [
  {
    id: 'push',
    title: 'Push service, which rings the device',
    addresses: parseAddressList(applePushRanges) ?? none,
    names: ['courier.push.apple.com'],
  },
  {
    id: 'apple',
    title: 'Directory, registration and activation at Apple',
    addresses: parseAddressList(appleRanges) ?? none,
    names: ['init.ess.apple.com', 'static.ess.apple.com', 'identity.ess.apple.com', 'albert.apple.com'],
  },
  {
    id: 'peers',
    title: 'Sound and picture, to any peer or relay',
    addresses: globalUnicast,
    names: [],
  },
  {
    id: 'local',
    title: 'Sound and picture, to devices of the same network',
    addresses:
      parseAddressList([
        '10.0.0.0/8',
        '172.16.0.0/12',
        '192.168.0.0/16',
        '169.254.0.0/16',
        'fc00::/7',
        'fe80::/10',
      ]) ?? none,
    names: [],
  },
];
