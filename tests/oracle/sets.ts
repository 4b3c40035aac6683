import { answerFlows, type CompiledPolicy, type Flow, type FlowOptions } from '@ringcheck/firewall';
import { firstPort, lastPort, type Tried } from './world.js';

const flow = (protocol: 'tcp' | 'udp'): Flow => ({
  id: protocol,
  title: `all of ${protocol}`,
  protocol,
  ports: [[firstPort, lastPort]],
  destinations: ['8.0.0.0/30'],
  direction: 'outbound',
  loses: 'media',
  required: true,
  source: 'invented',
  confidence: 'high',
});

/** What the exact answers say of a packet: the action of every part it lies in, which must be one. */
export function actionsIn(
  compiled: CompiledPolicy,
  options: FlowOptions = {},
): (tried: Tried) => readonly string[] {
  const flows = [flow('tcp'), flow('udp')];
  const answers = answerFlows(compiled, flows, { from: '10.0.0.0/30', ...options });
  const places = answers.map(({ parts }) =>
    parts.map((part) => ({
      action: part.action,
      ports: part.ports,
      sources: lastBytes(part.sources),
      destinations: lastBytes(part.destinations),
    })),
  );
  return ({ packet, source, destination, port }) =>
    (places[packet.protocol === 'tcp' ? 0 : 1] ?? []).flatMap((part) =>
      part.sources.has(source) &&
      part.destinations.has(destination) &&
      part.ports.some(([from, last]) => from <= port && port <= last)
        ? [part.action]
        : [],
    );
}

/** The world has one network on each side, so the last byte says it all. */
function lastBytes(texts: readonly string[]): Set<number> {
  const bytes = new Set<number>();
  for (const text of texts) {
    const [from = '', last = from] = text.split('-');
    const [address = '', bits = '32'] = from.split('/');
    const low = Number(address.split('.')[3]);
    const high = text.includes('-') ? Number(last.split('.')[3]) : low + 2 ** (32 - Number(bits)) - 1;
    for (let byte = low; byte <= high; byte += 1) bytes.add(byte);
  }
  return bytes;
}
