import fc from 'fast-check';
import {
  answerSequence,
  compilePolicy,
  decideSequence,
  diffSequences,
  facetimeFlows,
  fixSequence,
  type Flow,
  type FlowAnswer,
  type NamedFirewall,
  parseFirewall,
  sequenceFault,
} from './index.js';
import { setsOf } from './diff.js';

const from = '10.0.0.0/8';
const flow: Flow = {
  id: 'media',
  title: 'Media',
  protocol: 'udp',
  ports: [[16_393, 16_402]],
  destinations: 'any',
  direction: 'outbound',
  loses: 'media',
  required: true,
  source: 'test',
  confidence: 'high',
};

function firewall(name: string, ...lines: readonly string[]): NamedFirewall {
  const text = ['*filter', ':FORWARD ACCEPT [0:0]', ...lines, 'COMMIT', ''].join('\n');
  const { policy } = parseFirewall(text);
  if (policy === undefined) throw new Error(`${name} is no policy`);
  return { name, text, compiled: compilePolicy(policy) };
}
const drop = (rest: string): string => `-A FORWARD -p udp ${rest} -j DROP`;

function ask(...firewalls: readonly NamedFirewall[]): FlowAnswer {
  const [answer] = answerSequence(firewalls, [flow], { from }).together;
  if (answer === undefined) throw new Error('no answer');
  return answer;
}
const lines = ({ decidedBy }: FlowAnswer) =>
  decidedBy.map(({ action, document, line, ports, destinations }) => [
    action,
    document,
    line,
    ports,
    destinations,
  ]);

describe('firewalls that traffic meets one after another', () => {
  it('allow what every one allows, with the line of each', () => {
    const answer = ask(firewall('host'), firewall('gate', '-A FORWARD -p udp -j ACCEPT'));
    expect([answer.verdict, answer.problem]).toEqual(['allowed', undefined]);
    expect(lines(answer)).toEqual([
      ['allow', 'host', 2, [[16_393, 16_402]], ['any']],
      ['allow', 'gate', 3, [[16_393, 16_402]], ['any']],
    ]);
  });

  it('block what one blocks, and name its document and line', () => {
    const answer = ask(firewall('host'), firewall('gate', drop('--dport 16384:16402')));
    expect([answer.verdict, answer.returnTraffic]).toEqual(['blocked', 'blocked']);
    expect(lines(answer)).toEqual([['deny', 'gate', 3, [[16_393, 16_402]], ['any']]]);
    expect(answer.parts.map(({ action, decidedBy }) => [action, decidedBy])).toEqual([
      ['deny', ['gate: FORWARD 1']],
    ]);
  });

  it('name every one that blocks, though the first takes the packets', () => {
    const answer = ask(firewall('host', drop('')), firewall('gate', drop('--dport 16384:16402')));
    expect(lines(answer).map(([action, document]) => [action, document])).toEqual([
      ['deny', 'host'],
      ['deny', 'gate'],
    ]);
    expect(answer.parts.map(({ decidedBy }) => decidedBy)).toEqual([['host: FORWARD 1']]);
  });

  it('block all where each closes another half', () => {
    expect(ask(firewall('a', drop('-d 0.0.0.0/1')), firewall('b', drop('-d 128.0.0.0/1'))).verdict).toBe(
      'blocked',
    );
  });

  it('are partial where one closes a part, with what is left and its lines', () => {
    const answer = ask(
      firewall('host', drop('-d 8.8.8.0/24')),
      firewall('gate', drop('--dport 16400:16402')),
    );
    expect(answer.verdict).toBe('partial');
    expect(lines(answer).slice(0, 2)).toEqual([
      ['deny', 'host', 3, [[16_393, 16_402]], ['8.8.8.0/24']],
      ['deny', 'gate', 3, [[16_400, 16_402]], ['any']],
    ]);
    expect(
      lines(answer)
        .slice(2)
        .map(([action, document, , ports]) => [action, document, ports]),
    ).toEqual([
      ['allow', 'host', [[16_393, 16_399]]],
      ['allow', 'gate', [[16_393, 16_399]]],
    ]);
  });

  it('cannot be told where one cannot, unless another blocks', () => {
    const unclear = firewall('unclear', drop('-m set --match-set calls dst'));
    const answer = ask(firewall('host'), unclear);
    expect([answer.verdict, lines(answer).map(([action, document]) => [action, document])]).toEqual([
      'unknown',
      [
        ['unknown', 'unclear'],
        ['unknown', 'unclear'],
      ],
    ]);
    expect(ask(unclear, firewall('gate', drop(''))).verdict).toBe('blocked');
  });

  it('give of one alone its own answer, rules under their own names', () => {
    const alone = answerSequence([firewall('host', drop(''))], [flow], { from });
    expect(alone.together).toBe(alone.each[0]);
    expect(alone.together[0]?.decidedBy[0]).not.toHaveProperty('document');
  });

  it('are judged in the family that all of them speak of', () => {
    const nft =
      'table inet fw {\n chain f {\n  type filter hook forward priority 0; policy accept;\n  meta nfproto ipv6 udp dport 16393-16402 drop\n }\n}\n';
    const { policy } = parseFirewall(nft);
    if (policy === undefined) throw new Error('no policy');
    const gate = { name: 'gate', text: nft, compiled: compilePolicy(policy) };
    const [answer] = answerSequence([firewall('host'), gate], [flow]).together;
    expect([
      answer?.verdict,
      answer?.families.map(({ family }) => family),
      answer && lines(answer).length,
    ]).toEqual(['allowed', [4], 2]);
  });

  it('are undecided where no two speak of the same family', () => {
    const nft = 'table ip6 fw {\n chain f {\n  type filter hook forward priority 0; policy accept;\n }\n}\n';
    const { policy } = parseFirewall(nft);
    if (policy === undefined) throw new Error('no policy');
    const gate = { name: 'gate', text: nft, compiled: compilePolicy(policy) };
    const [answer] = answerSequence([firewall('host'), gate], [flow]).together;
    expect([answer?.verdict, answer?.problem]).toEqual(['unknown', 'family-not-described']);
  });

  it('say which of them cannot be asked', () => {
    const firewalls = [firewall('host'), firewall('gate')];
    const options = { chain: 'NOWHERE' };
    const answers = answerSequence(firewalls, [flow], options);
    expect(sequenceFault(firewalls, answers, options, { from: 'from', chain: 'chain' })).toBe(
      'chain NOWHERE: no such path; this policy has FORWARD, OUTPUT, INPUT (host)',
    );
  });
});

