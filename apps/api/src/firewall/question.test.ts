import {
  firewallAnswersSchema,
  firewallDecisionsSchema,
  firewallDiffSchema,
  firewallShadowedSchema,
  firewallsShadowedSchema,
} from '@ringcheck/contracts';
import { facetimeFlows } from '@ringcheck/firewall';
import { answerQuestion, type FirewallQuestion } from './question.js';

const policyOf = (...rules: readonly string[]) => ({
  name: 'policy',
  text: ['*filter', ':FORWARD ACCEPT [0:0]', ...rules, 'COMMIT', ''].join('\n'),
});
const open = '-A FORWARD -p udp --dport 3478:16402 -j ACCEPT';
const drop = '-A FORWARD -p udp --dport 16393:16402 -j DROP';
const facetime = { flows: { stated: facetimeFlows }, options: {} } as const;

function bodyOf(question: FirewallQuestion): unknown {
  const reply = answerQuestion(question);
  if ('fault' in reply) throw new Error(reply.fault);
  return JSON.parse(reply.body);
}

describe('a question about a firewall', () => {
  it('is answered per flow with the deciding line, its parts, and a fix where asked', () => {
    const body = firewallAnswersSchema.parse(
      bodyOf({
        kind: 'answers',
        policy: policyOf(drop),
        fix: true,
        ...facetime,
        options: { from: '10.0.0.0/8' },
      }),
    );
    const media = body.flows.find(({ flow }) => flow.id === 'media');
    expect([media?.verdict, media?.decidedBy[0]?.line, media?.parts?.map(({ action }) => action)]).toEqual([
      'blocked',
      3,
      ['deny'],
    ]);
    expect(media?.fix?.fixes[0]?.steps[0]?.position).toEqual({ at: 'before-line', line: 3 });
    expect(body.fixes).toHaveLength(1);
    expect(body.policy).toMatchObject({ dialect: 'iptables', rules: 1, understood: 1, unparsed: [] });
  });

  it('says of a fix that is refused why, in words', () => {
    const asa = [
      'hostname edge',
      'access-list in_in extended deny udp any any',
      'access-group in_in in interface inside',
    ];
    const body = firewallAnswersSchema.parse(
      bodyOf({
        kind: 'answers',
        policy: { name: 'policy', text: `${asa.join('\n')}\n` },
        fix: true,
        ...facetime,
      }),
    );
    for (const { reason, message } of body.refusals ?? [])
      expect(message.length).toBeGreaterThan(reason.length);
  });

  it('takes flows as somebody writes them', () => {
    const flows = [
      { id: 'mail', protocol: 'tcp', ports: [25], destinations: 'any', required: true, loses: 'media' },
    ] as const;
    const body = firewallAnswersSchema.parse(
      bodyOf({ kind: 'answers', policy: policyOf(), fix: false, flows, options: {} }),
    );
    expect(body.flows.map(({ flow, verdict }) => [flow.id, flow.ports, verdict])).toEqual([
      ['mail', [[25, 25]], 'allowed'],
    ]);
  });

  it('lists lines nothing reaches', () => {
    const policy = policyOf('-A FORWARD -p udp -j DROP', open);
    const { shadowed } = firewallShadowedSchema.parse(bodyOf({ kind: 'shadowed', policy }));
    expect(shadowed.map(({ line, by }) => [line, by.map((one) => one.line)])).toEqual([[4, [3]]]);
  });

  it('tells lines that nobody sends packets from lines of which that cannot be told', () => {
    const policy = policyOf(
      '-A FORWARD -p tcp -j SUB',
      '-A SUB -p udp -j DROP',
      '-A SUB -m owner --uid-owner 0 -j DROP',
      '-A SUB -p tcp --dport 443 -j ACCEPT',
    );
    const { shadowed, undecided } = firewallShadowedSchema.parse(bodyOf({ kind: 'shadowed', policy }));
    expect(shadowed.map(({ line, kind, by }) => [line, kind, by.map((one) => one.line)])).toEqual([
      [4, 'never-sent', [3]],
    ]);
    expect(undecided.map(({ line, by }) => [line, by.map((one) => [one.line, one.reason])])).toEqual([
      [6, [[5, 'process owner']]],
    ]);
  });

  it('says which flows change, and by which lines', () => {
    const question = { kind: 'diff', old: policyOf(open), new: policyOf(drop, open), ...facetime } as const;
    const { flows } = firewallDiffSchema.parse(bodyOf(question));
    const changed = flows.filter(({ isChanged }) => isChanged);
    expect(
      changed.map(({ flow, before, after, changes }) => [flow.id, before, after, changes[0]?.after[0]?.text]),
    ).toEqual([['media', 'allowed', 'blocked', drop]]);
  });

  it('decides packets in order; an address that is none is unknown and says so', () => {
    const packet = {
      protocol: 'udp',
      source: '10.0.0.1',
      sourcePort: 1,
      destination: '8.8.8.8',
      destinationPort: 16_393,
    } as const;
    const { decisions } = firewallDecisionsSchema.parse(
      bodyOf({
        kind: 'packets',
        policy: policyOf(drop),
        packets: [packet, { ...packet, destinationPort: 53 }, { ...packet, source: 'nobody' }],
      }),
    );
    expect(decisions.map(({ action, line }) => [action, line])).toEqual([
      ['deny', 3],
      ['allow', 2],
      ['unknown', undefined],
    ]);
  });

  it('masks the secrets of a text before anything of it is shown', () => {
    const text =
      'hostname fw\nenable secret 5 PLANTED-SECRET\nsnmp-server community PLANTED-SECRET RO\naccess-list 101 permit ip any any\n';
    const reply = answerQuestion({
      kind: 'answers',
      policy: { name: 'policy', text },
      fix: true,
      ...facetime,
    });
    expect(JSON.stringify(reply)).not.toContain('PLANTED-SECRET');
  });
});

