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

describe('firewall --shadowed along calls of chains', () => {
  const owner = '-A SUB -m owner --uid-owner 0 -j DROP';

  it('says who calls a chain without such packets, and which line of another chain takes them', async () => {
    const { code, out } = await run(
      'firewall',
      fileOf(
        '-A FORWARD -p tcp -j SUB',
        '-A SUB -p udp -j DROP',
        '-A SUB -j DROP',
        '-A FORWARD -p tcp -j ACCEPT',
      ),
      '--shadowed',
    );
    expect([code, ...out.split('\n').slice(2)]).toEqual([
      1,
      'line 4 (SUB 1): no such packet comes to its chain: -A SUB -p udp -j DROP',
      '    called by line 3 (FORWARD 1): -A FORWARD -p tcp -j SUB',
      '',
      'line 6 (FORWARD 2): never reached: -A FORWARD -p tcp -j ACCEPT',
      '    taken by line 3 (FORWARD 1): -A FORWARD -p tcp -j SUB',
      '    taken by line 5 (SUB 2): -A SUB -j DROP',
      '',
    ]);
  });

  it('does not claim that every line is reached where that cannot be told, and exits 0', async () => {
    const { code, out } = await run(
      'firewall',
      fileOf('-A FORWARD -j SUB', owner, '-A SUB -j DROP'),
      '--shadowed',
    );
    expect([code, ...out.split('\n').slice(1)]).toEqual([
      0,
      'No line is certainly out of reach.',
      '',
      'line 5 (SUB 2): cannot be told whether a packet reaches it: -A SUB -j DROP',
      `    depends on line 4 (SUB 1) (process owner): ${owner}`,
      '',
    ]);
  });

  it('lists a dozen of those, and counts the rest', async () => {
    const many = Array.from({ length: 20 }, (_, n) => `-A SUB -p udp --dport ${n + 1} -j DROP`);
    const { out } = await run('firewall', fileOf('-A FORWARD -j SUB', owner, ...many), '--shadowed');
    expect(out.match(/cannot be told whether/g)).toHaveLength(12);
    expect(out).toMatch(/\nand 8 more of which it cannot be told \(--format json lists them all\)\n$/);
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

describe('firewall with several files', () => {
  const drop = '-A FORWARD -p udp --dport 16393:16402 -j DROP';
  const text = (...rules: readonly string[]): string =>
    ['*filter', ':FORWARD ACCEPT [0:0]', ...rules, 'COMMIT', ''].join('\n');
  const folder = folderOf({
    'host.rules': text(established),
    'gate.rules': text(established, drop, '-A FORWARD -p udp --dport 16400 -j DROP'),
    'ringcheck.yaml':
      'version: 1\nnetworks:\n  - { name: campus, firewall: [host.rules, gate.rules] }\n  - { name: bare }\n',
    'packets.ndjson':
      '{"protocol":"udp","source":"10.0.0.1","destination":"8.8.8.8","destinationPort":16393}\n{"protocol":"udp","source":"10.0.0.1","destination":"8.8.8.8","destinationPort":53}\n',
  });
  const [host, gate, policy, packets] = ['host.rules', 'gate.rules', 'ringcheck.yaml', 'packets.ndjson'].map(
    (name) => path.join(folder, name),
  ) as [string, string, string, string];

  it('answers for traffic that has to pass each of them, and names the file and line that blocks', async () => {
    const { code, out } = await run('firewall', host, gate);
    expect(code).toBe(1);
    expect(out.split('\n').slice(0, 4)).toEqual([
      '2 firewalls in sequence; traffic has to pass each of them.',
      `${host}: iptables policy: 1 rules, 1 understood`,
      `${gate}: iptables policy: 3 rules, 3 understood`,
      'Not allowed, or not for all: UDP 16393–16402',
    ]);
    expect(out).toContain(
      [
        '⛔ BLOCKED  Audio and video between the devices (UDP 16393–16402)',
        `    deny by line 4 (${gate}: FORWARD 2): ${drop}`,
      ].join('\n'),
    );
  });

  it('takes those of a network of the policy, in their order', async () => {
    const given = await run('firewall', host, gate, '--format', 'json', '--fix');
    const named = await run(
      'firewall',
      '--policy',
      policy,
      '--network',
      'campus',
      '--format',
      'json',
      '--fix',
    );
    expect([named.code, named.out]).toEqual([1, given.out]);
    const read = z.object({
      firewalls: z.array(z.object({ document: z.string() })),
      fixes: z.array(z.object({ document: z.string(), flows: z.array(z.string()) })),
    });
    expect(read.parse(JSON.parse(named.out))).toEqual({
      firewalls: [{ document: host }, { document: gate }],
      fixes: [{ document: gate, flows: ['media'] }],
    });
  });

  it('offers the lines for each file that blocks', async () => {
    const { out } = await run('firewall', host, gate, '--fix');
    expect(out).not.toContain(`In ${host}:`);
    expect(
      out
        .slice(out.indexOf(`In ${gate}:`))
        .split('\n')
        .slice(0, 3),
    ).toEqual([
      `In ${gate}:`,
      'To open media over IPv4 (put in, read again and found open; nothing else is opened):',
      '  Before line 4:',
    ]);
  });

  it('lists lines nothing reaches file by file', async () => {
    const { code, out } = await run('firewall', host, gate, '--shadowed');
    expect([code, out.split('\n')]).toEqual([
      1,
      [
        `${host}: iptables policy: 1 rules, 1 understood`,
        'Every line is reached by some packet.',
        '',
        `${gate}: iptables policy: 3 rules, 3 understood`,
        '',
        'line 5 (FORWARD 3): never reached (superfluous: the same is decided before): -A FORWARD -p udp --dport 16400 -j DROP',
        `    taken by line 4 (FORWARD 2): ${drop}`,
        '',
      ],
    ]);
  });

  it('decides packets by all of them, with what each decides', async () => {
    const { out } = await run('firewall', host, gate, '--packets', packets);
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toMatchObject([
      {
        action: 'deny',
        document: gate,
        line: 4,
        each: [{ document: host, action: 'allow' }, { action: 'deny' }],
      },
      { action: 'allow', each: [{ action: 'allow' }, { action: 'allow' }] },
    ]);
  });

  it.each([
    [['firewall', '--policy', policy, '--network', 'nowhere'], 'the policy has campus, bare'],
    [['firewall', '--policy', policy, '--network', 'bare'], 'it has no firewall; name one under "firewall"'],
    [['firewall', '--network', 'campus'], '--network NAME wants --policy FILE'],
    [['firewall', host, '--policy', policy, '--network', 'campus'], 'and no other file'],
    [['firewall', host, gate, '--chain', 'NOWHERE'], `this policy has FORWARD, OUTPUT, INPUT (${host})`],
    [['firewall', host, '/no/such.rules'], '/no/such.rules: cannot be read'],
    [['firewall', '--diff', host, gate, '--network', 'campus', '--policy', policy], 'needs two policy files'],
  ])('refuses %j', async (argv, message) => {
    const { code, err } = await run(...argv);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});