describe('what changes in a sequence', () => {
  it('is told with the document and line that decide now', () => {
    const before = answerSequence([firewall('host'), firewall('gate')], [flow], { from });
    const after = answerSequence([firewall('host'), firewall('gate', drop(''))], [flow], { from });
    const [difference] = diffSequences(before, after);
    expect([
      difference?.isChanged,
      difference?.changes[0]?.after.map(({ document, line }) => [document, line]),
    ]).toEqual([true, [['gate', 3]]]);
    expect(diffSequences(after, after)[0]?.isChanged).toBe(false);
  });
});

describe('a fix for a sequence', () => {
  it('changes each firewall that blocks, and then all together allow', () => {
    const firewalls = [firewall('host'), firewall('gate', drop('')), firewall('edge', drop('-d 0.0.0.0/1'))];
    const fixes = fixSequence(firewalls, answerSequence(firewalls, [flow], { from }), { from });
    expect(fixes.map(({ together }) => together.fixes.map(({ steps }) => steps[0]?.lines.length))).toEqual([
      [],
      [1],
      [1],
    ]);
  });
});

describe('a packet that meets several firewalls', () => {
  const packet = {
    protocol: 'udp',
    source: '10.0.0.1',
    sourcePort: 1,
    destination: '8.8.8.8',
    destinationPort: 16_393,
  } as const;

  it('is denied by the first that denies, though another cannot be told', () => {
    const unclear = firewall('unclear', drop('-m set --match-set calls dst'));
    expect(decideSequence([unclear, firewall('gate', drop(''))], packet)).toMatchObject({
      action: 'deny',
      document: 'gate',
      line: 3,
      each: [
        { document: 'unclear', action: 'unknown' },
        { document: 'gate', action: 'deny' },
      ],
    });
    expect(decideSequence([firewall('host'), unclear], packet)).toMatchObject({
      action: 'unknown',
      document: 'unclear',
    });
  });

  it('passes where all let it pass, and no single line decides', () => {
    const decision = decideSequence([firewall('host'), firewall('gate')], packet);
    expect([decision.action, decision.document, decision.each?.length]).toEqual(['allow', undefined, 2]);
  });
});

