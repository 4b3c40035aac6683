import type { DeviceRecord, FactClaims } from '@ringcheck/model';
import { defaultPolicy, type NetworkDefinition, type Policy } from '@ringcheck/policy';
import { assembleDevice } from './assemble-device.js';
import type { Picture } from './picture.js';
import { buildWorld, type World } from './world.js';

const at = { offset: 0, line: 1, column: 1 };
const network = (name: string, over: Partial<NetworkDefinition>): NetworkDefinition => ({
  name,
  match: {},
  firewall: [],
  at,
  ...over,
});
const worldOf = (over: Partial<Policy>): World =>
  buildWorld({
    now: '2026-11-21T12:00:00Z',
    policy: { ...defaultPolicy, ...over },
    profiles: [],
    firewalls: [],
  });

function pictureIn(world: World, claims: FactClaims): Picture {
  const record: DeviceRecord = {
    identity: { serial: 'XFAK1' },
    creates: true,
    basis: 'reported',
    claims,
    at,
  };
  const document = { path: 'inventory.csv', sha256: 'a'.repeat(64) };
  const receivedAt = '2026-11-21T11:00:00Z';
  const group = { id: 'serial:XFAK1', aliases: [], identity: record.identity, keys: [] };
  return assembleDevice(world, group, [{ key: 'a', document, receivedAt, record }]);
}

describe('the place of a device', () => {
  const campus = network('campus', {
    match: { cidr: ['10.0.0.0/8', '203.0.113.0/24'] },
    firewall: ['a.rules'],
  });

  it('is told by an address of a local network, with the fact as evidence', () => {
    const { network: placed, place } = pictureIn(worldOf({ networks: [campus] }), {
      ipAddress: { value: '10.1.2.3', at: { offset: 9, line: 2, column: 3 }, path: 'ip' },
    });
    expect([placed?.definition.name, placed?.placedBy, placed?.missingFirewalls]).toEqual([
      'campus',
      'cidr',
      ['a.rules'],
    ]);
    expect(placed?.evidence).toEqual([expect.objectContaining({ path: 'ip', line: 2, value: '10.1.2.3' })]);
    expect(place).toEqual({ known: true, firewallsDescribed: true });
  });

  it('is not told by a public address, even one the policy names', () => {
    const world = worldOf({ networks: [campus] });
    const { network: placed, place } = pictureIn(world, { ipAddress: { value: '203.0.113.9', at } });
    expect([placed, place]).toEqual([undefined, { known: false, firewallsDescribed: true }]);
  });

  it('is known, and no network of ours, where the sign fits none', () => {
    const { network: placed, place } = pictureIn(worldOf({}), { ssid: { value: 'Cafe', at } });
    expect([placed, place]).toEqual([undefined, { known: true, firewallsDescribed: false }]);
  });
});

describe('networks that tunnels leave by', () => {
  it('are one list for all devices of a world', () => {
    const world = worldOf({
      networks: [network('datacenter', {})],
      vpns: [{ match: { profileIdentifier: ['org.example.vpn'] }, egress: 'datacenter', at }],
    });
    const [one, other] = [pictureIn(world, {}), pictureIn(world, {})];
    expect(one.egresses.map(({ network: { definition } }) => definition.name)).toEqual(['datacenter']);
    expect(other.egresses).toBe(one.egresses);
  });
});
