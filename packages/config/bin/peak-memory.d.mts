/** The most resident memory this process has taken, in MiB. */
export function peakMemoryMiB(): number;
