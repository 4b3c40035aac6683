import path from 'node:path';
import { z } from 'zod';
import { folderOf } from '../testing/folder.js';
import { run } from '../testing/run.js';

const established = '-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT';
const open = '-A FORWARD -p udp --dport 3478:16402 -j ACCEPT';
const fileOf = (...rules: readonly string[]): string => {
  const text = ['*filter', ':FORWARD ACCEPT [0:0]', ...rules, 'COMMIT', ''].join('\n');
  return path.join(folderOf({ 'fw.rules': text }), 'fw.rules');
};

describe('firewall FILE for a terminal', () => {
  it('says first what is not allowed, then each flow with its deciding line and all it rests on', async () => {
    const file = fileOf(established, '-A FORWARD -d 17.0.0.0/8 -p udp --dport 16393:16402 -j DROP');
    const { code, out } = await run('firewall', file);
    expect(code).toBe(1);
    expect(out.split('\n').slice(0, 2)).toEqual([
      'iptables policy: 2 rules, 2 understood',
      'Not allowed, or not for all: UDP 16393–16402',
    ]);
    expect(out).toContain(
      [
        '◐ PARTIAL  Audio and video between the devices (UDP 16393–16402)',
        '    deny by line 4 (FORWARD 2): -A FORWARD -d 17.0.0.0/8 -p udp --dport 16393:16402 -j DROP',
        '      ports 16393–16402; to 17.0.0.0/8',
      ].join('\n'),
    );
  });

  it('names the sets a line was resolved through', async () => {
    const asa = [
      'hostname edge',
      'object-group network peers',
      ' network-object 17.0.0.0 255.0.0.0',
      'access-list inside_in extended deny udp any object-group peers range 16393 16402',
      'access-list inside_in extended permit ip any any',
      'access-group inside_in in interface inside',
      '',
    ].join('\n');
    const { out } = await run('firewall', path.join(folderOf({ 'asa.cfg': asa }), 'asa.cfg'));
    expect(out).toContain('access-list inside_in extended deny udp any object-group peers range 16393 16402');
    expect(out).toMatch(/through .*peers/);
  });
});

describe('firewall --shadowed', () => {
  const shadowed = [established, '-A FORWARD -p udp -j DROP', open, '-A FORWARD -p udp --dport 53 -j DROP'];

  it('exits 1 and names each line nothing reaches, the overridden before the superfluous', async () => {
    const { code, out } = await run('firewall', fileOf(...shadowed), '--shadowed');
    expect(code).toBe(1);
    expect(out.split('\n').slice(2)).toEqual([
      `line 5 (FORWARD 3): never reached: ${open}`,
      '    taken by line 4 (FORWARD 2): -A FORWARD -p udp -j DROP',
      '',
      'line 6 (FORWARD 4): never reached (superfluous: the same is decided before): -A FORWARD -p udp --dport 53 -j DROP',
      '    taken by line 4 (FORWARD 2): -A FORWARD -p udp -j DROP',
      '',
    ]);
  });

  it('gives the same as JSON, and exits 0 when every line is reached', async () => {
    const { out } = await run('firewall', fileOf(...shadowed), '--shadowed', '--format', 'json');
    const read = z.object({ shadowed: z.array(z.object({ line: z.number(), kind: z.string() })) });
    expect(read.parse(JSON.parse(out)).shadowed).toEqual([
      { line: 5, kind: 'shadowed' },
      { line: 6, kind: 'shadowed' },
    ]);
    const fine = await run('firewall', fileOf(established, open), '--shadowed');
    expect([fine.code, fine.out.split('\n')[1]]).toEqual([0, 'Every line is reached by some packet.']);
  });
});

