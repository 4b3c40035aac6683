import { prefixesOn, routesOf } from './decide.js';
import type { Tunnel } from './tunnel.js';

/** `push tunnel, apple direct…` while the tunnel is up. */
export function waysUp(tunnel: Tunnel): string {
  return routesOf(tunnel)
    .map(({ destination, whenUp }) => `${destination.id} ${whenUp}`)
    .join(', ');
}

/** Why each destination goes where it goes: the deciding key or line. */
export function reasonsUp(tunnel: Tunnel): readonly string[] {
  return routesOf(tunnel).map(({ destination, parts }) => {
    const because = parts[0]?.because;
    return `${destination.id}: ${because?.id ?? ''} ${because?.key ?? ''}${because?.line ?? ''}`.trim();
  });
}

export function inTunnel(tunnel: Tunnel, id: string): readonly string[] {
  return routesOf(tunnel).flatMap((answer) =>
    answer.destination.id === id ? prefixesOn(answer, 'tunnel') : [],
  );
}
