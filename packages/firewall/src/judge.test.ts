import {
  answerFlow,
  compilePolicy,
  facetimeFlows,
  type FlowStatement,
  judgeFaceTime,
  type JudgeOptions,
  type NetworkJudgement,
  parseFirewall,
  statedFlows,
} from './index.js';

function judge(rules: readonly string[], policy = 'DROP', options: JudgeOptions = {}): NetworkJudgement {
  const text = ['*filter', `:FORWARD ${policy} [0:0]`, ...rules, 'COMMIT'].join('\n');
  const parsed = parseFirewall(text).policy;
  if (parsed === undefined) throw new Error('no policy');
  const compiled = compilePolicy(parsed);
  return judgeFaceTime(
    facetimeFlows.map((flow) => answerFlow(compiled, flow)),
    options,
  );
}

const summary = ({ outcome, findings }: NetworkJudgement): unknown[] => [
  outcome,
  ...findings.filter(({ id }) => id !== 'family-not-described').map(({ id, ports }) => [id, ports]),
];

const established = '-A FORWARD -m state --state ESTABLISHED,RELATED -j ACCEPT';
const tcp = '-A FORWARD -p tcp -m multiport --dports 80,443,5223 -j ACCEPT';
const udp = '-A FORWARD -p udp -m multiport --dports 3478:3497,16384:16387,16393:16402 -j ACCEPT';
const clock = '-A FORWARD -p udp --dport 123 -j ACCEPT';
const all = [established, tcp, udp, clock];

describe('what a policy means for FaceTime', () => {
  it('is clear when every flow is open', () => {
    expect(summary(judge(all))).toEqual(['clear']);
    expect(summary(judge([], 'ACCEPT'))).toEqual(['clear']);
  });

  it('says that an IPv4 file tells nothing about IPv6', () => {
    expect(judge(all).findings).toEqual([
      { id: 'family-not-described', effect: 'note', flows: [], ports: [], family: 6, decidedBy: [] },
    ]);
  });

  it('stops calls when TCP 443 is closed, and names the line', () => {
    const judged = judge(['-A FORWARD -p tcp --dport 443 -j REJECT'], 'ACCEPT');
    expect(summary(judged)).toEqual(['limited', ['https-closed', [[443, 443]]]]);
    expect(judged.findings[0]?.decidedBy.map(({ line, text, action }) => [line, text, action])).toEqual([
      [3, '-A FORWARD -p tcp --dport 443 -j REJECT', 'deny'],
    ]);
  });

  it('stops calls when all UDP is closed', () => {
    expect(summary(judge([established, tcp, clock]))).toEqual([
      'limited',
      [
        'udp-closed',
        [
          [3478, 3497],
          [16384, 16387],
          [16393, 16402],
        ],
      ],
    ]);
  });

  it('lists the missing UDP ports exactly', () => {
    expect(
      summary(
        judge([
          established,
          tcp,
          clock,
          '-A FORWARD -p udp --dport 3478 -j ACCEPT',
          '-A FORWARD -p udp --dport 16393:16402 -j ACCEPT',
        ]),
      ),
    ).toEqual(['limited', ['udp-ports-missing', [[16384, 16387]]], ['udp-ports-missing', [[3479, 3497]]]]);
  });

  it('stops calls where a whole UDP flow is closed, and endangers them where a part of one is', () => {
    const open = (ports: string): string[] => [
      established,
      tcp,
      clock,
      `-A FORWARD -p udp -m multiport --dports ${ports} -j ACCEPT`,
    ];
    const effects = (ports: string): unknown[] => {
      const { outcome, findings } = judge(open(ports));
      return [
        outcome,
        ...findings.flatMap(({ effect, scope, flows }) => (flows.length > 0 ? [[effect, scope, flows]] : [])),
      ];
    };
    expect(effects('3478:3497,16384:16387')).toEqual(['limited', ['stops', undefined, ['media']]]);
    expect(effects('3478:3497,16384:16387,16393')).toEqual(['at-risk', ['at-risk', 'quality', ['media']]]);
    expect(effects('3478:3497,16384:16387,16393:16402')).toEqual(['clear']);
  });

  it('lets push fall back to TCP 443 unless that is inspected', () => {
    const rules = [established, udp, clock, '-A FORWARD -p tcp -m multiport --dports 80,443 -j ACCEPT'];
    expect(summary(judge(rules))).toEqual(['clear', ['push-falls-back', [[5223, 5223]]]]);
    expect(summary(judge(rules, 'DROP', { tlsInspection: true }))).toEqual([
      'limited',
      ['push-closed-inspected', [[5223, 5223]]],
    ]);
  });

  it('puts activation at risk without TCP 80 or the clock', () => {
    const rules = [established, udp, '-A FORWARD -p tcp -m multiport --dports 443,5223 -j ACCEPT'];
    const judged = judge(rules);
    expect(summary(judged)).toEqual(['at-risk', ['http-closed', [[80, 80]]], ['clock-closed', [[123, 123]]]]);
    expect(judged.findings.map(({ scope }) => scope).slice(0, 2)).toEqual(['activation', 'activation']);
  });

  it('puts quality at risk when media may only reach Apple', () => {
    const judged = judge([established, tcp, clock, `${udp.replace('-p udp', '-p udp -d 17.0.0.0/8')}`]);
    expect(judged.outcome).toBe('at-risk');
    expect(
      judged.findings
        .filter(({ id }) => id === 'only-apple-addresses')
        .map(({ flows, openDestinations }) => [flows, openDestinations]),
    ).toEqual([
      [['relay'], ['17.0.0.0/8']],
      [['probe'], ['17.0.0.0/8']],
      [['media'], ['17.0.0.0/8']],
    ]);
  });

  it('puts quality at risk when a part of the internet is closed', () => {
    const judged = judge(['-A FORWARD -d 5.0.0.0/8 -p udp -j DROP'], 'ACCEPT');
    expect(judged.findings.find(({ id }) => id === 'destinations-limited')?.ports).toEqual([[3478, 3497]]);
  });

  it('is not impressed by closing addresses no peer can have', () => {
    expect(
      summary(
        judge(
          [established, '-A FORWARD -d 10.0.0.0/8 -j DROP', '-A FORWARD -d 224.0.0.0/4 -j DROP'],
          'ACCEPT',
        ),
      ),
    ).toEqual(['clear']);
  });

  it('tells clients that are shut out from destinations that are', () => {
    const judged = judge(['-A FORWARD -s 10.66.0.0/16 -p udp -j DROP'], 'ACCEPT');
    expect(judged.findings.find(({ id }) => id === 'some-clients-stopped')?.flows).toEqual(['relay']);
  });

  it('stops calls when the answers may not come back', () => {
    const rules = [tcp, udp, clock].map((rule) => rule.replace(' -j', ' -m state --state NEW -j'));
    expect(summary(judge(rules)).slice(0, 2)).toEqual(['limited', ['no-return-traffic', [[443, 443]]]]);
  });

  it('is unknown when a rule that matters cannot be decided', () => {
    const judged = judge(['-A FORWARD -p udp -m set --match-set elsewhere dst -j DROP'], 'ACCEPT');
    expect([judged.outcome, judged.findings[0]?.id, judged.findings[0]?.decidedBy[0]?.reason]).toEqual([
      'unknown',
      'undecided',
      'ipset elsewhere',
    ]);
  });
});

