import {
  type AddressSet,
  applePushRanges,
  appleRanges,
  facetimeFlows,
  type Flow,
  globalUnicast,
  parseAddressList,
} from '@ringcheck/firewall';

/** Something a call needs to reach. */
export interface Destination {
  /** `flow:…`: addresses that somebody states for one flow. */
  readonly id: 'push' | 'apple' | 'peers' | 'local' | `flow:${string}`;
  readonly title: string;
  readonly addresses: AddressSet;
  /** Host names that stand for it; their addresses lay in the same ranges when they were looked at. */
  readonly names: readonly string[];
}

const none: AddressSet = { v4: [], v6: [] };

const push: Destination = {
  id: 'push',
  title: 'Push service, which rings the device',
  addresses: parseAddressList(applePushRanges) ?? none,
  names: ['courier.push.apple.com'],
};

const peers: Destination = {
  id: 'peers',
  title: 'Sound and picture, to any peer or relay',
  addresses: globalUnicast,
  names: [],
};

/** In the order in which a call needs them. */
export const callDestinations: readonly Destination[] = [
  push,
  {
    id: 'apple',
    title: 'Directory, registration and activation at Apple',
    addresses: parseAddressList(appleRanges) ?? none,
    names: ['init.ess.apple.com', 'static.ess.apple.com', 'identity.ess.apple.com', 'albert.apple.com'],
  },
  peers,
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

/** Where a flow goes. */
export function destinationOf({ id, title, destinations }: Flow): Destination {
  if (destinations === 'any') return peers;
  if (id === 'push' && destinations === applePushRanges) return push;
  const addresses = parseAddressList(destinations) ?? none;
  return id === 'push' ? { ...push, addresses } : { id: `flow:${id}`, title, addresses, names: [] };
}

/** The destinations of calls, with those of flows that somebody states otherwise. */
export function destinationsOf(flows: readonly Flow[]): readonly Destination[] {
  const builtIn = new Map(facetimeFlows.map((flow) => [flow.id, flow.destinations]));
  const stated = flows
    .filter(({ id, destinations }) => destinations !== 'any' && destinations !== builtIn.get(id))
    .map(destinationOf);
  const ringing = stated.find(({ id }) => id === 'push');
  return [
    ...callDestinations.map((one) => (one.id === 'push' ? (ringing ?? one) : one)),
    ...stated.filter((one) => one !== ringing),
  ];
}
