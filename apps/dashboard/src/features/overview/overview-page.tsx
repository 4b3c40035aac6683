import type { FleetSummary } from '@ringcheck/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { devicesLink, routes } from '../../app/paths.js';
import { request } from '../../api/http.js';
import { OutcomeBadge } from '../../ui/outcome.js';
import { Empty, Failed, Loading } from '../../ui/states.js';
import { ScanPanel } from '../scans/scan-panel.js';

const verdicts = ['blocked', 'limited', 'unknown', 'at-risk', 'clear'] as const;
const compliances = ['compliant', 'non-compliant', 'undetermined', 'waived'] as const;

export function OverviewPage() {
  const summary = useQuery({ queryKey: ['summary'], queryFn: () => request<FleetSummary>('/summary') });
  return (
    <>
      <div className="heading">
        <h1>Will FaceTime ring?</h1>
        <ScanPanel />
      </div>
      {summary.isPending && <Loading what="the summary" />}
      {summary.error && (
        <Failed what="The summary" error={summary.error} retry={() => void summary.refetch()} />
      )}
      {summary.data && <Summary summary={summary.data} />}
    </>
  );
}

function Summary({ summary }: { readonly summary: FleetSummary }) {
  if (summary.devices === 0) {
    return (
      <Empty>
        <p>
          {summary.documents === 0 ? (
            <>
              Nothing has been uploaded yet.{' '}
              <Link to={routes.uploads}>Upload MDM exports, profiles or firewall policies</Link>, then scan.
            </>
          ) : (
            <>
              {summary.documents} documents are uploaded and no scan has found a device in them yet. Start a
              scan.
            </>
          )}
        </p>
      </Empty>
    );
  }
  return (
    <>
      <ul className="tiles" aria-label="Devices by verdict">
        {verdicts.map((verdict) => (
          <li key={verdict} className={`tile ${verdict}`}>
            <Link to={devicesLink({ verdict })}>
              <OutcomeBadge outcome={verdict} />
              <strong>{summary.verdicts[verdict]}</strong>
            </Link>
          </li>
        ))}
      </ul>
      <ul className="inline" aria-label="Devices by compliance">
        {compliances.map((compliance) => (
          <li key={compliance}>
            <Link to={devicesLink({ compliance })}>
              {summary.compliance[compliance]} {compliance}
            </Link>
          </li>
        ))}
        <li>{Math.round(summary.coverage * 100)} % of the applicable rules decided</li>
        {summary.hiddenByWaivers > 0 && <li>{summary.hiddenByWaivers} findings hidden by waivers</li>}
      </ul>
      <Causes summary={summary} />
      <Gaps summary={summary} />
    </>
  );
}

function Causes({ summary }: { readonly summary: FleetSummary }) {
  if (summary.causes.length === 0) return null;
  return (
    <section>
      <h2>What to change first</h2>
      <table>
        <thead>
          <tr>
            <th scope="col" className="number">
              Devices
            </th>
            <th scope="col">Cause</th>
            <th scope="col">First step</th>
          </tr>
        </thead>
        <tbody>
          {summary.causes.slice(0, 12).map((cause) => (
            <tr key={cause.key}>
              <td className="number">
                <Link to={devicesLink({ cause: cause.key })}>{cause.devices}</Link>
              </td>
              <td>{cause.title}</td>
              <td>{cause.fix ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Gaps({ summary }: { readonly summary: FleetSummary }) {
  if (summary.gaps.length === 0) return null;
  return (
    <section>
      <h2>What is missing</h2>
      <table>
        <thead>
          <tr>
            <th scope="col" className="number">
              Devices
            </th>
            <th scope="col">Missing</th>
            <th scope="col">How to supply it</th>
          </tr>
        </thead>
        <tbody>
          {summary.gaps.slice(0, 12).map((gap) => (
            <tr key={gap.key}>
              <td className="number">{gap.devices}</td>
              <td>{gap.title}</td>
              <td>{gap.how}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
