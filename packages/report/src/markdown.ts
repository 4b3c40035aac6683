import type { CheckReport, DeviceQuestion, DeviceReport, ReportFinding } from '@ringcheck/contracts';
import { sortFindings, type OpenGroup } from './open-findings.js';
import {
  actorTitle,
  outcomeIcon,
  outcomeWord,
  placeOf,
  sinceText,
  stageTitle,
  verdictSentence,
} from './sentence.js';
import { deviceTitle, devicesWord, hiddenSentence, kindOf, sortByVerdict, waiverSentence } from './text.js';

/** The whole report as Markdown, for a ticket or a wiki page. */
export function renderMarkdown(report: CheckReport): string {
  const lines = [
    '# FaceTime readiness',
    '',
    `Generated ${report.generatedAt}. ${devicesWord(report.summary.devices)}.`,
    '',
  ];
  lines.push('| verdict | devices |', '|---|---|');
  for (const [verdict, count] of Object.entries(report.summary.verdicts)) {
    lines.push(`| ${outcomeWord(verdict as DeviceReport['verdict'])} | ${count} |`);
  }
  if (report.causes.length > 0) {
    lines.push('', '## What to change first', '', '| devices | cause |', '|---|---|');
    for (const cause of report.causes) lines.push(`| ${cause.devices} | ${cell(cause.title)} |`);
  }
  if (report.gaps.length > 0) {
    lines.push('', '## What is missing', '', '| devices | what | how |', '|---|---|---|');
    for (const gap of report.gaps) lines.push(`| ${gap.devices} | ${cell(gap.title)} | ${cell(gap.how)} |`);
  }
  lines.push(...waiverLines(report), ...questionLines(report));
  for (const device of sortByVerdict(report.devices))
    lines.push('', renderDeviceMarkdown(device, 2).trimEnd());
  return `${lines.join('\n')}\n`;
}

function waiverLines({ summary, waivers = [] }: CheckReport): string[] {
  const hidden = hiddenSentence(summary.hiddenByWaivers);
  if (hidden === undefined && waivers.length === 0) return [];
  const lines = waivers.map((waiver) => `- ${text(waiverSentence(waiver))}`);
  return ['', '## Waivers', '', ...(hidden === undefined ? [] : [hidden, '']), ...lines];
}

const askingText =
  'No upload can tell these. In this order they find faults fastest; state answers under `attestations` in the policy file.';

function askLines({ id, ask, how, answers }: DeviceQuestion, index: number): string[] {
  return [
    `${index + 1}. ${text(ask)} (\`${id}\`)`,
    ...how.map((tap) => `   - Where to look: ${text(tap)}`),
    ...answers.map((answer) => `   - \`${answer.id}\`: ${text(`${answer.says} ${answer.means}`)}`),
  ];
}

function questionLines({ questions = [] }: CheckReport): string[] {
  return questions.flatMap(({ platform, devices, questions: asked }) => [
    '',
    `## What to ask on ${kindOf(platform, devices)}`,
    '',
    askingText,
    '',
    '| question | where to look | answers | open |',
    '|---|---|---|---|',
    ...asked.map(
      ({ id, ask, how, answers, open }) =>
        `| ${cell(ask)} (\`${id}\`) | ${cell(how.join(' '))} | ${answers.map(({ id: answer, says, means }) => `\`${answer}\`: ${cell(`${says} ${means}`)}`).join(' ')} | ${open} |`,
    ),
  ]);
}

/** The remediation report of one device as Markdown; `level` is the depth of its heading. */
export function renderDeviceMarkdown(device: DeviceReport, level = 1): string {
  const heading = '#'.repeat(level);
  const lines = [
    `${heading} ${outcomeIcon(device.verdict)} ${outcomeWord(device.verdict)}: ${text(deviceTitle(device))}`,
    '',
    verdictSentence(device.verdict),
    ...(device.intent === 'prohibited'
      ? [
          '',
          '> **FaceTime must stay blocked here.** The steps below would open it: take them only to move the device out of its group.',
        ]
      : []),
    '',
    ...facts(device),
    '',
    '| stage of the call | state |',
    '|---|---|',
    ...device.path.map(
      ({ stage, state }) => `| ${stageTitle(stage)} | ${outcomeIcon(state)} ${outcomeWord(state)} |`,
    ),
  ];
  const { stopping, risky, open } = sortFindings(device);
  const parts = [
    ['What stops FaceTime', stopping.map((finding) => findingLines(finding, `${heading}##`))],
    ['What can make calls fail', risky.map((finding) => findingLines(finding, `${heading}##`))],
    ['What is not known', open.map((group) => openLines(group, `${heading}##`))],
  ] as const;
  for (const [title, blocks] of parts) {
    if (blocks.length > 0) lines.push('', `${heading}# ${title}`);
    for (const block of blocks) lines.push('', ...block);
  }
  if (device.questions !== undefined && device.questions.length > 0)
    lines.push('', `${heading}# What to ask`, '', askingText, '', ...device.questions.flatMap(askLines));
  if (device.notes.length > 0) {
    lines.push('', `${heading}# Notes`, '');
    for (const note of device.notes)
      lines.push(`- ${text(note.message)}`, ...evidenceLines(note.evidence).map((line) => `  ${line}`));
  }
  return `${lines.join('\n')}\n`;
}

