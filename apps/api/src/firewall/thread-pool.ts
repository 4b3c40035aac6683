import { Worker } from 'node:worker_threads';
import { ProblemError } from '../http/problem.js';

export interface ThreadLimits {
  /** Questions worked on side by side. */
  readonly threads: number;
  /** Questions that may wait for a thread; more are refused. */
  readonly waiting: number;
  /** A question that takes longer is given up, and its thread ended. */
  readonly timeMs: number;
  readonly memoryMiB: number;
  /** A thread without work for so long is ended. */
  readonly idleMs: number;
}

/**
 * A thread whose young generation is large may come upon the limit while that is collected: Node 24, and at times 22,
 * then ends the whole process.
 */
const youngMiB = 16;

interface Waiting {
  readonly question: unknown;
  readonly resolve: (reply: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Works questions off in threads, so that one that takes long holds up nobody else. A thread that runs out of time or
 * memory is ended; the next question gets a new one.
 */
export class ThreadPool {
  private readonly idle: Thread[] = [];
  private readonly all = new Set<Thread>();
  private readonly waiting: Waiting[] = [];

  constructor(
    private readonly script: URL,
    private readonly limits: ThreadLimits,
  ) {}

  ask(question: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.waiting.length >= this.limits.waiting) {
        const detail = `${this.waiting.length} questions wait already; ask again in a moment.`;
        reject(new ProblemError(429, detail));
        return;
      }
      this.waiting.push({ question, resolve, reject });
      this.next();
    });
  }

  async close(): Promise<void> {
    for (const { reject } of this.waiting.splice(0)) reject(new ProblemError(503, 'The server is stopping.'));
    await Promise.all([...this.all].map((thread) => thread.end()));
  }

  private next(): void {
    if (this.waiting.length === 0) return;
    const thread = this.idle.pop() ?? this.start();
    if (thread === undefined) return;
    const task = this.waiting.shift();
    if (task === undefined) return;
    thread.run(task.question).then(
      (reply) => {
        this.idle.push(thread);
        task.resolve(reply);
        this.next();
      },
      (error: unknown) => {
        this.all.delete(thread);
        task.reject(error instanceof Error ? error : new Error(String(error)));
        this.next();
      },
    );
  }

  private start(): Thread | undefined {
    if (this.all.size >= this.limits.threads) return undefined;
    const thread = new Thread(this.script, this.limits, () => {
      this.all.delete(thread);
      const at = this.idle.indexOf(thread);
      if (at >= 0) this.idle.splice(at, 1);
    });
    this.all.add(thread);
    return thread;
  }
}

class Thread {
  private readonly worker: Worker;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    script: URL,
    private readonly limits: ThreadLimits,
    private readonly onIdle: () => void,
  ) {
    this.worker = new Worker(script, {
      resourceLimits: { maxOldGenerationSizeMb: limits.memoryMiB, maxYoungGenerationSizeMb: youngMiB },
    });
    // Without a question an end or error concerns nobody; with one, `run` listens.
    this.worker.on('error', () => this.onIdle());
    this.worker.unref();
  }

  run(question: unknown): Promise<unknown> {
    clearTimeout(this.timer);
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(this.timer);
        this.worker.off('message', replied).off('error', failed).off('exit', exited);
      };
      const replied = (reply: unknown): void => {
        settle();
        this.timer = setTimeout(() => this.giveBack(), this.limits.idleMs).unref();
        resolve(reply);
      };
      const failed = (error: Error): void => {
        settle();
        reject(isOutOfMemory(error) ? new ProblemError(413, tooHard('memory')) : error);
      };
      const exited = (): void => {
        settle();
        reject(new ProblemError(503, 'The server is stopping.'));
      };
      this.timer = setTimeout(() => {
        settle();
        void this.end();
        reject(new ProblemError(413, tooHard(`${this.limits.timeMs / 1_000} seconds`)));
      }, this.limits.timeMs);
      this.worker.on('message', replied).on('error', failed).on('exit', exited);
      this.worker.postMessage(question);
    });
  }

  async end(): Promise<void> {
    clearTimeout(this.timer);
    await this.worker.terminate();
  }

  private giveBack(): void {
    this.onIdle();
    void this.end();
  }
}

function isOutOfMemory(error: Error): boolean {
  return 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

function tooHard(what: string): string {
  return `The policy takes more ${what === 'memory' ? what : `than ${what}`} to answer; ask about fewer flows, or on your own machine: ringcheck firewall FILE.`;
}
