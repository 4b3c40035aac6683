import { Link, useSearchParams } from 'react-router';
import { routes } from '../../app/paths.js';
import { countOf, showNumber } from '../../ui/count.js';
import { MoreButton } from '../../ui/more-button.js';
import { usePageTitle } from '../../ui/page-title.js';
import { Empty, Failed, Loading } from '../../ui/states.js';
import { DeviceFilter } from './device-filter.js';
import { DeviceTable } from './device-table.js';
import { useDevices } from './devices-api.js';

const filterNames = [
  'verdict',
  'compliance',
  'platform',
  'group',
  'network',
  'gap',
  'cause',
  'rule',
  'q',
  'sort',
];

export function DevicesPage() {
  usePageTitle('Devices');
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
  const isFiltered = Object.keys(filter).some((name) => name !== 'sort');
  return (
    <>
      <h1>Devices</h1>
      <DeviceFilter filter={filter} change={change} clear={() => setSearch({}, { replace: true })} />
      {devices.isPending && <Loading what="devices" />}
      {devices.error && <Failed what="Devices" error={devices.error} retry={() => void devices.refetch()} />}
      {devices.data && items.length === 0 && <NoDevice isFiltered={isFiltered} />}
      {items.length > 0 && (
        <>
          <p className="muted" role="status">
            {howMany(items.length, devices.data?.pages[0]?.total, devices.hasNextPage)}
            {devices.isPlaceholderData && ' · searching…'}
          </p>
          <DeviceTable items={items} />
        </>
      )}
      <MoreButton of={devices} label="Show more devices" />
    </>
  );
}

/** The server counts the filters it keeps counts for; of others only the pages so far are known. */
function howMany(shown: number, total: number | undefined, hasMore: boolean): string {
  if (!hasMore) return countOf(shown, 'device');
  if (total === undefined) return `The first ${showNumber(shown)} devices; there are more.`;
  return `The first ${showNumber(shown)} of ${countOf(Math.max(total, shown), 'device')}.`;
}

function NoDevice({ isFiltered }: { readonly isFiltered: boolean }) {
  return (
    <Empty>
      {isFiltered ? (
        <p>No device matches. Take a filter away or search for something shorter.</p>
      ) : (
        <p>
          No device is known yet. <Link to={routes.uploads}>Upload an inventory or MDM answers</Link>, then
          scan.
        </p>
      )}
    </Empty>
  );
}