function facts(device: DeviceReport): string[] {
  const rows: (readonly [string, string | undefined])[] = [
    ['Device', device.id],
    ['Group', device.group === undefined ? undefined : `${device.group} (${device.intent ?? 'required'})`],
    ['Compliance', device.compliance],
    ['Network', device.network],
    ['Expected once everything assigned is installed', device.expected],
    ['Coverage', `${Math.round(device.coverage * 100)} % of the applicable rules could be decided`],
    ['As of', device.asOf],
  ];
  return rows.flatMap(([name, value]) => (value === undefined ? [] : [`- ${name}: ${text(value)}`]));
}

function findingLines(finding: ReportFinding, heading: string): string[] {
  const scope = finding.scope === undefined ? '' : ` (${finding.scope})`;
  const waived = finding.waived === true ? ', waived' : '';
  const lines = [
    `${heading} ${outcomeIcon(finding.outcome)} ${outcomeWord(finding.outcome)}${text(scope)}: ${text(finding.title)}`,
    '',
    `${text(finding.message)}${finding.why === undefined ? '' : ` ${text(finding.why)}`}`,
  ];
  lines.push(...remediationLines(finding));
  if (finding.evidence.length > 0) lines.push('', 'Evidence:', '', ...evidenceLines(finding.evidence));
  lines.push('', `Severity ${finding.severity}${waived} · rule \`${finding.ruleId}\`${sinceText(finding)}`);
  if (finding.sources.length > 0) {
    lines.push(
      '',
      `Sources: ${finding.sources.map((source) => `${text(source.title)} (${source.confidence} confidence)`).join('; ')}`,
    );
  }
  return lines;
}

/** A rule's title reads as a fact; of an open one it is only a question. */
function openLines({ first, all, evidence }: OpenGroup, heading: string): string[] {
  const lines = [
    `${heading} ${outcomeIcon('unknown')} ${text(first.message)}${first.waived === true ? ' (waived)' : ''}`,
  ];
  if (first.why !== undefined) lines.push('', text(first.why));
  lines.push(...remediationLines(first));
  if (evidence.length > 0) lines.push('', 'Evidence:', '', ...evidenceLines(evidence));
  lines.push('', 'Open until then:', '');
  for (const finding of all) {
    const scope = finding.scope === undefined ? '' : ` (${text(finding.scope)})`;
    lines.push(
      `- ${text(finding.title)}?${scope} ${finding.severity} · \`${finding.ruleId}\`${sinceText(finding)}`,
    );
  }
  return lines;
}

function remediationLines({ remediation: { steps, verify } }: ReportFinding): string[] {
  const lines: string[] = [];
  if (steps.length > 0) {
    lines.push('', 'What to do:', '');
    steps.forEach((step, index) => lines.push(`${index + 1}. **${actorTitle(step.who)}**: ${text(step.do)}`));
  }
  if (verify !== undefined) lines.push('', `How to verify: ${text(verify)}`);
  return lines;
}

function evidenceLines(all: ReportFinding['evidence']): string[] {
  return all.map((evidence) => {
    const profile = evidence.profile === undefined ? '' : ` · profile ${text(evidence.profile)}`;
    const value = evidence.value === undefined ? '' : ` = ${code(JSON.stringify(evidence.value))}`;
    return `- ${code(placeOf(evidence))}${value}${profile}`;
  });
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Names come from uploads: nothing in them may start markup, in any dialect. */
function text(value: string): string {
  return value
    .replace(/[&<>]/g, (sign) => entities[sign] ?? sign)
    .replace(/[\\`*_~[\]#|]/g, (sign) => `\\${sign}`)
    .replace(/\s*[\r\n]+\s*/g, ' ');
}

function code(value: string): string {
  const longest = Math.max(0, ...[...value.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const padding = longest > 0 ? ' ' : '';
  return `${fence}${padding}${value.replace(/\s*\n\s*/g, ' ')}${padding}${fence}`;
}

export function cell(value: string): string {
  return text(value);
}
