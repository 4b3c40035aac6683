import { facetimeFlows, statedFlows } from './index.js';

const push = [
  '17.249.0.0/16',
  '17.252.0.0/16',
  '17.57.144.0/22',
  '17.188.128.0/18',
  '17.188.20.0/23',
  '2403:300:a42::/48',
  '2403:300:a51::/48',
  '2620:149:a44::/48',
  '2a01:b740:a42::/48',
];

/** What Apple publishes, written down by hand: protocol, ports, destinations, what is lost, whether calls need it. */
const facts = [
  ['https', 'tcp', [[443, 443]], 'any', 'signalling', 'needed', 'high'],
  ['http', 'tcp', [[80, 80]], 'any', 'activation', 'needed', 'high'],
  ['push', 'tcp', [[5223, 5223]], push, 'signalling', 'needed', 'high'],
  ['relay', 'udp', [[3478, 3497]], 'any', 'media', 'needed', 'high'],
  ['probe', 'udp', [[16384, 16387]], 'any', 'media', 'needed', 'high'],
  ['media', 'udp', [[16393, 16402]], 'any', 'media', 'needed', 'high'],
  ['activation', 'tcp', [[443, 443]], ['17.0.0.0/8'], 'activation', 'helpful', 'medium'],
  ['clock', 'udp', [[123, 123]], 'any', 'activation', 'helpful', 'high'],
];

describe('the built-in flows', () => {
  it('are what Apple asks of a network, row by row', () => {
    expect(
      facetimeFlows.map(({ id, protocol, ports, destinations, loses, required, confidence }) => [
        id,
        protocol,
        ports,
        destinations,
        loses,
        required ? 'needed' : 'helpful',
        confidence,
      ]),
    ).toEqual(facts);
  });

  it('all start at the device and name the page they are from', () => {
    for (const { direction, source } of facetimeFlows) {
      expect(direction).toBe('outbound');
      expect(source).toMatch(/^https:\/\/support\.apple\.com\/en-us\/10(2135|2266|1555) /);
    }
  });

  it('hold no port of the lists Apple has replaced', () => {
    const udp = facetimeFlows.filter(({ protocol }) => protocol === 'udp').flatMap(({ ports }) => ports);
    for (const old of [16_388, 16_392, 16_403, 16_472])
      expect(udp.some(([from, last]) => from <= old && old <= last)).toBe(false);
    const tcp = facetimeFlows.filter(({ protocol }) => protocol === 'tcp').flatMap(({ ports }) => ports);
    for (const old of [53, 4080, 4398])
      expect(tcp.some(([from, last]) => from <= old && old <= last)).toBe(false);
  });
});

describe('stated flows', () => {
  it('are the built-in ones, the same object, where nothing is stated', () => {
    expect(statedFlows([])).toBe(facetimeFlows);
  });

  it('change what is stated of a built-in flow and nothing else', () => {
    const [media, ...others] = [...statedFlows([{ id: 'media', ports: [[16393, 16472]] }])].sort((a) =>
      a.id === 'media' ? -1 : 1,
    );
    const built = facetimeFlows.find(({ id }) => id === 'media');
    expect(media).toEqual({ ...built, ports: [[16393, 16472]], source: 'the policy file' });
    expect(others).toEqual(facetimeFlows.filter(({ id }) => id !== 'media'));
  });

  it('stand behind the built-in ones where they are new, and default to any destination and media', () => {
    const flows = statedFlows([{ id: 'campus-relay', protocol: 'udp', ports: [[5349, 5349]] }]);
    expect(flows.slice(0, -1)).toEqual(facetimeFlows);
    expect(flows.at(-1)).toEqual({
      id: 'campus-relay',
      title: 'campus-relay',
      protocol: 'udp',
      ports: [[5349, 5349]],
      destinations: 'any',
      direction: 'outbound',
      loses: 'media',
      required: true,
      source: 'the policy file',
      confidence: 'high',
    });
  });

  it('are left out where they are new and lack protocol or ports', () => {
    expect(statedFlows([{ id: 'x', protocol: 'udp' }])).toEqual(facetimeFlows);
    expect(statedFlows([{ id: '__proto__', ports: [[1, 2]] }])).toEqual(facetimeFlows);
  });
});
