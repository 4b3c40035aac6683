import type { Scan } from '@ringcheck/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { showTime } from '../../ui/time.js';
import { isOpen, useLatestScan, useStartScan } from './scans-api.js';

/** Starts a scan and shows how far it is; other queries are asked again once it is done. */
export function ScanPanel() {
  const latest = useLatestScan();
  const start = useStartScan();
  const scan = latest.data ?? undefined;
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
      <span role="status">{describe(scan)}</span>
      {start.error && <span role="alert">{start.error.message}</span>}
    </div>
  );
}

function describe(scan: Scan | undefined): string {
  if (scan === undefined) return 'No scan yet.';
  if (isOpen(scan))
    return scan.progress.chunks === 0
      ? 'Preparing…'
      : `${scan.progress.done} of ${scan.progress.chunks} parts done`;
  if (scan.status === 'failed') return `The last scan failed: ${scan.error ?? 'see the server log'}`;
  return `Last scan ${scan.status} ${showTime(scan.finishedAt)}`;
}

function useRefreshWhenDone(scan: Scan | undefined): void {
  const client = useQueryClient();
  const before = useRef<string | undefined>(undefined);
  const state = scan === undefined ? undefined : `${scan.id} ${scan.status}`;
  useEffect(() => {
    if (before.current !== undefined && before.current !== state)
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'scans' });
    before.current = state;
  }, [client, state]);
}
