import type { CheckReport, DeviceReport, ReportQuestions, ReportWaiver } from '@ringcheck/contracts';
import { actorTitle, outcomeIcon, outcomeWord, placeOf, printable, verdictSentence } from './sentence.js';

/** Plain text for a terminal: the worst devices first, one block each; clear devices are only counted. */
export function renderText(report: CheckReport): string {
  const lines: string[] = [];
  const { summary } = report;
  lines.push(`${summary.devices} ${summary.devices === 1 ? 'device' : 'devices'} · ${verdictLine(report)}`);
  if (report.archetypes === true)
    lines.push('No inventory was given: profiles were judged against model devices.');
  const rejected = report.inputs.filter(({ status }) => status !== 'ingested');
  for (const input of rejected) {
    for (const diagnostic of input.diagnostics.filter(({ severity }) => severity !== 'info').slice(0, 3)) {
      const place = placeOf({ document: input.path, line: diagnostic.line, column: diagnostic.column });
      lines.push(`  ${input.status}: ${place}: ${diagnostic.message}`);
    }
  }
  for (const device of sortByVerdict(report.devices)) {
    if (device.findings.length > 0 || device.verdict !== 'clear') lines.push('', ...deviceLines(device));
  }
  if (report.causes.length > 0) {
    lines.push('', 'What to change first:');
    for (const cause of report.causes.slice(0, 10))
      lines.push(`  ${devicesWord(cause.devices)}: ${cause.title}`);
  }
  if (report.gaps.length > 0) {
    lines.push('', 'What is missing:');
    for (const gap of report.gaps.slice(0, 10))
      lines.push(`  ${devicesWord(gap.devices)}: ${gap.title}. ${gap.how}`);
  }
  lines.push(...waiverLines(report), ...questionLines(report));
  return `${lines.map(printable).join('\n')}\n`;
}

/** Waivers hide risk: how much, and which of them end or have ended. */
function waiverLines({ summary, waivers = [] }: CheckReport): string[] {
  const hidden = hiddenSentence(summary.hiddenByWaivers);
  const due = waivers.filter(({ state }) => state !== 'active').map(waiverSentence);
  if (hidden === undefined && due.length === 0) return [];
  return ['', ...(hidden === undefined ? [] : [hidden]), ...due.map((line) => `  ${line}`)];
}

/** What waivers keep from counting; undefined when nothing. */
export function hiddenSentence(count: number): string | undefined {
  if (count === 0) return undefined;
  return `${count} ${count === 1 ? 'finding is' : 'findings are'} hidden by waivers.`;
}

/** One waiver in one line, with its state first. */
export function waiverSentence({ rule, owner, reason, expires, state, devices }: ReportWaiver): string {
  const words = { active: 'Waiver', 'ending-soon': 'Waiver ends soon', ended: 'Waiver has ended' }[state];
  const what = rule === '*' ? 'every rule' : rule;
  return `${words}: ${what} on ${devicesWord(devices)}, until ${expires} (${owner}: ${reason})`;
}

const mostQuestions = 5;

/** The questions that find faults fastest; the other formats list them all. */
function questionLines({ questions = [] }: CheckReport): string[] {
  return questions.flatMap(({ platform, devices, questions: asked }) => {
    const rest = asked.length - mostQuestions;
    return [
      '',
      `What no upload can tell, to ask on ${kindOf(platform, devices)}:`,
      ...asked.slice(0, mostQuestions).map(({ id, ask }) => `  ${ask} (${id})`),
      ...(rest > 0 ? [`  … and ${rest} more; ringcheck explain QUESTION says where to look.`] : []),
    ];
  });
}

/** `3 iPhones`. */
export function kindOf(platform: ReportQuestions['platform'], devices: number): string {
  const words = {
    iOS: 'iPhone',
    iPadOS: 'iPad',
    macOS: 'Mac',
    tvOS: 'Apple TV',
    visionOS: 'Vision Pro',
    watchOS: 'Apple Watch',
  };
  const many = { ...words, iOS: 'iPhones', iPadOS: 'iPads', macOS: 'Macs', watchOS: 'Apple Watches' };
  return `${devices} ${devices === 1 ? words[platform] : many[platform]}`;
}

function verdictLine(report: CheckReport): string {
  return (Object.entries(report.summary.verdicts) as [DeviceReport['verdict'], number][])
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => `${count} ${outcomeWord(verdict).toLowerCase()}`)
    .join(' · ');
}

export function devicesWord(count: number): string {
  return count === 1 ? '1 device' : `${count} devices`;
}

/** Worst verdict first, then by id. */
export function sortByVerdict(devices: readonly DeviceReport[]): DeviceReport[] {
  const order = ['blocked', 'limited', 'unknown', 'at-risk', 'clear'];
  return [...devices].sort(
    (a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict) || (a.id < b.id ? -1 : 1),
  );
}

export function deviceTitle(device: DeviceReport): string {
  const kind = [device.platform === 'unknown' ? undefined : device.platform, device.osVersion]
    .filter(Boolean)
    .join(' ');
  return [device.name, device.id, kind].filter((part) => part !== undefined && part !== '').join(' · ');
}

function deviceLines(device: DeviceReport): string[] {
  const compliance = device.compliance === undefined ? '' : ` · ${device.compliance}`;
  const lines = [
    `${outcomeIcon(device.verdict)} ${outcomeWord(device.verdict).toUpperCase()}  ${deviceTitle(device)}${compliance}`,
  ];
  lines.push(`  ${verdictSentence(device.verdict)}`);
  if (device.expected !== undefined)
    lines.push(`  If everything assigned were installed: ${outcomeWord(device.expected).toLowerCase()}.`);
  if (device.asOf !== undefined) lines.push(`  Some of the data is old: as of ${device.asOf}.`);
  for (const finding of device.findings) {
    const scope = finding.scope === undefined ? '' : ` (${finding.scope})`;
    const waived = finding.waived === true ? ' [waived]' : '';
    lines.push(
      `  ${outcomeIcon(finding.outcome)} ${outcomeWord(finding.outcome)}${scope}${waived}: ${finding.message}`,
    );
    for (const evidence of finding.evidence.slice(0, 3)) lines.push(`      at ${placeOf(evidence)}`);
    for (const step of finding.remediation.steps) lines.push(`      → ${actorTitle(step.who)}: ${step.do}`);
  }
  for (const note of device.notes) lines.push(`  note: ${note.message}`);
  return lines;
}
