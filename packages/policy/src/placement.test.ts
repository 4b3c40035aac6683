import fc from 'fast-check';
import { contains, parseAddress, parseCidr } from './address.js';
import { defaultPolicy } from './default-policy.js';
import { matchNetwork, type Place } from './placement.js';
import type { NetworkDefinition, Policy } from './types.js';

const network = (name: string, match: NetworkDefinition['match']): NetworkDefinition => ({
  name,
  match,
  firewall: [],
  at: { offset: 0 },
});
const place = (networks: NetworkDefinition[], where: Partial<Place>) => {
  const policy: Policy = { ...defaultPolicy, networks };
  const found = matchNetwork(policy, { tags: [], ...where });
  return found && [found.network.name, found.placedBy];
};
const wide = network('wide', { cidr: ['10.0.0.0/8'] });
const narrow = network('narrow', { cidr: ['192.0.2.0/24', '10.20.0.0/16'] });

describe('the network of a device', () => {
  it('is the one with the most specific block, whatever the order', () => {
    expect(place([wide, narrow], { ip: '10.20.3.4' })).toEqual(['narrow', 'cidr']);
    expect(place([narrow, wide], { ip: '10.20.3.4' })).toEqual(['narrow', 'cidr']);
    expect(place([wide, narrow], { ip: '10.21.3.4' })).toEqual(['wide', 'cidr']);
  });

  it('is the first of equals', () => {
    const twin = network('twin', { cidr: ['10.20.0.0/16'] });
    expect(place([twin, narrow], { ip: '10.20.3.4' })).toEqual(['twin', 'cidr']);
  });

  it('is the one stated by name, before any address', () => {
    expect(place([wide, network('hall', {})], { network: 'hall', ip: '10.1.1.1' })).toEqual([
      'hall',
      'statement',
    ]);
  });

  it('falls back to the place when the stated name is unknown', () => {
    expect(place([wide], { network: 'nowhere', ip: '10.1.1.1' })).toEqual(['wide', 'cidr']);
  });

  it('asks every key of the match, each by any value', () => {
    const both = network('both', { ssid: ['Campus', 'Campus-5G'], cidr: ['10.20.0.0/16'] });
    expect(place([both], { ssid: 'Campus-5G', ip: '10.20.0.1' })).toEqual(['both', 'ssid']);
    expect(place([both], { ssid: 'Campus', ip: '10.30.0.1' })).toBeUndefined();
    expect(place([both], { ssid: 'Campus' })).toBeUndefined();
  });

  it('reads an SSID letter for letter, labels in any case', () => {
    expect(place([network('w', { ssid: ['Campus'] })], { ssid: 'campus' })).toBeUndefined();
    expect(place([network('s', { site: ['North'] })], { site: 'north' })).toEqual(['s', 'site']);
    expect(place([network('v', { vlan: ['20'] })], { vlan: '20' })).toEqual(['v', 'vlan']);
    expect(place([network('t', { tags: ['boat'] })], { tags: ['Boat'] })).toEqual(['t', 'tag']);
  });

  it('places IPv6 exactly', () => {
    const six = network('six', { cidr: ['2001:db8:10::/48'] });
    expect(place([six], { ip: '2001:db8:10:ffff::1' })).toEqual(['six', 'cidr']);
    expect(place([six], { ip: '2001:db8:11::1' })).toBeUndefined();
  });

  it('is none for a network without match keys, an unreadable address or no place at all', () => {
    expect(place([network('egress', {})], { ip: '10.1.1.1' })).toBeUndefined();
    expect(place([wide], { ip: 'unknown' })).toBeUndefined();
    expect(place([wide], {})).toBeUndefined();
  });
});

/** One network after the other, as the words of the policy say it. */
function placeByReading(networks: readonly NetworkDefinition[], where: Place): string | undefined {
  const stated = networks.find(({ name }) => name === where.network);
  if (stated) return stated.name;
  const address = where.ip === undefined ? undefined : parseAddress(where.ip);
  const label = (text: string | undefined): string | undefined => text?.trim().toLowerCase();
  let best: { readonly name: string; readonly prefix: number } | undefined;
  for (const { name, match } of networks) {
    const { ssid, cidr, site, vlan, tags } = match;
    if (!ssid && !cidr && !site && !vlan && !tags) continue;
    if (ssid && (where.ssid === undefined || !ssid.includes(where.ssid))) continue;
    if (site && !site.some((each) => each.toLowerCase() === label(where.site))) continue;
    if (vlan && !vlan.some((each) => each.toLowerCase() === label(where.vlan))) continue;
    if (tags && !tags.some((each) => where.tags.some((tag) => each.toLowerCase() === label(tag)))) continue;
    const prefixes = (cidr ?? []).flatMap((text) => {
      const block = parseCidr(text);
      return block !== undefined && address !== undefined && contains(block, address) ? [block.prefix] : [];
    });
    if (cidr && prefixes.length === 0) continue;
    const prefix = cidr ? Math.max(...prefixes) : -1;
    if (best === undefined || prefix > best.prefix) best = { name, prefix };
  }
  return best?.name;
}

describe('networks found by their keys', () => {
  const some = (...values: string[]) =>
    fc.option(fc.uniqueArray(fc.constantFrom(...values), { maxLength: 3 }), { nil: undefined });
  const given = (...values: string[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
  const match = fc.record({
    ssid: some('Hall', 'hall', 'Campus'),
    cidr: some(
      '10.0.0.0/8',
      '10.1.0.0/16',
      '10.1.2.3',
      '0.0.0.0/0',
      'fd00::/8',
      '::ffff:10.1.0.0/112',
      'none',
    ),
    site: some('North', 'south'),
    vlan: some('7', '20'),
    tags: some('boat', 'Lab'),
  });
  const where = fc.record({
    network: given('n0', 'n2', 'elsewhere'),
    ssid: given('Hall', 'Campus', 'constructor'),
    ip: given('10.1.2.3', '10.1.9.9', '10.9.9.9', 'fd00::1', '8.8.8.8', '10.01.2.3'),
    site: given(' north', 'South'),
    vlan: given('7'),
    tags: fc.uniqueArray(fc.constantFrom('BOAT ', 'lab', 'x')),
  });

  it('are those that reading the whole policy finds', () => {
    fc.assert(
      fc.property(fc.array(match, { maxLength: 8 }), where, (matches, at) => {
        const asked = JSON.parse(JSON.stringify(at)) as Place;
        const networks = matches.map((each, index) =>
          network(`n${index}`, JSON.parse(JSON.stringify(each)) as NetworkDefinition['match']),
        );
        expect(place(networks, asked)?.[0]).toBe(placeByReading(networks, asked));
      }),
      { numRuns: 1_000 },
    );
  });
});
