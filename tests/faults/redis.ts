import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@ringcheck/testkit';

/** Why there is no Redis to test with. */
export const noRedis =
  spawnSync('redis-server', ['--version']).status === 0 ? undefined : 'redis-server is not installed';

/** A Redis of our own that keeps nothing on disk. */
export class Redis {
  private child: ChildProcess | undefined;

  private constructor(
    private readonly port: number,
    private readonly folder: string,
  ) {}

  static async start(): Promise<Redis> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'ringcheck-redis-'));
    for (;;) {
      const redis = new Redis(await freePort(), folder);
      // The port may have been taken meanwhile: then another one is.
      if (await redis.isUp()) return redis;
    }
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Start it on its port, empty; tried again while another has the port. */
  async again(): Promise<void> {
    const end = Date.now() + 120_000;
    while (!(await this.isUp())) {
      if (Date.now() > end) throw new Error('redis-server did not start');
      await sleep(500);
    }
  }

  /** Start it; false when it has ended instead. */
  private async isUp(): Promise<boolean> {
    const child = spawn(
      'redis-server',
      ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--dir', this.folder],
      { stdio: 'ignore' },
    );
    this.child = child;
    while (child.exitCode === null && child.signalCode === null) {
      if ((await this.ask('PING').catch(() => '')).startsWith('+PONG')) return true;
      await sleep(50);
    }
    return false;
  }

  /** One command, as its text protocol has it; the first bytes of the answer. */
  ask(command: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.port, '127.0.0.1', () => socket.write(`${command}\r\n`));
      socket.once('data', (bytes) => {
        socket.destroy();
        resolve(bytes.toString('utf8'));
      });
      socket.once('error', reject);
    });
  }

  async kill(): Promise<void> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGKILL');
    await gone;
  }

  async stop(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}
