import type { Scan } from '@ringcheck/contracts';
import { useScanEvents } from '../../api/scan-events.js';
import { isOpen, useScan } from '../../api/scans.js';
import { useRefreshWhenDone } from '../../ui/refresh-when-done.js';

/** How far the check is that a change of answers has started; the report is asked for again when it ends. */
export function Recheck({ started }: { readonly started: Scan }) {
  const { data: scan = started } = useScan(started.id);
  useScanEvents(scan);
  useRefreshWhenDone(scan);
  return <p>{words(scan)}</p>;
}

function words(scan: Scan): string {
  if (isOpen(scan)) return 'Saved. The device is being checked again…';
  if (scan.status === 'done') return 'Saved, and the device was checked again.';
  return `Saved, but the check ended early (${scan.error ?? scan.status}): it counts from the next scan on.`;
}
