import fc from 'fast-check';
import { parseAddressList } from './address.js';
import { answerFlow, answerFlows } from './answer.js';
import { compilePolicy } from './compile.js';
import type { FlowAnswer } from './flow-answer.js';
import { facetimeFlows, type Flow } from './flows.js';
import { decidePacket, type Packet } from './packet.js';
import { parseFirewall } from './parse.js';
import { contains } from './ranges.js';

/** Rules from small pools, many enough that the question is cut into cells. */
const anyRule = fc
  .record({
    source: fc.option(fc.tuple(fc.nat(255), fc.constantFrom(24, 26, 28, 32))),
    destination: fc.option(fc.tuple(fc.nat(255), fc.constantFrom(24, 26, 28, 32))),
    port: fc.option(fc.integer({ min: 3478, max: 3490 }), { freq: 2 }),
    state: fc.option(fc.constantFrom('NEW', 'ESTABLISHED'), { freq: 4 }),
    target: fc.constantFrom('ACCEPT', 'DROP', 'side', 'RETURN'),
    isOpaque: fc.nat(9).map((value) => value === 0),
  })
  .map(({ source, destination, port, state, target, isOpaque }) => ({
    target,
    text: [
      source === null ? '' : `-s 10.0.0.${source[0]}/${source[1]}`,
      destination === null ? '' : `-d 8.0.0.${destination[0]}/${destination[1]}`,
      '-p udp',
      port === null ? '' : `--dport ${port}:${port + 3}`,
      state === null ? '' : `-m conntrack --ctstate ${state}`,
      isOpaque ? '-m owner --uid-owner 0' : '',
    ].join(' '),
  }));

const anyPolicy = fc
  .tuple(
    fc.array(anyRule, { minLength: 120, maxLength: 200 }),
    fc.array(anyRule, { maxLength: 60 }),
    fc.constantFrom('ACCEPT', 'DROP'),
  )
  .map(([forward, side, policy]) => [
    '*filter',
    `:FORWARD ${policy} [0:0]`,
    ':side - [0:0]',
    ...forward.map(({ text, target }) => `-A FORWARD ${text} -j ${target}`),
    ...side.map(({ text, target }) => `-A side ${text} -j ${target === 'side' ? 'DROP' : target}`),
    'COMMIT',
  ]);

function compile(lines: readonly string[]) {
  const { policy } = parseFirewall(lines.join('\n'));
  if (policy === undefined) throw new Error('no policy');
  return compilePolicy(policy);
}

const flow: Flow = {
  id: 'small',
  title: 'a flow of a small world',
  protocol: 'udp',
  ports: [[3478, 3492]],
  destinations: ['8.0.0.0/24'],
  direction: 'outbound',
  loses: 'media',
  required: true,
  source: 'invented',
  confidence: 'high',
};

function holding(answer: FlowAnswer, packet: Packet): FlowAnswer['parts'] {
  const has = (texts: readonly string[], address: string): boolean =>
    contains(parseAddressList(texts)?.v4 ?? [], parseAddressList([address])?.v4[0] ?? -1);
  return answer.parts.filter(
    (part) =>
      part.ports.some(([from, last]) => from <= packet.destinationPort && packet.destinationPort <= last) &&
      has(part.sources, packet.source) &&
      has(part.destinations, packet.destination),
  );
}

