import { aNetwork, established, iptables, type NetworkSpec } from '../testing.js';
import { judgeAsEgress, judgeFirewalls } from './answers.js';
import {
  jointCause,
  jointData,
  jointEvidence,
  jointGap,
  jointProblems,
  type JointProblem,
} from './together.js';

const half = (block: string, ...more: string[]): string =>
  iptables([established, ...more, `-A FORWARD -p udp -d ${block} -j DROP`], 'ACCEPT');
const doubtful = '128.0.0.0/1 -m set --match-set calls dst';
const media = ['relay', 'probe', 'media'];
const flowTexts = [
  'UDP 3478-3497 (Path finding and relays (STUN))',
  'UDP 16384-16387 (NAT probing and call set-up)',
  'UDP 16393-16402 (Audio and video between the devices)',
];

function together(firewalls: NonNullable<NetworkSpec['firewalls']>, more: NetworkSpec = {}) {
  const network = aNetwork({ ...more, firewalls });
  return jointProblems(network, judgeAsEgress(network));
}
const ids = (problems: readonly JointProblem[]): unknown[] =>
  problems.map(({ effect, flows }) => [effect, flows.map(({ flow }) => flow.id)]);

describe('what several firewalls do together', () => {
  it('is to stop what each of them lets half through, with the lines of each and what to add to each', () => {
    const [problem, ...more] = together({ 'a.rules': half('0.0.0.0/1'), 'b.rules': half('128.0.0.0/1') });
    expect(more).toEqual([]);
    if (problem === undefined) throw new Error('there is one');
    expect(ids([problem])).toEqual([['stops', media]]);
    const add =
      'add, before line 4: "-A FORWARD -s 10.0.0.0/8,172.16.0.0/12,192.168.0.0/16 -p udp -m multiport --dports 3478:3497,16384:16387,16393:16402 -j ACCEPT". Save the rules afterwards (iptables-save into the file that is loaded at start), or they are gone with the next one';
    expect(jointData(problem)).toEqual({
      orders: `In a.rules ${add}. In b.rules ${add}`,
      places: ['line 4 of a.rules', 'line 4 of b.rules'],
      documents: ['a.rules', 'b.rules'],
      flows: flowTexts,
    });
    expect(jointEvidence(problem).map(({ document, line, path }) => [document, line, path])).toEqual([
      ['a.rules', 4, 'FORWARD 2'],
      ['b.rules', 4, 'FORWARD 2'],
    ]);
    expect(jointCause(problem)).toBe('firewall:a.rules/line-4 + firewall:b.rules/line-4');
  });

  it('cannot be told where the other half cannot, by the line that is in doubt', () => {
    const problems = together({ 'a.rules': half('0.0.0.0/1'), 'b.rules': half(doubtful) });
    expect(ids(problems)).toEqual(media.map((id) => ['unknown', [id]]));
    const [problem] = problems;
    if (problem === undefined) throw new Error('there is one');
    expect(problem.openings).toEqual([]);
    expect(jointData(problem).orders).toBe('');
    expect(jointGap(problem, 'campus')).toMatchObject({
      key: 'firewall:b.rules',
      title: 'Firewall policy b.rules',
    });
    expect(jointGap(problem, 'campus').how).toContain('for network "campus"');
  });

  it('names of each firewall the line that closes the largest part', () => {
    const quarters = iptables(
      [
        established,
        '-A FORWARD -p udp -d 0.0.0.0/2 --dport 16384:16402 -j DROP',
        '-A FORWARD -p udp -d 64.0.0.0/2 --dport 3478:3497 -j DROP',
        '-A FORWARD -p udp -d 64.0.0.0/2 --dport 16384:16402 -j DROP',
      ],
      'ACCEPT',
    );
    const [problem] = together({ 'a.rules': quarters, 'b.rules': half('128.0.0.0/1') });
    expect(problem && jointData(problem).places).toEqual(['line 6 of a.rules', 'line 4 of b.rules']);
    expect(problem && ids([problem])).toEqual([['stops', ['probe', 'media']]]);
  });

  it('is nothing where one of them stops the flow by itself', () => {
    const all = iptables([established, '-A FORWARD -p udp --dport 3478:16402 -j DROP'], 'ACCEPT');
    expect(together({ 'a.rules': all, 'b.rules': half('128.0.0.0/1') })).toEqual([]);
    const one = half('0.0.0.0/1', '-A FORWARD -p udp --dport 3478:3497 -j DROP');
    expect(ids(together({ 'a.rules': one, 'b.rules': half('128.0.0.0/1') }))).toEqual([
      ['stops', ['probe', 'media']],
    ]);
  });

  it('is nothing where one of them leaves the flow open by itself, and the other closes a part', () => {
    const unsure = iptables(
      [established, '-A FORWARD -p udp -m set --match-set calls dst -j DROP'],
      'ACCEPT',
    );
    expect(ids(together({ 'a.rules': half('0.0.0.0/1'), 'b.rules': unsure }))).toEqual([]);
  });

  it('is nothing for one firewall, and nothing where they close the same', () => {
    expect(together({ 'a.rules': half('0.0.0.0/1') })).toEqual([]);
    expect(together({ 'a.rules': half('0.0.0.0/1'), 'b.rules': half('0.0.0.0/1') })).toEqual([]);
  });

  it('is worked out once for a network, and anew for other clients', () => {
    const network = aNetwork({
      match: { cidr: ['10.20.0.0/16'] },
      firewalls: { 'a.rules': half('0.0.0.0/1'), 'b.rules': half('128.0.0.0/1') },
    });
    const own = jointProblems(network, judgeFirewalls(network));
    expect(jointProblems(network, judgeFirewalls(network))).toBe(own);
    const egress = jointProblems(network, judgeAsEgress(network));
    expect(egress).not.toBe(own);
    expect(
      [own, egress].map(([problem]) => problem && jointData(problem).orders.includes('10.20.0.0/16')),
    ).toEqual([true, false]);
  });

  it('is told without a line where none can be named', () => {
    const document = { path: 'a.rules', sha256: 'ab' };
    const named = { rule: 'wan out', text: 'x', action: 'deny', ports: [], destinations: [] } as const;
    const problem: JointProblem = {
      effect: 'unknown',
      flows: [],
      deciders: [{ document }, { document, rule: named }],
      openings: [],
    };
    expect(jointData(problem).places).toEqual(['the whole of a.rules', 'rule "wan out" of a.rules']);
    expect(jointData(problem).documents).toEqual(['a.rules']);
    expect(jointEvidence(problem)[0]).toMatchObject({ document: 'a.rules', offset: 0 });
    expect(jointCause(problem)).toBe('firewall:a.rules/policy + firewall:a.rules/wan-out');
    expect(jointGap(problem, 'campus').key).toBe('firewall:a.rules');
    expect(jointGap({ ...problem, deciders: [] }, 'campus').key).toBe('firewall:campus');
  });
});
