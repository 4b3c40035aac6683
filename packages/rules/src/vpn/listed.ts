import { entryAt } from '@ringcheck/catalog';
import type { Flow } from '@ringcheck/firewall';
import {
  destinationsOf,
  fixOpenvpn,
  fixWireguard,
  prefixesOn,
  routesOf,
  type Tunnel as RoutesTunnel,
  type VpnFixResult,
} from '@ringcheck/routes';
import type { Tunnel } from './tunnel.js';

/** Anything with routes: the VPN of a payload, or one from a file. */
export interface Routed {
  readonly routes: RoutesTunnel;
}

/** The line of its list that takes sound and picture, as written. */
export function listedText({ routes }: Routed): string {
  const parts = routesOf(routes).flatMap((answer) => answer.parts.filter(({ way }) => way === 'tunnel'));
  const because = parts[parts.length - 1]?.because;
  const line = because?.line === undefined ? '' : `line ${because.line}, `;
  return `${line}${because?.text ?? 'set'}`;
}

/** Whether calls get through with these routes; undefined when nothing tells. */
export type Trial = (tunnel: Routed) => boolean | undefined;

/** What to change in the list so that Apple's addresses go past the tunnel; tried before it is said. */
export function listedChange({ payload, routes }: Tunnel, passes: Trial): string {
  const value = entryAt(payload.settings, routes.key)?.value;
  return changeOf(routes.kind, value?.type === 'string' ? value.value : '', passes, routes.key);
}

/** The same for the text of a configuration. */
export function changeOf(kind: string, text: string, passes: Trial, key?: string): string {
  const result: VpnFixResult = kind === 'wireguard' ? fixWireguard(text, key) : fixOpenvpn(text);
  const [fix] = result.fixes;
  if (fix === undefined) return "leave Apple's addresses (17.0.0.0/8) out of the routes";
  const stays = fix.leaves.length === 0 ? '' : `; ${fix.leaves.join(', ')} stay in the VPN`;
  if (stays !== '' && passes({ routes: fix.tunnel }) === false)
    return `list the own networks only in place of all addresses, so that calls go past the VPN (without Apple's addresses it would still take ${fix.leaves.join(', ')}, which cannot leave there)`;
  const changes = fix.changes.map(({ line, key, to }) =>
    line === undefined ? `add the line "${to}"` : `set ${key} in line ${line} to "${to}"`,
  );
  return `${changes.join(', ')} (leaves Apple's addresses out${stays})`;
}

/** How a list treats the destinations of a call, for people: `apple: 17.0.0.0/8; push: …`. */
export function takenText({ routes }: Routed, flows: readonly Flow[]): readonly string[] {
  return routesOf(routes, destinationsOf(flows))
    .filter(
      ({ destination, parts }) => destination.id !== 'local' && parts.some(({ way }) => way === 'tunnel'),
    )
    .map((answer) => {
      const prefixes = prefixesOn(answer, 'tunnel');
      const more = prefixes.length > 4 ? ` and ${prefixes.length - 4} more` : '';
      return `${answer.destination.id}: ${prefixes.slice(0, 4).join(', ')}${more}`;
    });
}
