import { entryAt } from '@ringcheck/catalog';
import type { Flow } from '@ringcheck/firewall';
import {
  destinationsOf,
  fixOpenvpn,
  fixWireguard,
  prefixesOn,
  routesOf,
  type Because,
  type RouteAnswer,
  type Tunnel as RoutesTunnel,
  type VpnFixResult,
} from '@ringcheck/routes';
import type { Tunnel } from './tunnel.js';

/** Anything with routes: the VPN of a payload, or one from a file. */
export interface Routed {
  readonly routes: RoutesTunnel;
}

/** The line of its list that takes calls, as written. */
export function listedText(tunnel: Routed): string {
  const because = takenBy(tunnel);
  const line = because?.line === undefined ? '' : `line ${because.line}, `;
  return `${line}${because?.text ?? 'set'}`;
}

/** The entry that takes sound and picture, else what else a call needs; undefined where none does. */
export function takenBy({ routes }: Routed): Because | undefined {
  return beyondHome(routesOf(routes))
    .flatMap(({ parts }) => parts.filter(({ way }) => way === 'tunnel'))
    .at(-1)?.because;
}

/** Peers of the own network are no matter of the gateway. */
const beyondHome = (answers: readonly RouteAnswer[]): readonly RouteAnswer[] =>
  answers.filter(({ destination }) => destination.id !== 'local');

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
  const changes = fix.changes.map(({ line, key, to }) => {
    if (line === undefined) return `add the line "${to}"`;
    if (to === '') return `remove line ${line} (${key}), in which nothing is left`;
    return `${to.startsWith(key) ? 'change' : `set ${key} in`} line ${line} to "${to}"`;
  });
  return `${changes.join(', ')} (leaves Apple's addresses out${stays})`;
}

/** How a list treats the destinations of a call, for people: `apple: 17.0.0.0/8; push: …`. */
export function takenText({ routes }: Routed, flows: readonly Flow[]): readonly string[] {
  return beyondHome(routesOf(routes, destinationsOf(flows)))
    .filter(({ parts }) => parts.some(({ way }) => way === 'tunnel'))
    .map((answer) => {
      const prefixes = prefixesOn(answer, 'tunnel');
      const more = prefixes.length > 4 ? ` and ${prefixes.length - 4} more` : '';
      return `${answer.destination.id}: ${prefixes.slice(0, 4).join(', ')}${more}`;
    });
}

/** What goes past the tunnel and why, as words: `; past it go push, apple: line 6, …`; empty where nothing does. */
export function besideText({ routes }: Routed, flows: readonly Flow[]): string {
  const past = beyondHome(routesOf(routes, destinationsOf(flows))).filter(
    ({ whenUp }) => whenUp === 'direct' || whenUp === 'excluded',
  );
  if (past.length === 0) return '';
  const lines = past.flatMap(({ parts }) =>
    parts.flatMap(({ because: { line, text } }) =>
      line === undefined ? [] : [`line ${line}${text === undefined ? '' : `, ${text}`}`],
    ),
  );
  const why = lines.length === 0 ? 'not in its routes' : [...new Set(lines)].join('; ');
  return `; past it go ${past.map(({ destination }) => destination.id).join(', ')}: ${why}`;
}
