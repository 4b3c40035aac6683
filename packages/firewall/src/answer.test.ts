import {
  answerFlow,
  answerFlows,
  compilePolicy,
  facetimeFlows,
  type Flow,
  type FlowAnswer,
  parseFirewall,
} from './index.js';
import type { FlowOptions } from './flow-answer.js';

const relay = facetimeFlows.find(({ id }) => id === 'relay') as Flow;

function ask(lines: readonly string[], options: FlowOptions = {}, flow: Flow = relay): FlowAnswer {
  const { policy } = parseFirewall(lines.join('\n'));
  if (policy === undefined) throw new Error('no policy');
  return answerFlow(compilePolicy(policy), flow, options);
}

const forward = (...rules: readonly string[]): string[] => [
  '*filter',
  ':FORWARD DROP [0:0]',
  ...rules,
  'COMMIT',
];

describe('flow answers', () => {
  it('split the flow into disjoint parts with the line that decided each', () => {
    const answer = ask(
      forward('-A FORWARD -p udp --dport 3478:3480 -j ACCEPT', '-A FORWARD -d 17.0.0.0/8 -p udp -j ACCEPT'),
      { from: '10.1.0.0/16' },
    );
    expect(answer.verdict).toBe('partial');
    expect(
      answer.decidedBy.map(({ rule, line, action, ports, destinations }) => [
        rule,
        line,
        action,
        ports,
        destinations.slice(0, 1),
      ]),
    ).toEqual([
      ['FORWARD policy', 2, 'deny', [[3481, 3497]], ['1.0.0.0-9.255.255.255']],
      ['FORWARD 1', 3, 'allow', [[3478, 3480]], ['any']],
      ['FORWARD 2', 4, 'allow', [[3481, 3497]], ['17.0.0.0/8']],
    ]);
    expect(answer.parts.every((part) => part.sources.join() === '10.1.0.0/16')).toBe(true);
  });

  it('give the ports closed, narrowed and the destinations left open', () => {
    const answer = ask(forward('-A FORWARD -d 17.0.0.0/8 -p udp --dport 3478 -j ACCEPT'), {
      from: '10.0.0.0/8',
    });
    expect(answer.families).toEqual([
      {
        family: 4,
        closed: [[3479, 3497]],
        undecided: [],
        narrowed: [[3478, 3478]],
        doubtful: [],
        openDestinations: ['17.0.0.0/8'],
        dependsOnClient: false,
      },
    ]);
  });

  it('take the way out that network address translation shows', () => {
    const nat = ['*nat', '-A POSTROUTING -o eth0 -j MASQUERADE', 'COMMIT'];
    const rules = forward(
      '-A FORWARD -i eth1 -o eth0 -j ACCEPT',
      '-A FORWARD -i eth0 -m state --state ESTABLISHED -j ACCEPT',
    );
    expect([ask([...nat, ...rules]).verdict, ask([...nat, ...rules]).returnTraffic]).toEqual([
      'allowed',
      'allowed',
    ]);
  });

  it('take of two directions the one in which connections may start', () => {
    const rules = forward(
      '-A FORWARD -i eth1 -o eth0 -j ACCEPT',
      '-A FORWARD -i eth0 -o eth1 -m state --state ESTABLISHED -j ACCEPT',
    );
    expect(ask(rules).verdict).toBe('allowed');
  });

  it('are unknown where it depends on the network a client is in, and decided once it is named', () => {
    const rules = forward(
      '-A FORWARD -i guest -o wan -p udp -j DROP',
      '-A FORWARD -o wan -j ACCEPT',
      '-A FORWARD -i staff -o wan -j ACCEPT',
    );
    const open = ask(rules);
    expect([open.verdict, open.decidedBy[0]?.reason]).toEqual([
      'unknown',
      'depends on the interfaces: guest to wan; staff to wan',
    ]);
    expect([ask(rules, { in: 'guest' }).verdict, ask(rules, { in: 'staff' }).verdict]).toEqual([
      'blocked',
      'allowed',
    ]);
  });

  it('say when the question does not fit the policy', () => {
    const rules = forward('-A FORWARD -j ACCEPT');
    expect([
      ask(rules, { chain: 'nothing' }).problem,
      ask(rules, { from: 'here' }).problem,
      ask(rules, { from: '2001:db8::/32' }).problem,
    ]).toEqual(['no-such-path', 'bad-address', 'family-not-described']);
  });

  it('are exact where address prefixes of the question cut those of the policy', () => {
    const answer = ask(forward('-A FORWARD -s 10.0.0.0/8 -p udp -j ACCEPT'), { from: '10.0.0.128/25' });
    expect([answer.verdict, answer.parts.map((part) => part.sources)]).toEqual([
      'allowed',
      [['10.0.0.128/25']],
    ]);
  });

  it('are the same asked together or alone, whether or not a rule tells TCP from UDP', () => {
    const apple = '-A FORWARD -d 17.0.0.0/8 -j ACCEPT';
    const verdicts = [[apple], ['-A FORWARD -p udp -d 17.0.0.0/9 -j DROP', apple]].map((rules) => {
      const { policy } = parseFirewall(forward(...rules).join('\n'));
      if (policy === undefined) throw new Error('no policy');
      const compiled = compilePolicy(policy);
      const flows = facetimeFlows.filter(({ id }) => id === 'push' || id === 'relay');
      const told = ({ flow, families, decidedBy }: FlowAnswer): unknown => [
        flow.id,
        families,
        decidedBy.map(({ rule, destinations, ports }) => [rule, destinations, ports]),
      ];
      const together = answerFlows(compiled, flows).map(told);
      expect(together).toEqual(flows.map((flow) => told(answerFlow(compiled, flow))));
      return answerFlows(compiled, flows).map(({ verdict }) => verdict);
    });
    expect(verdicts).toEqual([
      ['allowed', 'partial'],
      ['allowed', 'partial'],
    ]);
  });

  it('see a stateless pair of rules as a way back', () => {
    const out = '-A FORWARD -p udp --dport 3478:3497 -j ACCEPT';
    expect(ask(forward(out)).returnTraffic).toBe('blocked');
    expect(ask(forward(out, '-A FORWARD -p udp --sport 3478:3497 -j ACCEPT')).returnTraffic).toBe('allowed');
    expect(ask(forward(out, '-A FORWARD -p udp --sport 3478 -j ACCEPT')).returnTraffic).toBe('partial');
  });

  it('cover every flow with known ranges', () => {
    const open = ['*filter', ':FORWARD ACCEPT [0:0]', 'COMMIT'];
    expect(facetimeFlows.map((flow) => ask(open, {}, flow).verdict)).toEqual(
      facetimeFlows.map(() => 'allowed'),
    );
    expect(new Set(facetimeFlows.map(({ id }) => id)).size).toBe(facetimeFlows.length);
  });
});
