import type { CheckReport, DeviceReport, ReportFinding } from '@ringcheck/contracts';
import { styles } from './html-styles.js';
import { actorTitle, outcomeIcon, outcomeWord, placeOf, stageTitle, verdictSentence } from './sentence.js';
import { deviceTitle, devicesWord, sortByVerdict } from './text.js';

/** The whole report as one self-contained file: no script, no outside resource, prints well. */
export function renderHtml(report: CheckReport): string {
  const body = [
    '<h1>FaceTime readiness</h1>',
    `<p class="meta">Generated ${escapeHtml(report.generatedAt)} · ${devicesWord(report.summary.devices)}</p>`,
    `<ul class="counts">${Object.entries(report.summary.verdicts)
      .map(
        ([verdict, count]) =>
          `<li class="${verdict}">${badge(verdict as DeviceReport['verdict'])}<strong>${count}</strong></li>`,
      )
      .join('')}</ul>`,
    table(
      'What to change first',
      ['devices', 'cause'],
      report.causes.map((cause) => [String(cause.devices), cause.title]),
    ),
    table(
      'What is missing',
      ['devices', 'what', 'how'],
      report.gaps.map((gap) => [String(gap.devices), gap.title, gap.how]),
    ),
    ...sortByVerdict(report.devices).map((device) => deviceSection(device)),
  ];
  return page('FaceTime readiness', body.join('\n'));
}

/** The remediation report of one device as one self-contained file. */
export function renderDeviceHtml(device: DeviceReport, generatedAt: string): string {
  const foot = `<p class="meta">Generated ${escapeHtml(generatedAt)} by Ringcheck.</p>`;
  return page(
    `${outcomeWord(device.verdict)}: ${deviceTitle(device)}`,
    `${deviceSection(device, 'h1')}\n${foot}`,
  );
}

/** A page around a body that is markup already. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${styles}</style>
</head>
<body>
${body}
</body>
</html>
`;
}

function deviceSection(device: DeviceReport, heading: 'h1' | 'h2' = 'h2'): string {
  const rows: (readonly [string, string | undefined])[] = [
    ['Device', device.id],
    ['Group', device.group === undefined ? undefined : `${device.group} (${device.intent ?? 'required'})`],
    ['Compliance', device.compliance],
    ['Network', device.network],
    [
      'Expected',
      device.expected === undefined
        ? undefined
        : `${outcomeWord(device.expected)}, once everything assigned is installed`,
    ],
    ['Coverage', `${Math.round(device.coverage * 100)} % of the applicable rules could be decided`],
    ['As of', device.asOf],
  ];
  return [
    `<section class="device ${device.verdict}" id="${escapeHtml(device.id)}">`,
    `<${heading}>${badge(device.verdict)} ${escapeHtml(deviceTitle(device))}</${heading}>`,
    `<p class="lead">${verdictSentence(device.verdict)}</p>`,
    `<dl>${rows.map(([name, value]) => (value === undefined ? '' : `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`)).join('')}</dl>`,
    `<ol class="path" aria-label="Path of the call">${device.path
      .map(({ stage, state }) => `<li class="${state}"><span>${stageTitle(stage)}</span>${badge(state)}</li>`)
      .join('')}</ol>`,
    ...device.findings.map(findingSection),
    device.notes.length === 0
      ? ''
      : `<details open><summary>Notes</summary><ul>${device.notes.map((note) => `<li>${escapeHtml(note.message)}</li>`).join('')}</ul></details>`,
    '</section>',
  ].join('\n');
}

function findingSection(finding: ReportFinding): string {
  const { steps, verify } = finding.remediation;
  const scope = finding.scope === undefined ? '' : ` <span class="scope">${escapeHtml(finding.scope)}</span>`;
  return [
    `<article class="finding ${finding.outcome}">`,
    `<h3>${badge(finding.outcome)}${scope} ${escapeHtml(finding.title)}${finding.waived === true ? ' <span class="scope">waived</span>' : ''}</h3>`,
    `<p>${escapeHtml(finding.message)}${finding.why === undefined ? '' : ` ${escapeHtml(finding.why)}`}</p>`,
    evidenceList(finding),
    steps.length === 0
      ? ''
      : `<h4>What to do</h4><ol>${steps.map((step) => `<li><strong>${actorTitle(step.who)}:</strong> ${escapeHtml(step.do)}</li>`).join('')}</ol>`,
    verify === undefined ? '' : `<p><strong>How to verify:</strong> ${escapeHtml(verify)}</p>`,
    `<p class="meta">Severity ${finding.severity} · rule ${escapeHtml(finding.ruleId)}${
      finding.sources.length === 0
        ? ''
        : ` · sources: ${finding.sources.map((source) => `${escapeHtml(source.title)} (${source.confidence})`).join('; ')}`
    }</p>`,
    '</article>',
  ].join('\n');
}

function evidenceList(finding: ReportFinding): string {
  if (finding.evidence.length === 0) return '';
  const items = finding.evidence.map((evidence) => {
    const value =
      evidence.value === undefined ? '' : ` = <code>${escapeHtml(JSON.stringify(evidence.value))}</code>`;
    const profile = evidence.profile === undefined ? '' : ` · profile ${escapeHtml(evidence.profile)}`;
    return `<li><code>${escapeHtml(placeOf(evidence))}</code>${value}${profile}</li>`;
  });
  return `<h4>Evidence</h4><ul class="evidence">${items.join('')}</ul>`;
}

/** A titled table of plain texts; nothing when there are no rows. */
export function table(title: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const body = rows
    .map((row) => `<tr>${row.map((value) => `<td>${escapeHtml(value)}</td>`).join('')}</tr>`)
    .join('');
  return `<h2>${title}</h2><table><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>${body}</tbody></table>`;
}

export function badge(outcome: Parameters<typeof outcomeWord>[0]): string {
  return `<span class="badge ${outcome}"><span aria-hidden="true">${outcomeIcon(outcome)}</span> ${outcomeWord(outcome)}</span>`;
}

/** Names and values come from uploads: nothing in them may become markup. */
export function escapeHtml(value: string): string {
  return value.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
