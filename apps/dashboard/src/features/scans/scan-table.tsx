import type { Scan } from '@ringcheck/contracts';
import { Link } from 'react-router';
import { isOpen } from '../../api/scans.js';
import { scanLink } from '../../app/paths.js';
import { showNumber } from '../../ui/count.js';
import { showDuration } from '../../ui/duration.js';
import { fleetSize } from '../../ui/fleet-size.js';
import { progressWords } from '../../ui/scan-progress.js';
import { showTime } from '../../ui/time.js';
import { ScanStatus } from './scan-status.js';
import { triggerWords } from './scan-words.js';

export function ScanTable({ items }: { readonly items: readonly Scan[] }) {
  return (
    <table className="cards">
      <thead>
        <tr>
          <th scope="col">Requested</th>
          <th scope="col">State</th>
          <th scope="col">Started</th>
          <th scope="col" className="number">
            Devices
          </th>
          <th scope="col" className="number">
            Judged anew
          </th>
          <th scope="col" className="number">
            Findings new
          </th>
          <th scope="col" className="number">
            Ended
          </th>
          <th scope="col" className="number">
            Took
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((scan) => (
          <tr key={scan.id}>
            <td>
              <Link to={scanLink(scan.id)}>{showTime(scan.requestedAt)}</Link>
            </td>
            <td data-label="State">
              <ScanStatus status={scan.status} />
              {isOpen(scan) && <div className="muted">{progressWords(scan)}</div>}
              {scan.status === 'failed' && <div className="muted">{scan.error ?? 'see the server log'}</div>}
            </td>
            <td data-label="Started">{triggerWords[scan.trigger]}</td>
            <Count label="Devices" value={fleetSize(scan)} />
            <Count label="Judged anew" value={scan.devices} />
            <Count label="New findings" value={scan.opened} />
            <Count label="Ended findings" value={scan.closed} />
            <td className="number short" data-label="Took">
              {showDuration(scan.startedAt, scan.finishedAt)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Count({ label, value }: { readonly label: string; readonly value: number | undefined }) {
  return (
    <td className="number" data-label={label}>
      {value === undefined ? '–' : showNumber(value)}
    </td>
  );
}
