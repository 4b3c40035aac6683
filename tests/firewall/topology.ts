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

  /** Clients 10.0.0.2-5 behind `lan0` and 10.0.1.2-5 behind `lan1`; the servers' addresses, in 8.0.0.0/28, behind `wan0`. */
  async start(addresses: readonly string[], ports: readonly number[]): Promise<void> {
    const { client, router, server } = this.names;
    for (const name of [client, router, server]) ip('netns', 'add', name);
    this.cable('lan0', '10.0.0.1/24', client, 'up0');
    this.cable('lan1', '10.0.1.1/24', client, 'up1');
    this.cable('wan0', '10.9.0.1/24', server, 'up2');
    for (const host of [2, 3, 4, 5]) {
      ip('-n', client, 'addr', 'add', `10.0.0.${host}/24`, 'dev', 'up0');
      ip('-n', client, 'addr', 'add', `10.0.1.${host}/24`, 'dev', 'up1');
    }
    ip('-n', client, 'route', 'add', 'default', 'via', '10.0.0.1');
    ip('-n', client, 'rule', 'add', 'from', '10.0.1.0/24', 'lookup', '101');
    ip('-n', client, 'route', 'add', 'default', 'via', '10.0.1.1', 'table', '101');
    ip('-n', server, 'addr', 'add', '10.9.0.2/24', 'dev', 'up2');
    ip('-n', server, 'route', 'add', 'local', '8.0.0.0/28', 'dev', 'lo');
    ip('-n', server, 'route', 'add', 'default', 'via', '10.9.0.1');
    ip('-n', router, 'route', 'add', '8.0.0.0/28', 'via', '10.9.0.2');
    inside(router, ['sysctl', '-qw', 'net.ipv4.ip_forward=1', 'net.ipv4.conf.all.rp_filter=0']);
    await this.startPrograms(JSON.stringify([addresses, ports]));
  }

  private cable(end: string, address: string, peer: string, peerEnd: string): void {
    const { router } = this.names;
    ip('link', 'add', end, 'netns', router, 'type', 'veth', 'peer', 'name', peerEnd, 'netns', peer);
    ip('-n', router, 'addr', 'add', address, 'dev', end);
    for (const [name, device] of [
      [router, end],
      [peer, peerEnd],
      [router, 'lo'],
      [peer, 'lo'],
    ] as const) {
      ip('-n', name, 'link', 'set', device, 'up');
    }
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
  load(tool: 'iptables-restore' | 'nft', policy: string): void {
    inside(this.names.router, tool === 'nft' ? ['nft', '-f', '-'] : ['iptables-restore'], policy);
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

function inside(name: string, words: readonly string[], input = ''): void {
  execFileSync('ip', ['netns', 'exec', name, ...words], { input, stdio: ['pipe', 'ignore', 'pipe'] });
}

/** Why namespaces or a tool cannot be used here; undefined when everything is at hand. */
export function obstacle(tool: string): string | undefined {
  const name = `rcprobe${process.pid}`;
  try {
    execFileSync('ip', ['netns', 'add', name], { stdio: 'ignore' });
  } catch (error) {
    return `network namespaces are not allowed here (${String(error).split('\n')[0]})`;
  }
  try {
    execFileSync('ip', ['netns', 'exec', name, tool, '--version'], { stdio: 'ignore' });
    return undefined;
  } catch (error) {
    if (process.env['RINGCHECK_REQUIRE_ALL'] === '1') throw new Error(`${tool} is missing`, { cause: error });
    return `${tool} is missing`;
  } finally {
    execFileSync('ip', ['netns', 'del', name], { stdio: 'ignore' });
  }
}
