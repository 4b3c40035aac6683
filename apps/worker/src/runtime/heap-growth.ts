import { setFlagsFromString } from 'node:v8';

/** Where growth is held down, and where it is let go again; memory of the process in bytes. */
export const holdFrom = 768 * 2 ** 20;
export const letGoBelow = 512 * 2 ** 20;

/** Per cent of what is in use that a heap may grow by before it is collected whole; 0: as V8 thinks best. */
export const heldFlag = '--heap-growing-percent=100';
export const usualFlag = '--heap-growing-percent=0';

/**
 * Keeps a worker that scans hundreds of thousands of devices below a gigabyte. On a machine with much memory V8 lets a
 * heap grow to four times of what is in use before it collects all of it, which is fastest (a tenth of a worker's
 * time), but keeps three quarters of garbage.
 */
export class HeapGrowth {
  private isHeld = false;

  constructor(
    private readonly memory: () => number = () => process.memoryUsage.rss(),
    private readonly set: (flag: string) => void = setFlagsFromString,
  ) {}

  /** To be called every second or so: V8 reads the flag at its next collection. */
  watch(): void {
    const bytes = this.memory();
    if (!this.isHeld && bytes > holdFrom) this.turn(true);
    else if (this.isHeld && bytes < letGoBelow) this.turn(false);
  }

  private turn(isHeld: boolean): void {
    this.isHeld = isHeld;
    this.set(isHeld ? heldFlag : usualFlag);
  }
}