describe('a question cut into cells', () => {
  it('has for every packet exactly one part, with the outcome and the rule of that packet', () => {
    const packets = fc.record({
      source: fc.nat(255).map((last) => `10.0.0.${last}`),
      destination: fc.nat(255).map((last) => `8.0.0.${last}`),
      destinationPort: fc.integer({ min: 3478, max: 3492 }),
    });
    fc.assert(
      fc.property(anyPolicy, fc.array(packets, { minLength: 20, maxLength: 20 }), (lines, samples) => {
        const compiled = compile(lines);
        const answer = answerFlow(compiled, flow, { from: '10.0.0.0/24' });
        for (const sample of samples) {
          const packet = { ...sample, protocol: 'udp', sourcePort: 50000 } as const;
          const { action, rule } = decidePacket(compiled, packet);
          const parts = holding(answer, packet);
          expect(parts.map((part) => part.action)).toEqual([action]);
          if (action !== 'unknown') expect(parts[0]?.decidedBy).toEqual([rule]);
        }
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  it('is the same whether flows are asked together or one by one', () => {
    const wide = compile([
      '*filter',
      ':FORWARD DROP [0:0]',
      ...Array.from(
        { length: 200 },
        (_, n) =>
          `-A FORWARD -s 10.${n}.0.0/15 -d 17.${(n * 7) % 256}.0.0/15 -p udp --dport ${3400 + n} -j ACCEPT`,
      ),
      '-A FORWARD -s 10.1.0.0/16 -p tcp --dport 443 -j ACCEPT',
      'COMMIT',
    ]);
    const together = answerFlows(wide, facetimeFlows);
    const single = facetimeFlows.map((one) => answerFlow(wide, one));
    const summary = ({ verdict, families, decidedBy, returnTraffic }: FlowAnswer): unknown => [
      verdict,
      families,
      decidedBy,
      returnTraffic,
    ];
    expect(together.map(summary)).toEqual(single.map(summary));
    expect(together.map(({ verdict }) => verdict)).toContain('partial');
  });
});

describe('a policy made to be hard', () => {
  const size = 1000;
  const many = (line: (n: number) => string): string[] => [
    '*filter',
    ':FORWARD DROP [0:0]',
    ...Array.from({ length: size }, (_, n) => `-A FORWARD ${line(n)}`),
    'COMMIT',
  ];
  const octets = (n: number): string => `${(n >> 8) & 255}.${n & 255}`;
  const verdictOf = (lines: readonly string[]): unknown => {
    const { verdict, decidedBy } = answerFlow(compile(lines), { ...flow, destinations: 'any' });
    return [verdict, decidedBy.some(({ rule }) => rule === 'given-up')];
  };

  it.each<[string, string[], string]>([
    [
      'address ranges inside each other',
      many(
        (n) =>
          `-m iprange --src-range 10.0.0.0-10.1.${octets(n)} --dst-range 8.0.0.0-8.1.${octets(n)} -j ACCEPT`,
      ),
      'partial',
    ],
    [
      'crossing rows and columns',
      many((n) => `${n % 2 === 0 ? `-s 10.2.${octets(n)}` : `-d 8.2.${octets(n)}`} -j ACCEPT`),
      'partial',
    ],
    ['rules for everything', many((n) => `-j ${n === size - 1 ? 'ACCEPT' : 'LOG'}`), 'allowed'],
    ['rules that cannot be decided', many(() => '-p udp -m owner --uid-owner 0 -j DROP'), 'blocked'],
    [
      'a chain for every rule',
      [
        '*filter',
        ':FORWARD DROP [0:0]',
        ...Array.from({ length: size }, (_, n) => `:c${n} - [0:0]`),
        ...Array.from({ length: size }, (_, n) => `-A FORWARD -d 8.3.${octets(n)} -j c${n}`),
        ...Array.from({ length: size }, (_, n) => `-A c${n} -p udp -j ACCEPT`),
        'COMMIT',
      ],
      'partial',
    ],
    [
      'one chain called by every rule',
      [
        '*filter',
        ':FORWARD DROP [0:0]',
        ':c - [0:0]',
        ...Array.from({ length: size }, (_, n) => `-A FORWARD -s 10.3.${octets(n)} -j c`),
        ...Array.from({ length: 60 }, (_, n) => `-A c -d 8.4.${octets(n)} -j ACCEPT`),
        'COMMIT',
      ],
      'partial',
    ],
  ])(
    '%s is answered to the end',
    (_, lines, verdict) => {
      expect(verdictOf(lines)).toEqual([verdict, false]);
    },
    60_000,
  );

  it('chains that double at every step are given up, not followed', () => {
    const depth = 60;
    const lines = [
      '*filter',
      ':FORWARD DROP [0:0]',
      ...Array.from({ length: depth }, (_, n) => `:c${n} - [0:0]`),
      '-A FORWARD -j c0',
      ...Array.from({ length: depth - 1 }, (_, n) => [
        `-A c${n} -j c${n + 1}`,
        `-A c${n} -j c${n + 1}`,
      ]).flat(),
      `-A c${depth - 1} -s 10.9.9.9 -j ACCEPT`,
      'COMMIT',
    ];
    const { verdict, decidedBy } = answerFlow(compile(lines), flow);
    expect([verdict, decidedBy[0]?.rule]).toEqual(['unknown', 'given-up']);
  }, 60_000);
});
