import { readFileSync } from 'node:fs';

/** Ticks of a second in which Linux counts, on every machine Node runs on. */
const ticks = 100;

/** What a process has used of the processor, in milliseconds; where the system does not tell, how long ago it all began. */
export function cpuMs(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticks;
  } catch {
    return performance.now();
  }
}
