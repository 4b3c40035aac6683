import { defaultPolicy, parsePolicy } from '@ringcheck/policy';
import { assembleDevice } from './assemble-device.js';
import { buildWorld, findByPath } from './world.js';

const file = (path: string, sha256 = path) => ({ document: { path, sha256 }, text: '' });

describe('the firewall a policy names', () => {
  it('is the file beside the policy', () => {
    const files = [file('fleet/campus.rules'), file('other/campus.rules')];
    expect(findByPath(files, 'campus.rules', 'fleet/ringcheck.yaml')).toBe(files[0]);
    expect(findByPath(files, '../other/campus.rules', 'fleet/ringcheck.yaml')).toBe(files[1]);
  });

  it('is one of two copies of the same bytes', () => {
    const files = [file('fleet/a.rules', 'same'), file('fleet/b.rules', 'same')];
    expect(findByPath(files, 'b.rules', 'fleet/ringcheck.yaml')).toBe(files[1]);
  });

  it('is found by its ending where the policy came by another way', () => {
    const files = [file('upload/fleet/campus.rules')];
    expect(findByPath(files, 'campus.rules', 'ringcheck.yaml')).toBe(files[0]);
  });

  it('is not guessed between two different files of one name', () => {
    expect(
      findByPath([file('a/campus.rules'), file('b/campus.rules')], 'campus.rules', undefined),
    ).toBeUndefined();
  });

  it('is the latest of those sent at one path, whatever their order', () => {
    const sent = (sha256: string, receivedAt: string) => ({
      ...file('fleet/campus.rules', sha256),
      receivedAt,
    });
    const old = sent('z', '2026-11-20T08:00:00.000Z');
    const now = sent('a', '2026-11-21T08:00:00.000Z');
    for (const files of [
      [old, now],
      [now, old],
    ]) {
      expect(findByPath(files, 'campus.rules', 'fleet/ringcheck.yaml')).toBe(now);
      expect(findByPath(files, 'campus.rules', 'ringcheck.yaml')).toBe(now);
    }
  });

  it('is found with the slashes of Windows', () => {
    const files = [file('fleet/rules/campus.rules')];
    expect(findByPath(files, 'rules\\campus.rules', 'fleet\\ringcheck.yaml')).toBe(files[0]);
  });
});

describe('a tunnel from a file', () => {
  const { policy } = parsePolicy(
    [
      'version: 1',
      'networks: [{ name: dc }]',
      'tunnels:',
      '  - { config: vpn/office.conf, select: { tags: staff }, egress: dc }',
      '  - { config: nowhere.conf, select: { default: true } }',
    ].join('\n'),
    { path: 'fleet/ringcheck.yaml', sha256: 'p' },
  );
  const config = file('fleet/vpn/office.conf');
  const world = buildWorld({
    now: '2026-11-22T00:00:00Z',
    policy: policy ?? defaultPolicy,
    policyDocument: { path: 'fleet/ringcheck.yaml', sha256: 'p' },
    profiles: [],
    firewalls: [],
    vpnConfigs: [file('other/vpn/office.conf'), config],
  });
  const tunnelsOn = (...tags: readonly string[]): readonly string[] => {
    const identity = { serial: 'XFAK00000A1' };
    const record = {
      identity,
      creates: true,
      basis: 'reported',
      claims: { tags: { value: tags, at: { offset: 0 } } },
      at: { offset: 0 },
    } as const;
    const sourced = {
      key: 'k',
      document: { path: 'list.csv', sha256: 'l' },
      kind: 'inventory-csv',
      receivedAt: '2026-11-22T00:00:00Z',
      record,
    } as const;
    const group = { id: 'serial:XFAK00000A1', aliases: [], identity, keys: ['k'] };
    return (assembleDevice(world, group, [sourced]).tunnels ?? []).map(({ stated }) => stated.config);
  };

  it('is on the devices its selector takes, and on no others', () => {
    expect(tunnelsOn('staff')).toEqual(['vpn/office.conf', 'nowhere.conf']);
    expect(tunnelsOn('student')).toEqual(['nowhere.conf']);
  });

  it('is the one the policy names, beside it; one nobody uploaded has no file', () => {
    expect(world.tunnels.map(({ stated, file: found }) => [stated.config, found])).toEqual([
      ['vpn/office.conf', config],
      ['nowhere.conf', undefined],
    ]);
  });
});
