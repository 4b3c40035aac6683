import type { DeviceReport } from '@ringcheck/contracts';
import { complianceMeanings, complianceWords, intentMeanings } from '../../ui/compliance.js';
import { showPercent } from '../../ui/count.js';
import { OutcomeBadge, outcomeWord, verdictSentences } from '../../ui/outcome.js';
import { stageNames } from '../../ui/stages.js';
import { showTime } from '../../ui/time.js';
import { EvidenceList } from './evidence-list.js';
import { FindingCard } from './finding-card.js';
import { groupOpen, OpenCard } from './open-card.js';
import { Questions } from './questions.js';

export function Report({ device }: { readonly device: DeviceReport }) {
  return (
    <article className="report">
      <h1>
        {device.name ?? device.serial ?? device.id} <OutcomeBadge outcome={device.verdict} />
      </h1>
      <p className="lead">{verdictSentences[device.verdict]}</p>
      <Warnings device={device} />
      <ol className="path" aria-label="Path of the call">
        {device.path.map(({ stage, state }) => (
          <li key={stage} className={state}>
            <span>{stageNames[stage]}</span>
            <OutcomeBadge outcome={state} />
          </li>
        ))}
      </ol>
      <Findings device={device} />
      <Questions device={device} />
      <Notes notes={device.notes} />
      <About device={device} />
    </article>
  );
}

function Warnings({ device }: { readonly device: DeviceReport }) {
  return (
    <>
      {device.intent === 'prohibited' && (
        <p className="stale">
          <strong>FaceTime must stay blocked here</strong> (group {device.group}). The steps below would open
          it: take them only to move the device out of that group.
        </p>
      )}
      {device.expected !== undefined && (
        <p className="stale">
          If everything assigned were installed: {outcomeWord(device.expected).toLowerCase()}.
        </p>
      )}
      {device.asOf !== undefined && (
        <p className="stale">Some of the data is old: as of {showTime(device.asOf)}.</p>
      )}
    </>
  );
}

function Findings({ device }: { readonly device: DeviceReport }) {
  const of = (...outcomes: readonly string[]) =>
    device.findings.filter(({ outcome }) => outcomes.includes(outcome));
  const parts = [
    ['What stops FaceTime', of('blocked', 'limited')],
    ['What can make calls fail', of('at-risk')],
  ] as const;
  const open = groupOpen(of('unknown'));
  return (
    <>
      {parts.map(([title, findings]) =>
        findings.length === 0 ? null : (
          <section key={title}>
            <h2>{title}</h2>
            {findings.map((finding) => (
              <FindingCard
                key={`${finding.ruleId} ${finding.scope ?? ''} ${finding.cause}`}
                finding={finding}
              />
            ))}
          </section>
        ),
      )}
      {open.length > 0 && (
        <section>
          <h2>What is not known</h2>
          {open.map((group) => (
            <OpenCard key={group.key} group={group} />
          ))}
        </section>
      )}
    </>
  );
}

function Notes({ notes }: { readonly notes: DeviceReport['notes'] }) {
  if (notes.length === 0) return null;
  return (
    <section>
      <h2>Notes</h2>
      <ul className="notes">
        {notes.map((note, index) => (
          <li key={index}>
            {note.message}
            <EvidenceList evidence={note.evidence} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function About({ device }: { readonly device: DeviceReport }) {
  const base = `/api/v1/devices/${encodeURIComponent(device.id)}/report`;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Serial number', device.serial],
    ['UDID', device.udid],
    ['Id', device.id],
    ['System', device.platform === 'unknown' ? 'not known' : `${device.platform} ${device.osVersion ?? ''}`],
    ['Group', device.group],
    ['Intent', device.intent && intentMeanings[device.intent]],
    [
      'Compliance',
      device.compliance && `${complianceWords[device.compliance]}: ${complianceMeanings[device.compliance]}`,
    ],
    ['Network', device.network],
    ['Coverage', `${showPercent(device.coverage)} of the checks that apply could be decided`],
  ];
  return (
    <section>
      <h2>About this device</h2>
      <dl>
        {rows.map(([name, value]) =>
          value === undefined ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
      <p className="actions">
        <a className="button" href={`${base}?format=html`}>
          Printable report
        </a>
        <a href={`${base}?format=md`}>As Markdown</a>
        <a href={base}>As JSON</a>
      </p>
    </section>
  );
}
