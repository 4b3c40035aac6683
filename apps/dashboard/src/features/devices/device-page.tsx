import type { DeviceReport } from '@ringcheck/contracts';
import { Link, useParams } from 'react-router';
import { routes } from '../../app/paths.js';
import { OutcomeBadge, outcomeWord } from '../../ui/outcome.js';
import { Failed, Loading } from '../../ui/states.js';
import { showTime } from '../../ui/time.js';
import { useDeviceReport } from './devices-api.js';
import { FindingCard } from './finding-card.js';

const stageNames: Readonly<Record<DeviceReport['path'][number]['stage'], string>> = {
  device: 'This device',
  account: 'Account',
  network: 'Network',
  apple: 'Apple’s service',
  recipient: 'Ringing and the other side',
  'region-carrier': 'Region and carrier',
};

export function DevicePage() {
  const { id = '' } = useParams();
  const report = useDeviceReport(id);
  return (
    <>
      <p>
        <Link to={routes.devices}>← Devices</Link>
      </p>
      {report.isPending && <Loading what="the report" />}
      {report.error && <Failed what="The report" error={report.error} retry={() => void report.refetch()} />}
      {report.data && <Report device={report.data} />}
    </>
  );
}

function Report({ device }: { readonly device: DeviceReport }) {
  const base = `/api/v1/devices/${encodeURIComponent(device.id)}/report`;
  return (
    <article>
      <h1>
        <OutcomeBadge outcome={device.verdict} /> {device.name ?? device.id}
      </h1>
      <p className="muted">
        {device.id} · {device.platform} {device.osVersion ?? ''}
        {device.group !== undefined && ` · group ${device.group} (${device.intent ?? 'required'})`}
        {device.compliance !== undefined && ` · ${device.compliance}`}
        {device.network !== undefined && ` · network ${device.network}`}
      </p>
      {device.expected !== undefined && (
        <p>If everything assigned were installed: {outcomeWord(device.expected).toLowerCase()}.</p>
      )}
      {device.asOf !== undefined && (
        <p className="stale">Some of the data is old: as of {showTime(device.asOf)}.</p>
      )}
      <ol className="path" aria-label="Path of the call">
        {device.path.map(({ stage, state }) => (
          <li key={stage} className={state}>
            <span>{stageNames[stage]}</span>
            <OutcomeBadge outcome={state} />
          </li>
        ))}
      </ol>
      <p className="actions">
        <a href={`${base}?format=html`}>Printable report</a>
        <a href={`${base}?format=md`}>Markdown</a>
        <a href={base}>JSON</a>
        <span className="muted">{Math.round(device.coverage * 100)} % of the applicable rules decided</span>
      </p>
      {device.findings.length === 0 && <p>Nothing was found that stops FaceTime.</p>}
      {device.findings.map((finding) => (
        <FindingCard key={`${finding.ruleId} ${finding.scope ?? ''} ${finding.cause}`} finding={finding} />
      ))}
      {device.notes.length > 0 && (
        <section>
          <h2>Notes</h2>
          <ul>
            {device.notes.map((note, index) => (
              <li key={index}>{note.message}</li>
            ))}
          </ul>
        </section>
      )}
    </article>
  );
}
