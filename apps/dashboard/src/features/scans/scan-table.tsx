import type { Scan } from '@ringcheck/contracts';
import { Link } from 'react-router';
import { isOpen } from '../../api/scans.js';
import { scanLink } from '../../app/paths.js';
import { showNumber } from '../../ui/count.js';
import { showDuration } from '../../ui/duration.js';
import { fleetSize } from '../../ui/fleet-size.js';
import { ItemTable, type Column } from '../../ui/item-table.js';
import { progressWords } from '../../ui/scan-progress.js';
import { showTime } from '../../ui/time.js';
import { ScanStatus } from './scan-status.js';
import { triggerWords } from './scan-words.js';

const counted = (value: number | undefined): string => (value === undefined ? '–' : showNumber(value));

const columns: readonly Column<Scan>[] = [
  {
    title: 'Requested',
    label: false,
    cell: (scan) => <Link to={scanLink(scan.id)}>{showTime(scan.requestedAt)}</Link>,
  },
  {
    title: 'State',
    cell: (scan) => (
      <>
        <ScanStatus status={scan.status} />
        {isOpen(scan) && <div className="muted">{progressWords(scan)}</div>}
        {scan.status === 'failed' && <div className="muted">{scan.error ?? 'see the server log'}</div>}
      </>
    ),
  },
  { title: 'Started', cell: (scan) => triggerWords[scan.trigger] },
  { title: 'Devices', className: 'number', cell: (scan) => counted(fleetSize(scan)) },
  { title: 'Judged anew', className: 'number', cell: (scan) => counted(scan.devices) },
  { title: 'Findings new', label: 'New findings', className: 'number', cell: (scan) => counted(scan.opened) },
  { title: 'Ended', label: 'Ended findings', className: 'number', cell: (scan) => counted(scan.closed) },
  {
    title: 'Took',
    className: 'number short',
    cell: (scan) => showDuration(scan.startedAt, scan.finishedAt),
  },
];

export function ScanTable({ items }: { readonly items: readonly Scan[] }) {
  return <ItemTable columns={columns} items={items} />;
}
