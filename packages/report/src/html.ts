import type {
  CheckReport,
  DeviceQuestion,
  DeviceReport,
  ReportFinding,
  ReportQuestions,
} from '@ringcheck/contracts';
import { outcomeSvg } from './html-icons.js';
import { styles } from './html-styles.js';
import { sortFindings, type OpenGroup } from './open-findings.js';
import { actorTitle, outcomeWord, placeOf, sinceText, stageTitle, verdictSentence } from './sentence.js';
import { deviceTitle, devicesWord, hiddenSentence, kindOf, sortByVerdict, waiverSentence } from './text.js';

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
    waiverPart(report),
    ...(report.questions ?? []).map(questionPart),
    ...sortByVerdict(report.devices).map((device) => deviceSection(device)),
  ];
  return page('FaceTime readiness', body.join('\n'));
}

function waiverPart({ summary, waivers = [] }: CheckReport): string {
  const hidden = hiddenSentence(summary.hiddenByWaivers);
  if (hidden === undefined && waivers.length === 0) return '';
  const lines = waivers.map((waiver) => `<li>${escapeHtml(waiverSentence(waiver))}</li>`).join('');
  return `<h2>Waivers</h2>${hidden === undefined ? '' : `<p>${hidden}</p>`}<ul>${lines}</ul>`;
}

function questionPart({ platform, devices, questions }: ReportQuestions): string {
  return table(
    `What to ask on ${kindOf(platform, devices)}, most telling first`,
    ['question', 'where to look', 'what the answers mean', 'open'],
    questions.map(({ id, ask, how, answers, open }) => [
      `${ask} (${id})`,
      how.join(' '),
      answers.map(({ id: answer, says, means }) => `${answer}: ${says} ${means}`).join(' '),
      String(open),
    ]),
  );
}

/** The remediation report of one device as one self-contained file. */
export function renderDeviceHtml(device: DeviceReport, generatedAt: string): string {
  const made = `<p class="meta made">Generated ${escapeHtml(generatedAt)} by Ringcheck.</p>`;
  return page(
    `${outcomeWord(device.verdict)}: ${deviceTitle(device)}`,
    `${made}\n${deviceSection(device, 1)}`,
  );
}

