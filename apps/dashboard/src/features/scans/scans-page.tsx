import { Link } from 'react-router';
import { useScans } from '../../api/scans.js';
import { routes } from '../../app/paths.js';
import { MoreButton } from '../../ui/more-button.js';
import { usePageTitle } from '../../ui/page-title.js';
import { ScanPanel } from '../../ui/scan-panel.js';
import { Empty, Failed, Loading } from '../../ui/states.js';
import { ScanTable } from './scan-table.js';

export function ScansPage() {
  usePageTitle('Scans');
  const scans = useScans();
  const items = scans.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <div className="heading">
        <h1>Scans</h1>
        <ScanPanel />
      </div>
      {scans.isPending && <Loading what="scans" />}
      {scans.error && <Failed what="Scans" error={scans.error} retry={() => void scans.refetch()} />}
      {scans.data && items.length === 0 && (
        <Empty>
          <p>
            Nothing has been scanned yet. <Link to={routes.uploads}>Upload what you have</Link>, then scan; or{' '}
            <Link to={routes.schedules}>schedule a scan every night</Link>.
          </p>
        </Empty>
      )}
      {items.length > 0 && <ScanTable items={items} />}
      <MoreButton of={scans} label="Show older scans" />
    </>
  );
}
