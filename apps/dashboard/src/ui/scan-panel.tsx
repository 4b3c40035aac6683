import type { Scan } from '@ringcheck/contracts';
import { countOf } from './count.js';
import { fleetSize } from './fleet-size.js';
import { progressWords, ScanProgress } from './scan-progress.js';
import { useRefreshWhenDone } from './refresh-when-done.js';
import { Refused } from './states.js';
import { showTime } from './time.js';
import { useScanEvents } from '../api/scan-events.js';
import { isOpen, useCancelScan, useLatestScan, useStartScan } from '../api/scans.js';

/** Starts a scan and shows how far it is; other queries are asked again once it is done. */
export function ScanPanel() {
  const latest = useLatestScan();
  const start = useStartScan();
  const cancel = useCancelScan();
  const scan = latest.data ?? undefined;
  useScanEvents(scan);
  useRefreshWhenDone(scan);
  const running = scan !== undefined && isOpen(scan);
  return (
    <div className="scan-panel">
      <button
        type="button"
        className="primary"
        disabled={running || start.isPending}
        onClick={() => start.mutate()}
      >
        {running ? 'Scanning…' : 'Scan now'}
      </button>
      {running && (
        <button type="button" disabled={cancel.isPending} onClick={() => cancel.mutate(scan.id)}>
          Cancel
        </button>
      )}
      {running && <ScanProgress scan={scan} />}
      <span role="status">{latest.isPending ? '' : describe(scan)}</span>
      <Refused error={start.error ?? cancel.error ?? latest.error} />
    </div>
  );
}

function describe(scan: Scan | undefined): string {
  if (scan === undefined) return 'No scan yet.';
  if (isOpen(scan)) return progressWords(scan);
  if (scan.status === 'failed') return `The last scan failed: ${scan.error ?? 'see the server log'}`;
  if (scan.status === 'cancelled') return `Last scan cancelled ${showTime(scan.finishedAt)}`;
  const size = fleetSize(scan);
  const devices = size === undefined ? '' : ` · ${countOf(size, 'device')}`;
  return `Last scan ${showTime(scan.finishedAt)}${devices}`;
}