const address = fc.constantFrom('8.0.0.0/7', '8.8.0.0/16', '8.8.8.0/24', '0.0.0.0/1', '128.0.0.0/1');
const rule = fc
  .record({
    target: fc.option(address),
    client: fc.option(fc.constantFrom('10.0.0.0/9', '10.1.0.0/16')),
    port: fc.option(fc.constantFrom('16393:16397', '16396', '16400:16402')),
    action: fc.constantFrom('ACCEPT', 'DROP'),
    isUnclear: fc.boolean(),
  })
  .map(({ target, client, port, action, isUnclear }) =>
    [
      '-A FORWARD -p udp',
      ...(target === null ? [] : [`-d ${target}`]),
      ...(client === null ? [] : [`-s ${client}`]),
      ...(port === null ? [] : [`--dport ${port}`]),
      ...(isUnclear ? ['-m set --match-set calls dst'] : []),
      `-j ${action}`,
    ].join(' '),
  );
const someRules = fc.array(rule, { maxLength: 4 });

describe('the answer of a sequence', () => {
  it('is, on random firewalls, what single packets meet', () => {
    const packets = ['8.8.8.8', '9.1.1.1', '130.1.1.1', '8.8.1.1'].flatMap((destination) =>
      ['10.0.0.1', '10.1.0.1', '10.200.0.1'].flatMap((source) =>
        [16_393, 16_396, 16_401].map((destinationPort) => ({
          protocol: 'udp' as const,
          source,
          sourcePort: 50_000,
          destination,
          destinationPort,
        })),
      ),
    );
    const number = (text: string): number =>
      text.split('.').reduce((value, byte) => value * 256 + Number(byte), 0);
    const isIn = (ranges: readonly number[], value: number): boolean =>
      ranges.some((start, at) => at % 2 === 0 && start <= value && value < (ranges[at + 1] ?? 0));
    fc.assert(
      fc.property(fc.array(someRules, { minLength: 2, maxLength: 3 }), (all) => {
        const firewalls = all.map((rules, at) => firewall(`f${at}`, ...rules));
        const answer = ask(...firewalls);
        const boxes = answer.parts.map(setsOf);
        for (const packet of packets) {
          const holding = boxes.filter(
            (box) =>
              isIn(box.destinations.v4, number(packet.destination)) &&
              isIn(box.sources.v4, number(packet.source)) &&
              isIn(box.ports, packet.destinationPort),
          );
          const { action, document } = decideSequence(firewalls, packet);
          expect(holding.map((box) => box.part.action)).toEqual([action]);
          if (action === 'deny') expect(holding[0]?.part.decidedBy[0]).toMatch(new RegExp(`^${document}: `));
        }
        for (const rule of answer.decidedBy) expect(rule.rule.startsWith(`${rule.document}: `)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('is that of the built-in flows for all of them', () => {
    const { together } = answerSequence([firewall('host'), firewall('gate')], facetimeFlows, { from });
    expect(together.map(({ flow: { id }, verdict }) => [id, verdict])).toEqual(
      facetimeFlows.map(({ id }) => [id, 'allowed']),
    );
  });
});

describe('firewalls with too many parts to put together', () => {
  const many = (start: number, target: string) =>
    firewall(
      target,
      ...Array.from(
        { length: 4_500 },
        (_, index) =>
          `-A FORWARD -p udp -s 10.${start + (index >> 8)}.${index & 255}.0/24 -d 9.${index >> 8}.${index & 255}.0/24 -j ${target}`,
      ),
    );

  it('are said to be so, and a firewall that blocks everything decides all the same', () => {
    const [large, other] = [many(0, 'DROP'), many(100, 'DROP')];
    const answer = ask(large, other);
    expect([answer.verdict, answer.problem]).toEqual(['unknown', 'too-many-parts']);
    expect(ask(large, other, firewall('gate', drop(''))).verdict).toBe('blocked');
  }, 60_000);
});
