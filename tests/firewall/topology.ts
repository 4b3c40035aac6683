import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process';
import path from 'node:path';
import readline from 'node:readline';
import type { Readable, Writable } from 'node:stream';

const here = import.meta.dirname;

/** A packet to send; the id is its payload and its name in the answers. */
export interface Probe {
  readonly id: string;
  readonly protocol: 'tcp' | 'udp';
  readonly source: string;
  readonly sourcePort: number;
  readonly destination: string;
  readonly destinationPort: number;
}

/** A tool that takes a whole policy on its standard input. */
export type Loader = 'iptables-restore' | 'ip6tables-restore' | 'nft';

interface Cable {
  readonly end: string;
  readonly peer: string;
  readonly peerEnd: string;
  /** Addresses of the router's end, with their prefix length. */
  readonly addresses: readonly string[];
  readonly peerAddresses: readonly string[];
}

/** Client, router with the firewall, and server, each in a network namespace of its own. */
export class Topology {
  private readonly names: { readonly client: string; readonly router: string; readonly server: string };
  private client: ChildProcessByStdio<Writable, Readable, null> | undefined;
  private server: ChildProcessByStdio<null, Readable, null> | undefined;
  private readonly arrived = new Set<string>();
  private answers: AsyncIterator<string> | undefined;

  constructor(mark: string) {
    this.names = { client: `${mark}c`, router: `${mark}r`, server: `${mark}s` };
  }

  /**
   * Clients 10.0.0.2-5 and fd00:a::2-5 behind `lan0`, 10.0.1.2-5 and fd00:b::2-5 behind `lan1`; the servers'
   * addresses, of 8.0.0.0/28 and 2a00:8::/124, behind `wan0`.
   */
  async start(addresses: readonly string[], ports: readonly number[]): Promise<void> {
    const { client, router, server } = this.names;
    for (const name of [client, router, server]) ip('netns', 'add', name);
    const hosts = (net4: string, net6: string): string[] =>
      [2, 3, 4, 5].flatMap((host) => [`${net4}.${host}/24`, `${net6}::${host}/64`]);
    const cables: readonly Cable[] = [
      {
        end: 'lan0',
        peer: client,
        peerEnd: 'up0',
        addresses: ['10.0.0.1/24', 'fd00:a::1/64'],
        peerAddresses: hosts('10.0.0', 'fd00:a'),
      },
      {
        end: 'lan1',
        peer: client,
        peerEnd: 'up1',
        addresses: ['10.0.1.1/24', 'fd00:b::1/64'],
        peerAddresses: hosts('10.0.1', 'fd00:b'),
      },
      {
        end: 'wan0',
        peer: server,
        peerEnd: 'up2',
        addresses: ['10.9.0.1/24', 'fd00:9::1/64'],
        peerAddresses: ['10.9.0.2/24', 'fd00:9::2/64'],
      },
    ];
    cables.forEach((cable, index) => this.lay(cable, index));
    this.route(addresses);
    await this.startPrograms(JSON.stringify([addresses, ports]));
  }

  /** Neighbours are written down: a policy that drops ICMPv6 must not stop the packets it lets through. */
  private lay({ end, peer, peerEnd, addresses, peerAddresses }: Cable, index: number): void {
    const { router } = this.names;
    ip('link', 'add', end, 'netns', router, 'type', 'veth', 'peer', 'name', peerEnd, 'netns', peer);
    const sides = [
      { name: router, device: end, own: addresses, other: peerAddresses, mark: 0, otherMark: 1 },
      { name: peer, device: peerEnd, own: peerAddresses, other: addresses, mark: 1, otherMark: 0 },
    ];
    const hardware = (mark: number): string => `02:00:00:00:0${index}:0${mark}`;
    for (const { name, device, mark } of sides) {
      ip('-n', name, 'link', 'set', device, 'address', hardware(mark), 'up');
      ip('-n', name, 'link', 'set', 'lo', 'up');
    }
    for (const { name, device, own, other, otherMark } of sides) {
      batch(name, [
        ...own.map((address) => `addr add ${address} dev ${device}${address.includes(':') ? ' nodad' : ''}`),
        ...other.map(
          (address) =>
            `neigh replace ${address.replace(/\/.*/, '')} lladdr ${hardware(otherMark)} dev ${device} nud permanent`,
        ),
      ]);
    }
  }