describe('a question about the firewalls of a network', () => {
  const sequence = (...lists: readonly (readonly string[])[]) => ({
    name: 'policy',
    firewalls: lists.map((rules, at) => ({ document: `fw-${at}.rules`, text: policyOf(...rules).text })),
  });
  const both = sequence([], [drop]);

  it('is answered for what passes all of them, with the document that blocks and its fix', () => {
    const body = firewallAnswersSchema.parse(
      bodyOf({ kind: 'answers', policy: both, fix: true, ...facetime, options: { from: '10.0.0.0/8' } }),
    );
    expect([body.policy, body.firewalls?.map(({ document }) => document)]).toEqual([
      undefined,
      ['fw-0.rules', 'fw-1.rules'],
    ]);
    const media = body.flows.find(({ flow }) => flow.id === 'media');
    expect([media?.verdict, media?.decidedBy[0]]).toEqual([
      'blocked',
      expect.objectContaining({ document: 'fw-1.rules', line: 3, rule: 'fw-1.rules: FORWARD 1' }),
    ]);
    expect(media?.parts?.map(({ decidedBy }) => decidedBy)).toEqual([['fw-1.rules: FORWARD 1']]);
    expect([media?.fix?.fixes, body.fixes].map((fixes) => fixes?.map(({ document }) => document))).toEqual([
      ['fw-1.rules'],
      ['fw-1.rules'],
    ]);
    expect(body.flows.filter(({ fix }) => fix !== undefined)).toHaveLength(1);
  });

  it('lists dead lines document by document', () => {
    const question = { kind: 'shadowed', policy: sequence([drop, drop], []) } as const;
    const { firewalls } = firewallsShadowedSchema.parse(bodyOf(question));
    expect(firewalls.map(({ document, shadowed }) => [document, shadowed.map(({ line }) => line)])).toEqual([
      ['fw-0.rules', [4]],
      ['fw-1.rules', []],
    ]);
  });

  it('says what changes from one policy to a sequence', () => {
    const question = { kind: 'diff', old: policyOf(), new: both, ...facetime } as const;
    const { before, after, flows } = firewallDiffSchema.parse(bodyOf(question));
    expect(before).toMatchObject({ dialect: 'iptables' });
    expect(after).toMatchObject({ firewalls: [{ document: 'fw-0.rules' }, { document: 'fw-1.rules' }] });
    expect(
      flows
        .filter(({ isChanged }) => isChanged)
        .map(({ flow, changes }) => [flow.id, changes[0]?.after.map(({ document }) => document)]),
    ).toEqual([['media', ['fw-1.rules']]]);
  });

  it('decides packets by all of them', () => {
    const packet = { protocol: 'udp', source: '10.0.0.1', sourcePort: 1, destination: '8.8.8.8' } as const;
    const packets = [16_393, 53].map((destinationPort) => ({ ...packet, destinationPort }));
    const { decisions } = firewallDecisionsSchema.parse(bodyOf({ kind: 'packets', policy: both, packets }));
    expect(decisions.map(({ action, document, each }) => [action, document, each?.length])).toEqual([
      ['deny', 'fw-1.rules', 2],
      ['allow', undefined, 2],
    ]);
  });

  it('names the document that cannot be read', () => {
    const broken = {
      name: 'old',
      firewalls: [...both.firewalls, { document: 'gone.rules', text: 'Dear all' }],
    };
    const reply = answerQuestion({ kind: 'shadowed', policy: broken });
    expect('fault' in reply ? reply.fault : '').toMatch(/^old gone\.rules: no firewall policy/);
  });
});

describe('a question that cannot be asked', () => {
  it.each([
    [
      'an empty text',
      { kind: 'shadowed', policy: { name: 'policy', text: '' } },
      'policy: no firewall policy',
    ],
    [
      'bytes of anything',
      {
        kind: 'diff',
        old: policyOf(),
        new: { name: 'new', text: '\u0000\ufffd\ud800*filter'.repeat(999) },
        ...facetime,
      },
      'new: no firewall policy',
    ],
    [
      'a range that is none',
      { kind: 'answers', policy: policyOf(), fix: true, ...facetime, options: { from: '10.0.0.0/99' } },
      'from 10.0.0.0/99: not an address range',
    ],
    [
      'a chain that is not there',
      { kind: 'answers', policy: policyOf(), fix: false, ...facetime, options: { chain: '__proto__' } },
      'chain __proto__: no such path; this policy has FORWARD',
    ],
  ] as const)('%s is refused in words', (_name, question, words) => {
    const reply = answerQuestion(question);
    expect('fault' in reply ? reply.fault : 'answered').toContain(words);
  });
});
