import type { Scan } from '@ringcheck/contracts';
import { Link, useParams } from 'react-router';
import { ApiError } from '../../api/http.js';
import { useScanEvents } from '../../api/scan-events.js';
import { isOpen, useCancelScan, useScan } from '../../api/scans.js';
import { routes } from '../../app/paths.js';
import { usePageTitle } from '../../ui/page-title.js';
import { progressWords, ScanProgress } from '../../ui/scan-progress.js';
import { Empty, Failed, Loading, Refused } from '../../ui/states.js';
import { showTime } from '../../ui/time.js';
import { Changes, NothingBefore } from './changes.js';
import { ScanFacts } from './scan-facts.js';

export function ScanPage() {
  const { id = '' } = useParams();
  const scan = useScan(id);
  useScanEvents(scan.data);
  usePageTitle(scan.data === undefined ? 'Scan' : `Scan of ${showTime(scan.data.requestedAt)}`);
  const isMissing = scan.error instanceof ApiError && [400, 404].includes(scan.error.status);
  return (
    <>
      <p className="back">
        <Link to={routes.scans}>← Scans</Link>
      </p>
      {scan.isPending && <Loading what="the scan" />}
      {isMissing && (
        <Empty>
          <h1>No such scan</h1>
          <p>
            It may be older than what is kept. <Link to={routes.scans}>See the scans there are</Link>.
          </p>
        </Empty>
      )}
      {scan.error && !isMissing && (
        <Failed what="The scan" error={scan.error} retry={() => void scan.refetch()} />
      )}
      {scan.data && (
        <>
          <h1>Scan of {showTime(scan.data.requestedAt)}</h1>
          {isOpen(scan.data) && <Running scan={scan.data} />}
          <ScanFacts scan={scan.data} />
          {scan.data.status === 'done' &&
            (scan.data.before === undefined ? <NothingBefore /> : <Changes id={scan.data.id} />)}
          <WhatNext scan={scan.data} />
        </>
      )}
    </>
  );
}

function Running({ scan }: { readonly scan: Scan }) {
  const cancel = useCancelScan();
  return (
    <div className="scan-panel">
      <ScanProgress scan={scan} />
      <span role="status">{progressWords(scan)}</span>
      <button type="button" disabled={cancel.isPending} onClick={() => cancel.mutate(scan.id)}>
        Cancel
      </button>
      <Refused error={cancel.error} />
    </div>
  );
}

function WhatNext({ scan: { status, error } }: { readonly scan: Scan }) {
  if (status === 'cancelled')
    return (
      <Empty>
        <p>
          The scan was cancelled before it ended. Start another one on{' '}
          <Link to={routes.scans}>the page of scans</Link>.
        </p>
      </Empty>
    );
  if (status !== 'failed') return null;
  return (
    <div className="state failed">
      <p>
        <strong>The scan failed.</strong> {error ?? 'The server log says why.'}
      </p>
      <p>
        What the scan before it found still stands. Put the cause right, then{' '}
        <Link to={routes.scans}>scan again</Link>.
      </p>
    </div>
  );
}