describe('what closing a stated flow means', () => {
  const closed = (statement: Partial<FlowStatement>): unknown => {
    const parsed = parseFirewall(
      '*filter\n:FORWARD ACCEPT [0:0]\n-A FORWARD -p tcp --dport 8443 -j DROP\nCOMMIT',
    );
    if (parsed.policy === undefined) throw new Error('no policy');
    const compiled = compilePolicy(parsed.policy);
    const flows = statedFlows([{ id: 'own', protocol: 'tcp', ports: [[8443, 8443]], ...statement }]);
    const { outcome, findings } = judgeFaceTime(flows.map((flow) => answerFlow(compiled, flow)));
    return [
      outcome,
      ...findings.filter(({ id }) => id === 'flow-closed').map(({ effect, scope }) => [effect, scope]),
    ];
  };

  it.each([
    [{ loses: 'media' }, ['limited', ['stops', undefined]]],
    [{ loses: 'signalling' }, ['limited', ['stops', undefined]]],
    [{ loses: 'activation' }, ['at-risk', ['at-risk', 'activation']]],
    [{ loses: 'video' }, ['at-risk', ['at-risk', 'quality']]],
    [{ loses: 'media', required: false }, ['at-risk', ['at-risk', 'quality']]],
  ] as const)('follows what it loses: %j', (statement, expected) => {
    expect(closed(statement)).toEqual(expected);
  });

  it('moves the fallback of push with the port of HTTPS', () => {
    const parsed = parseFirewall(
      '*filter\n:FORWARD ACCEPT [0:0]\n-A FORWARD -p tcp -m multiport --dports 5223,443 -j DROP\nCOMMIT',
    );
    if (parsed.policy === undefined) throw new Error('no policy');
    const compiled = compilePolicy(parsed.policy);
    const flows = statedFlows([{ id: 'https', ports: [[8443, 8443]] }]);
    const { findings } = judgeFaceTime(flows.map((flow) => answerFlow(compiled, flow)));
    expect(findings.map(({ id }) => id)).toContain('push-falls-back');
  });
});
