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
