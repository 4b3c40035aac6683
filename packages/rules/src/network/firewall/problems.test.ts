import { aNetwork, established, iptables, oneWay, type NetworkSpec } from '../testing.js';
import { judgeAsEgress, judgeFirewalls, lineCause, lineEvidence, problemData } from './answers.js';

const campus: NetworkSpec = { match: { cidr: ['10.20.0.0/16'] } };
const judged = (text: string, more: NetworkSpec = campus) =>
  judgeFirewalls(aNetwork({ ...more, firewalls: { 'a.rules': text } }));

/** Effect, scope, cause, place, text and flows of every problem. */
const told = (text: string): unknown[] =>
  judged(text).flatMap((firewall) =>
    firewall.problems.map((problem) => {
      const { place, text: said, flows } = problemData(firewall, problem);
      const cause = lineCause(firewall.document, problem);
      return [problem.effect, problem.scope, cause, place, said, flows];
    }),
  );

const relay = 'Path finding and relays (STUN)';
const probe = 'NAT probing and call set-up';
const media = 'Audio and video between the devices';

describe('the problems of a firewall', () => {
  it('are one for each line and effect, what cannot be told first', () => {
    const lines = [
      '-A FORWARD -p tcp --dport 80 -j DROP',
      '-A FORWARD -p udp --dport 3480:3497 -j DROP',
      '-A FORWARD -p udp --dport 16384 -j DROP',
      '-A FORWARD -p udp -m set --match-set x dst -j DROP',
    ] as const;
    const at = (index: number) => [
      `firewall:a.rules/line-${index + 3}`,
      `line ${index + 3}`,
      lines.at(index),
    ];
    expect(told(iptables(lines, 'ACCEPT'))).toEqual([
      [
        'unknown',
        undefined,
        ...at(3),
        [`UDP 3478-3479 (${relay})`, `UDP 16385-16387 (${probe})`, `UDP 16393-16402 (${media})`],
      ],
      ['at-risk', 'quality', ...at(1), [`UDP 3480-3497 (${relay})`]],
      ['at-risk', 'quality', ...at(2), [`UDP 16384 (${probe})`]],
      ['at-risk', 'activation', ...at(0), ['TCP 80 (Certificate checks over HTTP)']],
    ]);
  });

  it('take into a line that stops calls what else it endangers', () => {
    const line = '-A FORWARD -p udp --dport 3480:16402 -j DROP';
    expect(told(iptables([line], 'ACCEPT'))).toEqual([
      [
        'stops',
        undefined,
        'firewall:a.rules/line-3',
        'line 3',
        line,
        [`UDP 16384-16387 (${probe})`, `UDP 16393-16402 (${media})`, `UDP 3480-3497 (${relay})`],
      ],
    ]);
  });

  it('name no line where answers do not come back in', () => {
    expect(told(oneWay).map((problem) => (problem as unknown[]).slice(0, 5))).toEqual([
      ['stops', undefined, 'firewall:a.rules/return-traffic', 'the whole', 'answers do not come back in'],
    ]);
  });

  it('do not count the line on push where devices fall back to HTTPS', () => {
    const line = '-A FORWARD -p tcp --dport 5223 -j DROP';
    const [firewall] = judged(iptables([established, line], 'ACCEPT'));
    expect(firewall?.problems).toEqual([]);
    expect(firewall?.pushFallsBack).toMatchObject({
      flow: { id: 'push' },
      ports: [[5223, 5223]],
      rule: { line: 4, text: line },
    });
    expect(firewall?.undescribedFamily).toBe(6);
  });

  it('are judged for the only block of the network, where the firewall speaks of no other family', () => {
    const clients = (text: string, more: NetworkSpec) => judged(text, more).map(({ from }) => from);
    const text = iptables([established], 'ACCEPT');
    expect(clients(text, campus)).toEqual(['10.20.0.0/16']);
    expect(clients(text, { match: { cidr: ['10.20.0.0/16', '10.30.0.0/16'] } })).toEqual([undefined]);
    expect(clients(text, { match: { cidr: ['fd00::/8'] } })).toEqual([undefined]);
    expect(clients(text, { match: { ssid: ['Campus'] } })).toEqual([undefined]);
    const both =
      'table inet filter {\n  chain forward {\n    type filter hook forward priority 0; policy accept;\n  }\n}\n';
    expect(clients(both, campus)).toEqual([undefined]);
  });

  it('are another matter for traffic out of a tunnel, whose clients may have any address', () => {
    const network = aNetwork({
      ...campus,
      firewalls: { 'a.rules': iptables(['-A FORWARD -s 10.66.0.0/16 -p udp -j DROP'], 'ACCEPT') },
    });
    expect(judgeFirewalls(network).map(({ problems }) => problems.length)).toEqual([0]);
    expect(judgeAsEgress(network).map(({ problems }) => problems.map(({ effect }) => effect))).toEqual([
      ['at-risk'],
    ]);
  });

  it('are worked out once for a policy, its flows and its clients', () => {
    const network = aNetwork({ ...campus, firewalls: { 'a.rules': oneWay } });
    const [first] = judgeFirewalls(network);
    const [again] = judgeFirewalls(network);
    const [elsewhere] = judgeFirewalls({ ...network, definition: { ...network.definition, match: {} } });
    expect(again?.problems).toBe(first?.problems);
    expect(elsewhere?.problems).not.toBe(first?.problems);
  });
});

describe('a line as evidence and as cause', () => {
  const document = { path: 'a.rules', sha256: 'cd' };
  const rule = { rule: 'FORWARD 2', text: '-j DROP', action: 'deny', ports: [], destinations: [] } as const;
  const problem = { effect: 'stops', kind: 'line', flows: [] } as const;

  it('is told by its line, else by its name, else as the whole policy', () => {
    expect(lineEvidence(document, { ...rule, line: 4 })).toEqual({
      document: 'a.rules',
      sha256: 'cd',
      path: 'FORWARD 2',
      line: 4,
      value: '-j DROP',
    });
    expect(Object.keys(lineEvidence(document, rule))).not.toContain('line');
    expect(lineEvidence(document, undefined)).toMatchObject({ document: 'a.rules', offset: 0 });
    expect([
      lineCause(document, { ...problem, rule: { ...rule, line: 4 } }),
      lineCause(document, { ...problem, rule }),
      lineCause(document, problem),
    ]).toEqual(['firewall:a.rules/line-4', 'firewall:a.rules/FORWARD-2', 'firewall:a.rules/policy']);
  });

  it('is put into words by its name, or as the whole', () => {
    const [firewall] = judged(iptables([established], 'ACCEPT'));
    if (firewall === undefined) throw new Error('there is one');
    const { reason: _, ...said } = problemData(firewall, { ...problem, rule });
    expect([said.place, said.text]).toEqual(['rule "FORWARD 2"', '-j DROP']);
    const whole = problemData(firewall, { ...problem });
    expect([whole.place, whole.text, whole.reason]).toEqual([
      'the whole',
      'no line says more',
      'what it lets through cannot be told',
    ]);
    const doubtful = problemData(firewall, { ...problem, rule: { ...rule, reason: 'ipset x' } });
    expect(doubtful.reason).toBe('ipset x');
  });
});
