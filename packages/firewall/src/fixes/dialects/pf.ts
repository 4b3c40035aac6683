import { linesBefore, placedLines } from '../edit.js';
import type { Opening } from '../opening.js';
import { refuse, type WriteRequest, type Writing } from '../types.js';
import { interfacesOf, portList } from '../words.js';

/** A `quick` pass before the line that blocks: it decides at once, whichever line would match last. */
export function writePf({ text, policy, place, openings }: WriteRequest): Writing {
  const { rule } = place;
  const line = placedLines(text).find(({ number }) => number === rule?.line);
  if (rule === undefined || line === undefined) return refuse('place-not-found');
  const ways = policy.chains.filter(({ rules }) =>
    rules.some((other) => other.id === rule.id && other.line === rule.line),
  );
  const side = place.chain === 'out' ? 'out' : 'in';
  const names = ways.length > 1 ? [] : interfacesOf(rule, side);
  const direction = ways.length > 1 ? '' : `${side} `;
  const on = names.length === 0 ? '' : `on ${braced(names)} `;
  const lines = openings.map((opening) => passLine(opening, direction, on));
  return {
    lines,
    edits: [linesBefore(text, line, lines)],
    commands: ['pfctl -nf /etc/pf.conf', 'pfctl -f /etc/pf.conf'],
  };
}

function passLine({ family, protocol, ports, sources, destinations }: Opening, way: string, on: string) {
  const inet = family === 4 ? 'inet' : 'inet6';
  const target = destinations.length === 0 ? 'any' : braced(destinations);
  const port = ports.length === 1 ? portList(ports, ':') : `{ ${portList(ports, ':', ', ')} }`;
  return `pass ${way}quick ${on}${inet} proto ${protocol} from ${braced(sources)} to ${target} port ${port}`;
}

function braced(items: readonly string[]): string {
  return items.length === 1 ? (items[0] ?? '') : `{ ${items.join(', ')} }`;
}
