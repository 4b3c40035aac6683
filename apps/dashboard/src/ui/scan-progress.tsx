import type { Scan } from '@ringcheck/contracts';
import { countOf } from './count.js';

/** How far a running scan is, as a bar; nothing before it is known how much there is to do. */
export function ScanProgress({ scan: { progress } }: { readonly scan: Scan }) {
  if (progress.chunks === 0) return null;
  return <progress aria-label="Parts scanned" max={progress.chunks} value={progress.done} />;
}

/** The same in words. */
export function progressWords({ status, progress }: Scan): string {
  if (status === 'queued') return 'Waiting for its turn…';
  if (progress.chunks === 0) return 'Preparing…';
  return `${progress.done} of ${countOf(progress.chunks, 'part')} done`;
}