describe('firewall --diff OLD NEW', () => {
  const drop = '-A FORWARD -p udp --dport 16393:16402 -j DROP';

  it('exits 1 and says which flow changes, from what to what, by which lines', async () => {
    const { code, out } = await run('firewall', '--diff', fileOf(open), fileOf(drop, open));
    expect(code).toBe(1);
    expect(out.split('\n')).toEqual([
      '1 of 8 flows change.',
      '',
      '✔ ALLOWED → ⛔ BLOCKED  Audio and video between the devices (UDP 16393–16402)',
      '    allow → deny: ports 16393–16402; to any',
      `      before: line 3 (FORWARD 1): ${open}`,
      `      after:  line 3 (FORWARD 1): ${drop}`,
      '    answers coming back: allowed → blocked',
      '',
    ]);
  });

  it('exits 0 when only the words differ', async () => {
    const { code, out } = await run('firewall', '--diff', fileOf(open), fileOf());
    expect([code, out]).toEqual([0, 'No change for 8 flows.\n']);
  });

  it('compares the flows of a file, as JSON', async () => {
    const flows = path.join(
      folderOf({ 'flows.json': JSON.stringify([{ id: 'mail', protocol: 'tcp', ports: [25] }]) }),
      'flows.json',
    );
    const closed = '-A FORWARD -p tcp --dport 25 -j DROP';
    const { code, out } = await run(
      ...['firewall', '--diff', fileOf(), fileOf(closed), '--flows', flows, '--format', 'json'],
    );
    const read = z.object({
      flows: z.array(
        z.object({
          before: z.string(),
          after: z.string(),
          changes: z.array(z.object({ from: z.string(), to: z.string(), destinations: z.array(z.string()) })),
        }),
      ),
    });
    expect([code, read.parse(JSON.parse(out)).flows]).toEqual([
      1,
      [
        {
          before: 'allowed',
          after: 'blocked',
          changes: [{ from: 'allow', to: 'deny', destinations: ['any'] }],
        },
      ],
    ]);
  });

  it.each([
    [['firewall', '--diff', fileOf()], 'needs two policy files'],
    [['firewall', fileOf(), '--diff', '--shadowed'], 'exclude each other'],
    [['firewall', fileOf(), '--fix', '--shadowed'], 'leave --packets, --diff and --shadowed out'],
    [['firewall', '--diff', fileOf(), fileOf(), '--fix'], 'leave --packets, --diff and --shadowed out'],
  ])('refuses %j', async (argv, message) => {
    const { code, err } = await run(...argv);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('firewall --policy FILE', () => {
  const closed = '-A FORWARD -p tcp --dport 8443 -j DROP';
  const policyFile = (flows: string): string =>
    path.join(folderOf({ 'ringcheck.yaml': `version: 1\nflows:\n  - ${flows}\n` }), 'ringcheck.yaml');

  it('asks about the flows the policy states, beside the built-in ones', async () => {
    const own = policyFile('{ id: own, title: Our relay, protocol: tcp, ports: 8443 }');
    const { code, out } = await run('firewall', fileOf(closed), '--policy', own);
    expect([code, out.split('\n')[1]]).toEqual([1, 'Not allowed, or not for all: TCP 8443']);
    expect(out).toContain('⛔ BLOCKED  Our relay (TCP 8443)');
    expect((await run('firewall', fileOf(closed))).code).toBe(0);
  });

  it('refuses a policy that does not hold, by line and with the nearest name', async () => {
    const { code, err } = await run('firewall', fileOf(), '--policy', policyFile('{ id: medi, ports: 1 }'));
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(/ringcheck\.yaml:3:11: error: .*Did you mean media\?/),
    ]);
  });

  it('refuses a file of flows beside a policy, and flows of one id', async () => {
    const flow = { id: 'a', protocol: 'tcp', ports: [1] };
    const flows = path.join(folderOf({ 'f.json': JSON.stringify([flow, flow]) }), 'f.json');
    const both = await run(
      'firewall',
      fileOf(),
      '--policy',
      policyFile('{ id: media, ports: 1 }'),
      '--flows',
      flows,
    );
    expect([both.code, both.err]).toEqual([2, expect.stringContaining('exclude each other')]);
    const twice = await run('firewall', fileOf(), '--flows', flows);
    expect([twice.code, twice.err]).toEqual([2, expect.stringContaining('two flows have the same id')]);
  });

  it('says which flow of a file has a destination that is no address', async () => {
    const flow = { id: 'ring', protocol: 'tcp', ports: [1], destinations: ['push.apple.com'] };
    const flows = path.join(folderOf({ 'f.json': JSON.stringify([flow]) }), 'f.json');
    const { code, err } = await run('firewall', fileOf(), '--flows', flows);
    expect([code, err]).toEqual([2, expect.stringContaining('ring: a destination is no address range')]);
  });
});