/** A page around a body that is markup already. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>${escapeHtml(title)}</title>
<style>${styles}</style>
</head>
<body>
${body}
</body>
</html>
`;
}

/** `level` is the depth of its heading; what is inside goes deeper by one each. */
function deviceSection(device: DeviceReport, level = 2): string {
  const { stopping, risky, open } = sortFindings(device);
  return [
    `<section class="device ${device.verdict}" id="${escapeHtml(device.id)}">`,
    `<h${level}>${badge(device.verdict)} ${escapeHtml(device.name ?? device.serial ?? device.id)}</h${level}>`,
    `<p class="lead">${verdictSentence(device.verdict)}</p>`,
    warnings(device),
    `<ol class="path" aria-label="Path of the call">${device.path
      .map(({ stage, state }) => `<li class="${state}"><span>${stageTitle(stage)}</span>${badge(state)}</li>`)
      .join('')}</ol>`,
    part(
      'What stops FaceTime',
      level + 1,
      stopping.map((finding) => findingCard(finding, level + 2)),
    ),
    part(
      'What can make calls fail',
      level + 1,
      risky.map((finding) => findingCard(finding, level + 2)),
    ),
    part(
      'What is not known',
      level + 1,
      open.map((group) => openCard(group, level + 2)),
    ),
    asking(device, level + 1),
    notes(device, level + 1),
    about(device, level + 1),
    '</section>',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

function part(title: string, level: number, cards: readonly string[]): string {
  return cards.length === 0 ? '' : `<h${level}>${title}</h${level}>\n${cards.join('\n')}`;
}

function warnings(device: DeviceReport): string {
  const lines: string[] = [];
  if (device.intent === 'prohibited')
    lines.push(
      `<strong>FaceTime must stay blocked here</strong>${device.group === undefined ? '' : ` (group ${escapeHtml(device.group)})`}. The steps below would open it: take them only to move the device out of that group.`,
    );
  if (device.expected !== undefined)
    lines.push(`If everything assigned were installed: ${outcomeWord(device.expected).toLowerCase()}.`);
  if (device.asOf !== undefined) lines.push(`Some of the data is old: as of ${escapeHtml(device.asOf)}.`);
  return lines.map((line) => `<p class="stale">${line}</p>`).join('\n');
}

function about(device: DeviceReport, level: number): string {
  const system = device.platform === 'unknown' ? 'not known' : device.platform;
  const rows: (readonly [string, string | undefined])[] = [
    ['Device', device.id],
    ['Serial number', device.serial],
    ['UDID', device.udid],
    ['System', [system, device.osVersion].filter((word) => word !== undefined).join(' ')],
    ['Group', device.group === undefined ? undefined : `${device.group} (${device.intent ?? 'required'})`],
    ['Compliance', device.compliance],
    ['Network', device.network],
    ['Coverage', `${Math.round(device.coverage * 100)}% of the rules that apply could be decided`],
  ];
  const told = rows.flatMap(([name, value]) =>
    value === undefined ? [] : [`<div><dt>${name}</dt><dd>${escapeHtml(value)}</dd></div>`],
  );
  return `<h${level}>About this device</h${level}>\n<dl>${told.join('')}</dl>`;
}

function notes(device: DeviceReport, level: number): string {
  if (device.notes.length === 0) return '';
  const items = device.notes.map(
    (note) => `<li>${escapeHtml(note.message)}${evidenceList(note.evidence)}</li>`,
  );
  return `<h${level}>Notes</h${level}>\n<ul>${items.join('')}</ul>`;
}

function asking({ questions = [] }: DeviceReport, level: number): string {
  if (questions.length === 0) return '';
  return `<h${level}>What to ask</h${level}>
<p>No upload can tell these. In this order they find faults fastest.</p>
<ol class="asking">${questions.map(asked).join('')}</ol>`;
}

function asked({ id, ask, how, answers }: DeviceQuestion): string {
  const meanings = answers.map(
    ({ says, means }) => `<li><strong>${escapeHtml(says)}</strong> ${escapeHtml(means)}</li>`,
  );
  return `<li>${escapeHtml(ask)} <span class="meta">${escapeHtml([...how, id].join(' · '))}</span><ul>${meanings.join('')}</ul></li>`;
}

function findingCard(finding: ReportFinding, level: number): string {
  return [
    `<article class="finding ${finding.outcome}">`,
    `<h${level}>${badge(finding.outcome)} ${escapeHtml(finding.title)}${tags(finding)}</h${level}>`,
    `<p>${escapeHtml(finding.message)}${finding.why === undefined ? '' : ` ${escapeHtml(finding.why)}`}</p>`,
    remediation(finding),
    finding.evidence.length === 0 ? '' : `<p class="label">Evidence</p>${evidenceList(finding.evidence)}`,
    `<p class="meta">Severity ${finding.severity} · rule ${escapeHtml(finding.ruleId)}${escapeHtml(sinceText(finding))}${sources(finding)}</p>`,
    '</article>',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

/** A rule's title reads as a fact; of an open one it is only a question. */
function openCard({ first, all, evidence }: OpenGroup, level: number): string {
  const questions = all.map(
    (finding) =>
      `<li>${escapeHtml(finding.title)}?${finding.scope === undefined ? '' : tag(finding.scope)} <span class="meta">${finding.severity} · ${escapeHtml(finding.ruleId)}${escapeHtml(sinceText(finding))}</span></li>`,
  );
  return [
    '<article class="finding unknown">',
    `<h${level}>${badge('unknown')} ${escapeHtml(first.message)}${first.waived === true ? tag('waived') : ''}</h${level}>`,
    first.why === undefined ? '' : `<p>${escapeHtml(first.why)}</p>`,
    remediation(first),
    evidenceList(evidence),
    `<p class="label">Open until then</p><ul>${questions.join('')}</ul>`,
    '</article>',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

function remediation({ remediation: { steps, verify } }: ReportFinding): string {
  const items = steps.map(
    (step) => `<li><span class="tag">${actorTitle(step.who)}</span> ${escapeHtml(step.do)}</li>`,
  );
  return [
    items.length === 0 ? '' : `<p class="label">What to do</p><ol class="do">${items.join('')}</ol>`,
    verify === undefined ? '' : `<p><strong>How to verify:</strong> ${escapeHtml(verify)}</p>`,
  ].join('');
}

function tags({ scope, waived }: ReportFinding): string {
  return `${scope === undefined ? '' : tag(scope)}${waived === true ? tag('waived') : ''}`;
}

function tag(text: string): string {
  return ` <span class="tag">${escapeHtml(text)}</span>`;
}

function sources({ sources: all }: ReportFinding): string {
  if (all.length === 0) return '';
  return `<br>Sources: ${all
    .map(({ title, url, confidence }) => {
      const isLink = url !== undefined && /^https?:\/\//.test(url);
      const name = isLink
        ? `<a href="${escapeHtml(url)}" rel="noreferrer">${escapeHtml(title)}</a>`
        : escapeHtml(title);
      return `${name} (${confidence} confidence)`;
    })
    .join('; ')}`;
}

function evidenceList(all: ReportFinding['evidence']): string {
  if (all.length === 0) return '';
  const items = all.map((evidence) => {
    const { path, value, profile } = evidence;
    const place = placeOf({ ...evidence, path: undefined });
    const pair =
      path === undefined && value === undefined
        ? ''
        : `<br><code>${escapeHtml(path ?? '')}${value === undefined ? '' : ` = <strong>${escapeHtml(JSON.stringify(value))}</strong>`}</code>`;
    return `<li><code>${escapeHtml(place)}</code>${profile === undefined ? '' : ` <span class="meta">profile ${escapeHtml(profile)}</span>`}${pair}</li>`;
  });
  return `<ul class="evidence">${items.join('')}</ul>`;
}

export function table(title: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const body = rows
    .map((row) => `<tr>${row.map((value) => `<td>${escapeHtml(value)}</td>`).join('')}</tr>`)
    .join('');
  return `<h2>${title}</h2><table><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>${body}</tbody></table>`;
}

export function badge(outcome: Parameters<typeof outcomeWord>[0]): string {
  return `<span class="badge ${outcome}">${outcomeSvg(outcome)}${outcomeWord(outcome)}</span>`;
}

/** Names and values come from uploads: nothing in them may become markup. */
export function escapeHtml(value: string): string {
  return value.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
