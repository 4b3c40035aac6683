import { readFileSync } from 'node:fs';

/**
 * The most resident memory this process has taken, in MiB.
 *
 * Linux hands what `process.resourceUsage().maxRSS` counts from a process to the program it becomes: a child of a
 * large process has its parent's peak from the start. `VmHWM` begins anew with each program.
 */
export function peakMemoryMiB() {
  return peakKiB() / 1024;
}

function peakKiB() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS;
  const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  if (kib === undefined)
    throw new Error('/proc/self/status does not tell VmHWM: no peak of memory can be measured.');
  return Number(kib);
}