  private route(addresses: readonly string[]): void {
    const { client, router, server } = this.names;
    for (const [family, first, second, lan1, wide, uplink, back] of [
      ['-4', '10.0.0.1', '10.0.1.1', '10.0.1.0/24', '8.0.0.0/28', '10.9.0.2', '10.9.0.1'],
      ['-6', 'fd00:a::1', 'fd00:b::1', 'fd00:b::/64', '2a00:8::/124', 'fd00:9::2', 'fd00:9::1'],
    ] as const) {
      ip(family, '-n', client, 'route', 'add', 'default', 'via', first);
      ip(family, '-n', client, 'rule', 'add', 'from', lan1, 'lookup', '101');
      ip(family, '-n', client, 'route', 'add', 'default', 'via', second, 'table', '101');
      ip(family, '-n', server, 'route', 'add', 'default', 'via', back);
      ip(family, '-n', router, 'route', 'add', wide, 'via', uplink);
    }
    batch(
      server,
      addresses.map(
        (address) => `addr add ${address}/${address.includes(':') ? '128 dev lo nodad' : '32 dev lo'}`,
      ),
    );
    inside(router, [
      'sysctl',
      '-qw',
      'net.ipv4.ip_forward=1',
      'net.ipv4.conf.all.rp_filter=0',
      'net.ipv6.conf.all.forwarding=1',
    ]);
    // Ports come round in longer runs; by then the router must have forgotten what it knew of them.
    const kinds = [
      'syn_sent',
      'syn_recv',
      'established',
      'fin_wait',
      'close_wait',
      'last_ack',
      'time_wait',
      'close',
    ];
    const timers = [...kinds.map((kind) => `tcp_timeout_${kind}`), 'udp_timeout', 'udp_timeout_stream'];
    inside(router, ['sysctl', '-eqw', ...timers.map((timer) => `net.netfilter.nf_conntrack_${timer}=6`)]);
  }

  private async startPrograms(ends: string): Promise<void> {
    const program = (name: string): string => path.join(here, `${name}.mjs`);
    const server = spawn(
      'ip',
      ['netns', 'exec', this.names.server, process.execPath, program('server'), ends],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    this.server = server;
    await new Promise<void>((resolve) => {
      readline.createInterface({ input: server.stdout }).on('line', (line) => {
        if (line === 'ready') resolve();
        else this.arrived.add(line);
      });
    });
    this.client = spawn('ip', ['netns', 'exec', this.names.client, process.execPath, program('client')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.answers = readline.createInterface({ input: this.client.stdout })[Symbol.asyncIterator]();
  }

  /** Loads a policy into the router with the tool that reads it. */
  load(tool: Loader, policy: string): void {
    inside(this.names.router, tool === 'nft' ? ['nft', '-f', '-'] : [tool], policy);
  }

  /** What a tool prints inside the router. */
  print(...words: readonly string[]): string {
    return inside(this.names.router, words);
  }

  /** Sends packets and tells which arrived at the server and which were answered. */
  async send(
    probes: readonly Probe[],
  ): Promise<{ arrived: ReadonlySet<string>; answered: ReadonlySet<string> }> {
    this.arrived.clear();
    this.client?.stdin.write(`${JSON.stringify(probes)}\n`);
    const answer = await this.answers?.next();
    return { arrived: new Set(this.arrived), answered: new Set(JSON.parse(String(answer?.value ?? '[]'))) };
  }

  stop(): void {
    this.client?.kill();
    this.server?.kill();
    for (const name of Object.values(this.names)) {
      execFileSync('ip', ['netns', 'del', name], { stdio: 'ignore' });
    }
  }
}

function ip(...words: readonly string[]): void {
  execFileSync('ip', words, { stdio: ['ignore', 'ignore', 'pipe'] });
}

function batch(name: string, lines: readonly string[]): void {
  execFileSync('ip', ['-n', name, '-batch', '-'], {
    input: `${lines.join('\n')}\n`,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
}

function inside(name: string, words: readonly string[], input = ''): string {
  return execFileSync('ip', ['netns', 'exec', name, ...words], {
    input,
    stdio: ['pipe', 'pipe', 'pipe'],
    encoding: 'utf8',
  });
}

/** Why namespaces or a tool cannot be used here; undefined when everything is at hand. */
export function obstacle(...tools: readonly string[]): string | undefined {
  const name = `rcprobe${process.pid}`;
  try {
    execFileSync('ip', ['netns', 'add', name], { stdio: 'ignore' });
  } catch (error) {
    return `network namespaces are not allowed here (${String(error).split('\n')[0]})`;
  }
  try {
    const missing = tools.find((tool) => !works(name, tool));
    return missing === undefined ? undefined : `${missing} is missing`;
  } finally {
    execFileSync('ip', ['netns', 'del', name], { stdio: 'ignore' });
  }
}

function works(name: string, tool: string): boolean {
  try {
    execFileSync('ip', ['netns', 'exec', name, tool, '--version'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    if (process.env['RINGCHECK_REQUIRE_ALL'] === '1') throw new Error(`${tool} is missing`, { cause: error });
    return false;
  }
}
