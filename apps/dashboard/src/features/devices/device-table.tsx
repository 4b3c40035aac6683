import type { DeviceItem } from '@ringcheck/contracts';
import { Link } from 'react-router';
import { deviceLink } from '../../app/paths.js';
import { complianceWords } from '../../ui/compliance.js';
import { OutcomeBadge } from '../../ui/outcome.js';

export function DeviceTable({ items }: { readonly items: readonly DeviceItem[] }) {
  return (
    <table className="cards devices">
      <thead>
        <tr>
          <th scope="col">Verdict</th>
          <th scope="col">Device</th>
          <th scope="col">System</th>
          <th scope="col">Group</th>
          <th scope="col">Compliance</th>
          <th scope="col">Main reason</th>
        </tr>
      </thead>
      <tbody>
        {items.map((device) => (
          <tr key={device.id}>
            <td>
              <OutcomeBadge outcome={device.verdict} />
            </td>
            <td className="name">
              <Link to={deviceLink(device.id)}>{device.name ?? device.serial ?? device.id}</Link>
              {device.name !== undefined && <div className="muted">{device.serial ?? device.id}</div>}
            </td>
            <td data-label="System" className="short">
              {device.platform === 'unknown' ? 'not known' : device.platform} {device.osVersion ?? ''}
            </td>
            <td data-label="Group">{device.group ?? '–'}</td>
            <td data-label="Compliance" className="short">
              {device.compliance === undefined ? '–' : complianceWords[device.compliance]}
            </td>
            <td data-label="Main reason">{mainReason(device)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
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
