import { parsePolicy, type Policy } from './index.js';

const ref = { path: 'ringcheck.yaml', sha256: 'ab' };
const options = { flowIds: ['https', 'push', 'media', 'clock'] };

function accepted(text: string): Policy {
  const { policy, diagnostics } = parsePolicy(text, ref, options);
  expect(diagnostics).toEqual([]);
  if (policy === undefined) throw new Error('no policy');
  return policy;
}

function refused(flow: string, known = options): string[] {
  const { policy, diagnostics } = parsePolicy(`version: 1\nflows:\n  - ${flow}\n`, ref, known);
  expect(policy).toBeUndefined();
  return diagnostics.map(({ at, code, message }) => `${at?.line}:${at?.column} ${code} ${message}`);
}

describe('flows of a policy', () => {
  it('are read with ports as ranges, destinations as blocks, and their place', () => {
    const { flows } = accepted(
      [
        'version: 1',
        'flows:',
        '  - { id: media, ports: [16393-16402, 17000] }',
        '  - id: campus-relay',
        '    title: Our relay',
        '    protocol: udp',
        '    ports: 5349',
        '    destinations: 203.0.113.0/24',
        '    loses: video',
        '    required: false',
        '    source: ticket 12',
        '  - { id: push, destinations: any }',
      ].join('\n'),
    );
    expect(flows).toEqual([
      {
        id: 'media',
        ports: [
          [16393, 16402],
          [17000, 17000],
        ],
        at: expect.objectContaining({ line: 3, column: 5 }),
      },
      {
        id: 'campus-relay',
        title: 'Our relay',
        protocol: 'udp',
        ports: [[5349, 5349]],
        destinations: ['203.0.113.0/24'],
        loses: 'video',
        required: false,
        source: 'ticket 12',
        at: expect.objectContaining({ line: 4, column: 5 }),
      },
      { id: 'push', destinations: 'any', at: expect.objectContaining({ line: 12 }) },
    ]);
  });

  it('are carried by every network, and by none where nothing is stated', () => {
    const networks = 'networks: [{ name: campus }, { name: dc }]';
    const { networks: with_, flows } = accepted(
      `version: 1\n${networks}\nflows: [{ id: clock, required: true }]`,
    );
    expect(with_.map((network) => network.flows === flows)).toEqual([true, true]);
    expect(accepted(`version: 1\n${networks}`).networks.map(({ flows: none }) => none)).toEqual([
      undefined,
      undefined,
    ]);
  });

  it.each([
    ['{ id: medi, ports: 5 }', '3:11 policy-unknown-flow', 'Did you mean media?'],
    [
      '{ id: relay-two, protocol: udp }',
      '3:11 policy-unknown-flow',
      'needs ports. Built in: https, push, media, clock.',
    ],
    ['{ id: own, title: x }', '3:11 policy-unknown-flow', 'needs protocol and ports.'],
    ['{ id: media }', '3:5 policy-bad-value', 'states nothing but its id'],
    ['{ ports: 5 }', '3:5 policy-missing-key', 'needs id'],
    ['{ id: media, port: 5 }', '3:18 policy-unknown-key', 'Did you mean ports?'],
    ['{ id: media, protocol: icmp }', '3:28 policy-bad-value', 'wants tcp or udp'],
    ['{ id: media, ports: 70000 }', '3:25 policy-bad-value', 'is no port up to 65535'],
    ['{ id: media, ports: [3478, 16402-16393] }', '3:32 policy-bad-value', 'is no port up to 65535'],
    ['{ id: media, ports: 3.5 }', '3:25 policy-bad-value', 'is no port up to 65535'],
    ['{ id: media, ports: true }', '3:25 policy-bad-value', 'wants a port or a range of ports'],
    ['{ id: media, ports: [] }', '3:25 policy-bad-value', 'wants at least one value'],
    ['{ id: push, destinations: [push.apple.com] }', '3:32 policy-bad-value', 'is no address block'],
    [
      '{ id: push, destinations: [any, 17.0.0.0/8] }',
      '3:31 policy-bad-value',
      'any stands for every address',
    ],
    ['{ id: push, loses: medi }', '3:24 policy-bad-value', 'Did you mean media?'],
  ])('refuses %s at its place', (flow, place, message) => {
    const [first, ...more] = refused(flow);
    expect(first).toContain(place);
    expect(first).toContain(message);
    expect(more).toEqual([]);
  });

  it('names a flow stated twice', () => {
    expect(refused('{ id: media, ports: 5 }\n  - { id: media, ports: 6 }')).toEqual([
      '4:11 policy-duplicate-name flows[1].id: a flow named media stands already on line 3.',
    ]);
  });

  it('reports ten thousand wrong ones without growing past the limit of diagnostics', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => `{ id: f${index} }`).join('\n  - ');
    expect(refused(many).length).toBeLessThanOrEqual(200);
  });
});
