import type { DeviceItem } from '@ringcheck/contracts';
import { Link } from 'react-router';
import { deviceLink } from '../../app/paths.js';
import { complianceWords } from '../../ui/compliance.js';
import { ItemTable, type Column } from '../../ui/item-table.js';
import { OutcomeBadge } from '../../ui/outcome.js';

const columns: readonly Column<DeviceItem>[] = [
  { title: 'Verdict', label: false, cell: ({ verdict }) => <OutcomeBadge outcome={verdict} /> },
  {
    title: 'Device',
    label: false,
    className: 'name',
    cell: ({ id, name, serial }) => (
      <>
        <Link to={deviceLink(id)}>{name ?? serial ?? id}</Link>
        {name !== undefined && <div className="muted">{serial ?? id}</div>}
      </>
    ),
  },
  {
    title: 'System',
    className: 'short',
    cell: ({ platform, osVersion }) =>
      `${platform === 'unknown' ? 'not known' : platform} ${osVersion ?? ''}`,
  },
  { title: 'Group', cell: ({ group }) => group ?? '–' },
  {
    title: 'Compliance',
    className: 'short',
    cell: ({ compliance }) => (compliance === undefined ? '–' : complianceWords[compliance]),
  },
  { title: 'Main reason', cell: mainReason },
];

export function DeviceTable({ items }: { readonly items: readonly DeviceItem[] }) {
  return <ItemTable className="devices" columns={columns} items={items} />;
}

/** `worst` is a rule's title: it reads as a fact, so it is shown only where the rule has found something. */
function mainReason({ verdict, worst }: DeviceItem): string {
  switch (verdict) {
    case 'blocked':
    case 'limited':
    case 'at-risk':
      return worst ?? '–';
    case 'unknown':
      return 'Management could not be read';
    case 'clear':
      return '–';
  }
}
