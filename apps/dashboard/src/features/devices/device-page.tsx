import { Link, useParams } from 'react-router';
import { ApiError } from '../../api/http.js';
import { routes } from '../../app/paths.js';
import { usePageTitle } from '../../ui/page-title.js';
import { Empty, Failed, Loading } from '../../ui/states.js';
import { useDeviceReport } from './devices-api.js';
import { Report } from './report.js';

export function DevicePage() {
  const { id = '' } = useParams();
  const report = useDeviceReport(id);
  usePageTitle(report.data?.name ?? id);
  const isMissing = report.error instanceof ApiError && report.error.status === 404;
  return (
    <>
      <p className="back">
        <Link to={routes.devices}>← Devices</Link>
      </p>
      {report.isPending && <Loading what="the report" />}
      {isMissing && (
        <Empty>
          <h1>No such device</h1>
          <p>
            {id} is not known here. It may not have been scanned yet:{' '}
            <Link to={routes.uploads}>upload its inventory</Link> and scan.
          </p>
        </Empty>
      )}
      {report.error && !isMissing && (
        <Failed what="The report" error={report.error} retry={() => void report.refetch()} />
      )}
      {report.data && <Report device={report.data} />}
    </>
  );
}
