import {
  type AddressSet,
  intersectAddresses,
  isEmptyAddresses,
  prefixesOf,
  subtractAddresses,
  uniteAddresses,
} from '@ringcheck/firewall';
import { callDestinations, type Destination } from './destinations.js';
import type { Because, Stretch, Tunnel, Way } from './tunnel.js';

/** Addresses of a destination that take one way for one reason. */
export interface RoutePart {
  readonly way: Way;
  readonly because: Because;
  readonly addresses: AddressSet;
}

export interface RouteAnswer {
  readonly destination: Destination;
  /** Over all situations: a tunnel that is not always up makes it `depends`. */
  readonly way: Way;
  readonly because: Because;
  /** While the tunnel is up. */
  readonly whenUp: Way;
  readonly parts: readonly RoutePart[];
}

/** Which way each destination of a call takes beside one tunnel; parts are disjoint and exact. */
export function routesOf(
  tunnel: Tunnel,
  destinations: readonly Destination[] = callDestinations,
): readonly RouteAnswer[] {
  return destinations.map((destination) => answer(tunnel, destination));
}

function answer(tunnel: Tunnel, destination: Destination): RouteAnswer {
  const parts = partsOf(tunnel, destination);
  const inside = summary(parts);
  return { destination, parts, whenUp: inside.way, ...overTime(tunnel, inside) };
}

function overTime(
  { situations }: Tunnel,
  inside: Pick<RoutePart, 'way' | 'because'>,
): Pick<RouteAnswer, 'way' | 'because'> {
  if (situations.up === 'never') return { way: 'direct', because: { id: 'never-up' } };
  const isPast = inside.way === 'direct' || inside.way === 'excluded';
  if (isPast || situations.up === 'always') return { way: inside.way, because: inside.because };
  const id = situations.up === 'rules' ? 'on-demand' : 'by-hand';
  return { way: 'depends', because: { id, text: situations.when } };
}

function partsOf(tunnel: Tunnel, { id, addresses, names }: Destination): readonly RoutePart[] {
  if (id === 'push' && tunnel.push !== undefined)
    return [{ way: 'excluded', because: tunnel.push, addresses }];
  if (id === 'local' && tunnel.local !== undefined) return [{ ...tunnel.local, addresses }];
  const [byName] = names.flatMap((name) => tunnel.byName?.(name) ?? []);
  if (byName !== undefined) return [{ ...byName, addresses }];
  const parts: RoutePart[] = [];
  let rest = addresses;
  for (const { addresses: held, way, because } of tunnel.stretches) {
    const hit = intersectAddresses(rest, held);
    if (isEmptyAddresses(hit)) continue;
    parts.push({ way, because, addresses: hit });
    rest = subtractAddresses(rest, hit);
    if (isEmptyAddresses(rest)) break;
  }
  if (!isEmptyAddresses(rest)) parts.push({ ...tunnel.otherwise, addresses: rest });
  return parts;
}

function summary(parts: readonly RoutePart[]): Pick<RoutePart, 'way' | 'because'> {
  const [first] = parts;
  if (first === undefined) return { way: 'direct', because: { id: 'not-used' } };
  const ways = new Set(parts.map(({ way }) => (way === 'excluded' ? 'direct' : way)));
  if (ways.size > 1) return { way: 'depends', because: { id: 'by-address' } };
  return parts.find(({ way }) => way !== 'direct') ?? first;
}

/** The addresses of a destination that take a way while the tunnel is up. */
export function addressesOn({ parts }: RouteAnswer, way: Way): AddressSet {
  return parts
    .filter((part) => part.way === way)
    .reduce<AddressSet>((all, part) => uniteAddresses(all, part.addresses), { v4: [], v6: [] });
}

/** The same as prefixes, for people. */
export function prefixesOn(routes: RouteAnswer, way: Way): readonly string[] {
  return prefixesOf(addressesOn(routes, way));
}

/** Everything the stretches of a kind hold. */
export function unitedStretches(stretches: readonly Stretch[], way: Way): AddressSet {
  return stretches
    .filter((stretch) => stretch.way === way)
    .reduce<AddressSet>((all, { addresses }) => uniteAddresses(all, addresses), { v4: [], v6: [] });
}
