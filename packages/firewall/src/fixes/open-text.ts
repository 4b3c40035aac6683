import type { PortRange } from '../flow-answer.js';
import type { FirewallFix } from './types.js';

/** `UDP 3478-3497 from 10.20.0.0/16 to any address`; answers with the ports they come from. */
export function openText({
  protocol,
  ports,
  sources,
  destinations,
  sourcePorts,
}: FirewallFix['opens'][number]): string {
  const [from, to] = [sources, destinations].map((list) =>
    list.length === 0 ? 'any address' : list.join(', '),
  );
  const kind = protocol.toUpperCase();
  if (sourcePorts === undefined) return `${kind} ${portsText(ports)} from ${from} to ${to}`;
  return `the answers: ${kind} from ports ${portsText(sourcePorts)} of ${from} to ports ${portsText(ports)} of ${to}`;
}

/** `3478-3497, 5223`. */
export function portsText(ports: readonly PortRange[]): string {
  return ports.map(([from, last]) => (from === last ? `${from}` : `${from}-${last}`)).join(', ');
}
