import type { DeviceItem } from '@ringcheck/contracts';
import { Link, useSearchParams } from 'react-router';
import { deviceLink } from '../../app/paths.js';
import { OutcomeBadge } from '../../ui/outcome.js';
import { Empty, Failed, Loading } from '../../ui/states.js';
import { DeviceFilter } from './device-filter.js';
import { useDevices } from './devices-api.js';

const filterNames = ['verdict', 'compliance', 'platform', 'cause', 'rule', 'group', 'network', 'q', 'sort'];

export function DevicesPage() {
  const [search, setSearch] = useSearchParams();
  const filter = Object.fromEntries(
    [...search].filter(([name, value]) => filterNames.includes(name) && value !== ''),
  );
  const devices = useDevices(filter);
  const items = devices.data?.pages.flatMap((page) => page.items) ?? [];
  const change = (name: string, value: string): void =>
    setSearch(
      Object.fromEntries(Object.entries({ ...filter, [name]: value }).filter(([, text]) => text !== '')),
      { replace: true },
    );
  return (
    <>
      <h1>Devices</h1>
      <DeviceFilter filter={filter} change={change} />
      {devices.isPending && <Loading what="devices" />}
      {devices.error && <Failed what="Devices" error={devices.error} retry={() => void devices.refetch()} />}
      {devices.data && items.length === 0 && (
        <Empty>
          <p>
            {Object.keys(filter).length === 0
              ? 'No device is known yet. Upload an inventory and scan.'
              : 'No device matches this filter.'}
          </p>
        </Empty>
      )}
      {items.length > 0 && <DeviceTable items={items} />}
      {devices.hasNextPage && (
        <button
          type="button"
          disabled={devices.isFetchingNextPage}
          onClick={() => void devices.fetchNextPage()}
        >
          {devices.isFetchingNextPage ? 'Loading…' : 'Show more'}
        </button>
      )}
    </>
  );
}

function DeviceTable({ items }: { readonly items: readonly DeviceItem[] }) {
  return (
    <table className="devices">
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
            <td>
              <Link to={deviceLink(device.id)}>{device.name ?? device.id}</Link>
              <div className="muted">{device.serial ?? device.id}</div>
            </td>
            <td>
              {device.platform === 'unknown' ? 'not known' : device.platform} {device.osVersion ?? ''}
            </td>
            <td>{device.group ?? '–'}</td>
            <td>{device.compliance ?? '–'}</td>
            <td>{device.worst ?? '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
