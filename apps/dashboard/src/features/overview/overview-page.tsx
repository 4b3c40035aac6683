import type { FleetSummary } from '@ringcheck/contracts';
import { Link } from 'react-router';
import { devicesLink, scanLink } from '../../app/paths.js';
import { useSummary } from '../../api/summary.js';
import { complianceMeanings, complianceNames, complianceWords } from '../../ui/compliance.js';
import { countOf, showNumber, showPercent } from '../../ui/count.js';
import { OutcomeBadge, verdictNames } from '../../ui/outcome.js';
import { usePageTitle } from '../../ui/page-title.js';
import { ScanPanel } from '../../ui/scan-panel.js';
import { Failed, Loading } from '../../ui/states.js';
import { CauseTable } from './cause-table.js';
import { FirstSteps } from './first-steps.js';
import { GapTable } from './gap-table.js';
import { GroupTable } from './group-table.js';
import { TrendSection } from './trend-section.js';

export function OverviewPage() {
  usePageTitle('Overview');
  const summary = useSummary();
  const scanned = summary.data !== undefined && summary.data.devices > 0;
  return (
    <>
      <div className="heading">
        <h1>Will FaceTime ring?</h1>
        {scanned && <ScanPanel />}
      </div>
      {summary.isPending && <Loading what="the summary" />}
      {summary.error && (
        <Failed what="The summary" error={summary.error} retry={() => void summary.refetch()} />
      )}
      {summary.data && (scanned ? <Summary summary={summary.data} /> : <FirstSteps summary={summary.data} />)}
    </>
  );
}

function Summary({ summary }: { readonly summary: FleetSummary }) {
  return (
    <>
      <p className="lead">{headline(summary)}</p>
      <ul className="tiles" aria-label="Devices by verdict">
        {verdictNames.map((verdict) => (
          <li key={verdict} className={`tile ${verdict}`}>
            <Link to={devicesLink({ verdict })}>
              <OutcomeBadge outcome={verdict} />
              <strong>{showNumber(summary.verdicts[verdict])}</strong>
              <span className="muted">{showPercent(summary.verdicts[verdict] / summary.devices)}</span>
            </Link>
          </li>
        ))}
      </ul>
      {summary.scan && <LastChanges scan={summary.scan} />}
      <CauseTable causes={summary.causes} />
      <TrendSection />
      <GapTable gaps={summary.gaps} />
      <Compliance summary={summary} />
      <GroupTable />
      <p className="muted">
        {showPercent(summary.coverage)} of the checks that apply could be decided.
        {summary.hiddenByWaivers > 0 && ` ${countOf(summary.hiddenByWaivers, 'finding')} hidden by waivers.`}
      </p>
    </>
  );
}

function LastChanges({ scan }: { readonly scan: NonNullable<FleetSummary['scan']> }) {
  const { opened = 0, closed = 0 } = scan;
  return (
    <p>
      {opened === 0 && closed === 0
        ? 'The last scan found what the one before had found. '
        : `The last scan: ${countOf(opened, 'finding')} opened, ${showNumber(closed)} ended. `}
      <Link to={scanLink(scan.id)}>See what changed</Link>
    </p>
  );
}

function headline({ devices, verdicts }: FleetSummary): string {
  const parts = [
    [verdicts.blocked, 'blocked'],
    [verdicts.limited, 'limited'],
    [verdicts.unknown, 'cannot be judged yet'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, words]) => `${showNumber(count)} ${words}`);
  return said.length === 0
    ? `FaceTime is stopped on none of ${countOf(devices, 'device')}.`
    : `Of ${countOf(devices, 'device')}: ${said.join(', ')}.`;
}

function Compliance({ summary }: { readonly summary: FleetSummary }) {
  const judged = complianceNames.reduce((sum, name) => sum + summary.compliance[name], 0);
  if (judged === 0) return null;
  return (
    <section>
      <h2>Compliance with your policy</h2>
      <ul className="tiles small" aria-label="Devices by compliance">
        {complianceNames.map((compliance) => (
          <li key={compliance} className="tile">
            <Link to={devicesLink({ compliance })}>
              <span className="badge">{complianceWords[compliance]}</span>
              <strong>{showNumber(summary.compliance[compliance])}</strong>
              <span className="muted">{complianceMeanings[compliance]}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
