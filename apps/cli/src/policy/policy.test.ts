import path from 'node:path';
import { folderOf } from '../testing/folder.js';
import { run } from '../testing/run.js';

const good = `version: 1
groups:
  - { name: students, select: { tags: [student] }, intent: prohibited }
  - { name: staff, select: { default: true }, intent: required, atLeast: clear }
networks:
  - { name: campus, match: { ssid: [Campus] }, firewall: campus.rules, sipAlg: true }
thresholds: { storageMinGB: 3 }
waivers:
  - { rule: "*", select: { serials: [XFAKC0*] }, reason: repair, owner: it@example.org, expires: 2026-11-20 }
  - { rule: device-storage-low, select: { default: true }, reason: old fleet, owner: it@example.org, expires: 2027-01-31 }
`;

function file(text: string, more: Readonly<Record<string, string>> = {}): string {
  return path.join(folderOf({ 'ringcheck.yaml': text, ...more }), 'ringcheck.yaml');
}

describe('policy validate', () => {
  it('counts what a valid policy holds', async () => {
    const policy = file(good, { 'campus.rules': '' });
    const { code, out } = await run('policy', 'validate', policy);
    expect([code, out]).toEqual([0, `${policy}: valid; 2 groups, 1 network, 2 waivers\n`]);
  });

  it('warns of a firewall file that is not there', async () => {
    const policy = file(good);
    const { code, out } = await run('policy', 'validate', policy);
    expect(code).toBe(0);
    expect(out).toContain(
      `${policy}:6:5: warning: the firewall file campus.rules of the network campus is not there\n`,
    );
  });

  it('names every fault with line and column and exits 2', async () => {
    const policy = file('version: 1\ngroups:\n  - { name: a, select: { tagz: [x] }, intent: maybe }\n');
    const { code, out } = await run('policy', 'validate', policy);
    expect(code).toBe(2);
    const places = out.split('\n').flatMap((line) => /^(?:.*):(\d+:\d+): error: /.exec(line)?.[1] ?? []);
    expect(places).toEqual(['3:26', '3:47']);
    expect(out).not.toContain('valid;');
  });

  it('names a rule that is none', async () => {
    const { code, out } = await run(
      'policy',
      'validate',
      file('version: 1\nrules: { no-such-rule: { severity: low } }\n'),
    );
    expect([code, out]).toEqual([2, expect.stringContaining(':2:10: error: ')]);
  });
});

describe('policy explain', () => {
  it('lists groups in order, networks, thresholds that differ and waivers by state', async () => {
    const { code, out } = await run(
      'policy',
      'explain',
      file(good, { 'campus.rules': '' }),
      '--now',
      '2026-11-21',
    );
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual(
      expect.arrayContaining([
        '  students: prohibited; tags student',
        '  staff: required, at least clear; every device',
        '  campus: ssid Campus; firewall campus.rules; sipAlg',
        '  storageMinGB: 3 (default 1)',
        '  expired: every rule on serials XFAKC0*: repair (it@example.org, until 2026-11-20)',
        '  active: device-storage-low on every device: old fleet (it@example.org, until 2027-01-31)',
      ]),
    );
    expect(out.indexOf('students')).toBeLessThan(out.indexOf('staff'));
  });

  it('shows answers, tunnels and what the admin knows better, and what ends soon', async () => {
    const text = `version: 1
networks: [ { name: datacenter } ]
vpns: [ { match: { profileIdentifier: com.example.vpn }, egress: datacenter } ]
attestations:
  - { question: ask-focus, answer: off, device: XFAKC00001, owner: h@example.org, date: 2026-11-20, expires: 2026-11-30 }
  - { question: ask-clock, answer: right, select: { tags: lab }, owner: h@example.org, expires: 2026-11-01 }
outages: [ { service: FaceTime, from: 2026-11-20, owner: h@example.org } ]
latestVersions: { iOS: 27.1 }
region: { countries: [ { mcc: 424, state: open, verified: 2026-10-01, source: letter } ] }
`;
    const { code, out } = await run('policy', 'explain', file(text), '--now', '2026-11-21');
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual(
      expect.arrayContaining([
        '  profileIdentifier com.example.vpn leaves through datacenter',
        '  active: ask-focus = off on device XFAKC00001 (h@example.org, 2026-11-20, until 2026-11-30, ends soon)',
        '  expired: ask-clock = right on tags lab (h@example.org, until 2026-11-01)',
        '  FaceTime from 2026-11-20 until further notice (h@example.org)',
        '  iOS: 27.1',
        '  country 424: open (letter, 2026-10-01)',
      ]),
    );
    const device = ['policy', 'explain', file(text), '--now', '2026-11-21', '--device', 'serial=XFAKC00001'];
    expect((await run(...device)).out).toContain('Answer: active: ask-focus = off');
    expect((await run('policy', 'validate', file(text))).out).toContain(
      'valid; 1 group, 1 network, 0 waivers, 1 tunnel, 2 attestations',
    );
  });

  it('keeps a waiver active through the end of its day', async () => {
    const { out } = await run('policy', 'explain', file(good), '--now', '2026-11-20T23:59:59Z');
    expect(out).toContain('  active: every rule on serials XFAKC0*');
  });

  it('says which group takes a device and which waivers name it', async () => {
    const argv = ['policy', 'explain', file(good), '--now', '2026-11-21', '--device'];
    expect((await run(...argv, 'serial=XFAKC00001,tag=student')).out).toBe(
      'Group: students (prohibited)\nWaiver: active: device-storage-low on every device: old fleet (it@example.org, until 2027-01-31)\nWaiver: expired: every rule on serials XFAKC0*: repair (it@example.org, until 2026-11-20)\n',
    );
    expect((await run(...argv, 'OTHER')).out).toMatch(/^Group: staff \(required\)\n/);
  });

  it.each(['colour=red', 'platform=Windows'])('refuses a device with %s', async (traits) => {
    const { code, err } = await run('policy', 'explain', file(good), '--device', traits);
    expect([code, err]).toEqual([2, expect.stringContaining('expected one of')]);
  });

  it('prints the faults and exits 2 when the policy does not hold', async () => {
    const { code, out, err } = await run('policy', 'explain', file('version: 2\n'));
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(':1:10: error: ')]);
  });
});

describe('policy usage', () => {
  it.each([
    [['policy'], 'policy needs validate FILE'],
    [['policy', 'validate'], 'policy needs validate FILE'],
    [['policy', 'validate', '/no/such.yaml'], '/no/such.yaml: cannot be read'],
    [['schema'], 'schema needs report, policy or mapping'],
    [['schema', 'device'], 'schema needs report, policy or mapping'],
  ])('refuses %j', async (argv, message) => {
    const { code, err } = await run(...argv);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});
