import { firewallSourceSchema, flowsRequestSchema, packetRequestSchema } from './index.js';

describe('what names a firewall policy', () => {
  it.each([[{}], [{ text: '', document: 'a' }], [{ path: 'a' }], [{ document: '' }]])(
    'is not %j',
    (given) => {
      expect(firewallSourceSchema.safeParse(given).success).toBe(false);
    },
  );

  it('is one of three, an empty text included', () => {
    for (const given of [{ text: '' }, { document: 'a' }, { network: 'b' }])
      expect(firewallSourceSchema.parse(given)).toEqual(given);
  });
});

describe('flows asked about', () => {
  const flow = { id: 'a', protocol: 'tcp', ports: [443] };

  it('default to any destination, needed, for media', () => {
    expect(flowsRequestSchema.parse([flow])).toEqual([
      { ...flow, destinations: 'any', required: true, loses: 'media' },
    ]);
  });

  it.each([
    [[], '>=1'],
    [[flow, flow], 'same id'],
    [[{ ...flow, ports: [[5, 4]] }], 'ends before it begins'],
    [[{ ...flow, ports: [65_536] }], '65535'],
    [[{ ...flow, port: 1 }], 'port'],
  ])('are refused: %j', (flows, word) => {
    const { error } = flowsRequestSchema.safeParse(flows);
    expect(JSON.stringify(error?.issues)).toContain(word);
  });
});

describe('a packet', () => {
  it('has port 0 where it has none, and knows no other protocol', () => {
    const packet = { protocol: 'icmp', source: '10.0.0.1', destination: '17.0.0.1' };
    expect(packetRequestSchema.parse(packet)).toEqual({ ...packet, sourcePort: 0, destinationPort: 0 });
    expect(packetRequestSchema.safeParse({ ...packet, protocol: 'gre' }).success).toBe(false);
  });
});
