import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { exitCodes } from '../failure.js';

export interface ChildSpec {
  readonly name: string;
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
  /** `isMisconfigured`: it has said what is wrong with its settings. */
  readonly onGivingUp: (name: string, isMisconfigured: boolean) => void;
  readonly log: (line: string) => void;
}

/** More deaths than this within the window mean that starting again will not help. */
const mostDeaths = 5;
const windowMs = 60_000;
const patienceMs = 10_000;

/**
 * A process of ours that is started again when it dies.
 * It is tied to us by a channel: when we are killed it notices and ends itself.
 */
export class SupervisedChild {
  private child: ChildProcess | undefined;
  private readonly deaths: number[] = [];
  private stopping = false;

  constructor(private readonly spec: ChildSpec) {}

  start(): void {
    const child = spawn(process.execPath, ['--enable-source-maps', this.spec.script], {
      env: { ...process.env, ...this.spec.env },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.child = child;
    child.once('exit', (code, signal) => void this.ended(code, signal));
    child.once('error', (error) => this.spec.log(`${this.spec.name}: ${error.message}`));
  }

  private async ended(code: number | null, signal: NodeJS.Signals | null): Promise<void> {
    this.child = undefined;
    if (this.stopping) return;
    const now = Date.now();
    this.deaths.push(now);
    const recent = this.deaths.filter((at) => at > now - windowMs).length;
    this.spec.log(`${this.spec.name} ended (${signal ?? `exit code ${code ?? 'unknown'}`})`);
    const isMisconfigured = code === exitCodes.usage;
    if (isMisconfigured || recent >= mostDeaths) {
      this.spec.onGivingUp(this.spec.name, isMisconfigured);
      return;
    }
    await sleep(250 * 2 ** (recent - 1));
    if (!this.stopping) this.start();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    const { child } = this;
    if (child === undefined || child.exitCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
    await gone;
    clearTimeout(timer);
  }
}
