import { answerFlows, compilePolicy, decidePacket, type Flow, parseFirewall } from '@ringcheck/firewall';
import fc from 'fast-check';
import { modelsOf, type Sample } from './models.js';
import { everyPacket, firstPort, large, lastPort, small, type Tried } from './world.js';

/** `RINGCHECK_ORACLE_POLICIES=10000 npm test -- tests/oracle` is the long form. */
const policies = Number(process.env['RINGCHECK_ORACLE_POLICIES'] ?? 150);

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

/** Packets on which the sets, the single decision and the meaning of the words are not one. */
function differences({ text, allows, options = {}, withLater = false }: Sample): unknown[] {
  const { policy } = parseFirewall(text);
  if (policy === undefined) return ['not read'];
  if (policy.unparsed.length > 0)
    return policy.unparsed.map(({ text: line, reason }) => `${reason}: ${line}`);
  const compiled = compilePolicy(policy);
  const answers = answerFlows(compiled, [flow('tcp'), flow('udp')], { from: '10.0.0.0/30', ...options });
  const places = answers.map(({ parts }) =>
    parts.map((part) => ({
      action: part.action,
      ports: part.ports,
      sources: lastBytes(part.sources),
      destinations: lastBytes(part.destinations),
    })),
  );
  const wrong: unknown[] = [];
  for (const tried of everyPacket(withLater)) {
    const { packet, source, destination, port, isLater } = tried;
    const wanted = allows(tried) ? 'allow' : 'deny';
    const way = {
      ...(options.in === undefined ? {} : { in: options.in }),
      ...(options.out === undefined ? {} : { out: options.out }),
    };
    const { action } = decidePacket(compiled, { ...packet, ...way });
    const inSets = isLater
      ? [wanted]
      : (places[packet.protocol === 'tcp' ? 0 : 1] ?? []).flatMap((part) =>
          part.sources.has(source) &&
          part.destinations.has(destination) &&
          part.ports.some(([from, last]) => from <= port && port <= last)
            ? [part.action]
            : [],
        );
    if (action !== wanted || inSets.length !== 1 || inSets[0] !== wanted) {
      wrong.push({ packet, wanted, action, inSets });
    }
  }
  return wrong;
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

function hold(model: fc.Arbitrary<Sample> | undefined, runs: number): void {
  if (model === undefined) throw new Error('no model');
  fc.assert(
    fc.property(model, (sample) => {
      expect(differences(sample)).toEqual([]);
    }),
    { numRuns: runs },
  );
}

describe('every packet of a small world', () => {
  it.each(Object.keys(modelsOf(small)))(
    'meets the fate the words of the policy give it: %s',
    (name) => {
      hold(modelsOf(small)[name], policies);
    },
    3_600_000,
  );

  it.each(Object.keys(modelsOf(large)))(
    'meets it in policies of hundreds of rules, which are cut into cells: %s',
    (name) => {
      hold(modelsOf(large)[name], Math.ceil(policies / 50));
    },
    3_600_000,
  );

  it('is tried in full', () => {
    const all: Tried[] = [...everyPacket(true)];
    expect([all.length, new Set(all.map(({ packet }) => JSON.stringify(packet))).size]).toEqual([320, 320]);
  });
});
