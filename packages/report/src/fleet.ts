import type { DeviceItem, FleetSummary } from '@ringcheck/contracts';
import { badge, escapeHtml, page } from './html.js';
import { cell } from './markdown.js';
import { outcomeIcon, outcomeWord } from './sentence.js';
import { devicesWord, hiddenSentence } from './text.js';

const noScan = 'No scan has been finished yet: verdicts are as of nothing. Run ringcheck scan.';

/** The fleet as its server knows it: counts, causes, gaps and a row per device, as Markdown. */
export function renderFleetMarkdown(summary: FleetSummary, devices: readonly DeviceItem[]): string {
  const lines = [
    '# FaceTime readiness',
    '',
    `${asOf(summary)} ${devicesWord(summary.devices)}.${hidden(summary)}`,
  ];
  const add = (title: string, heads: readonly string[], rows: readonly (readonly string[])[]) => {
    if (rows.length === 0) return;
    lines.push('', `## ${title}`, '', `| ${heads.join(' | ')} |`, `|${'---|'.repeat(heads.length)}`);
    for (const row of rows) lines.push(`| ${row.map(cell).join(' | ')} |`);
  };
  const { verdicts, causes, gaps } = summary;
  add(
    'Verdicts',
    ['verdict', 'devices'],
    entriesOf(verdicts).map(([verdict, count]) => [outcomeWord(verdict), String(count)]),
  );
  add('What to change first', causeHeads, causes.map(causeRow));
  add('What is missing', gapHeads, gaps.map(gapRow));
  add(
    'Devices',
    deviceHeads,
    devices.map((device) => [
      `${outcomeIcon(device.verdict)} ${outcomeWord(device.verdict)}`,
      ...deviceRow(device),
    ]),
  );
  return `${lines.join('\n')}\n`;
}

/** The same as one self-contained HTML file. */
export function renderFleetHtml(summary: FleetSummary, devices: readonly DeviceItem[]): string {
  const counts = entriesOf(summary.verdicts).map(
    ([verdict, count]) => `<li class="${verdict}">${badge(verdict)}<strong>${count}</strong></li>`,
  );
  const rows = devices.map((device) => [badge(device.verdict), ...deviceRow(device).map(escapeHtml)]);
  return page(
    'FaceTime readiness',
    [
      '<h1>FaceTime readiness</h1>',
      `<p class="meta">${escapeHtml(asOf(summary))} ${devicesWord(summary.devices)}.${hidden(summary)}</p>`,
      `<ul class="counts">${counts.join('')}</ul>`,
      htmlTable('What to change first', causeHeads, summary.causes.map(causeRow).map(escaped)),
      htmlTable('What is missing', gapHeads, summary.gaps.map(gapRow).map(escaped)),
      htmlTable('Devices', deviceHeads, rows),
    ].join('\n'),
  );
}

function escaped(row: readonly string[]): string[] {
  return row.map(escapeHtml);
}

/** Of cells that are markup already; nothing when there are no rows. */
function htmlTable(title: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const body = rows.map((row) => `<tr>${row.map((each) => `<td>${each}</td>`).join('')}</tr>`).join('');
  const head = heads.map((each) => `<th scope="col">${each}</th>`).join('');
  return `<h2>${title}</h2><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

const causeHeads = ['devices', 'cause'];
const gapHeads = ['devices', 'what', 'how'];
const deviceHeads = ['verdict', 'device', 'name', 'platform', 'compliance', 'worst finding'];

function causeRow(cause: FleetSummary['causes'][number]): string[] {
  return [String(cause.devices), cause.title];
}

function gapRow(gap: FleetSummary['gaps'][number]): string[] {
  return [String(gap.devices), gap.title, gap.how];
}

function deviceRow(device: DeviceItem): string[] {
  const system = [device.platform, device.osVersion].filter((part) => part !== undefined).join(' ');
  return [device.id, device.name ?? '', system, device.compliance ?? '', device.worst ?? ''];
}

/** A fleet whose waivers hide something must say so beside its counts. */
function hidden({ hiddenByWaivers }: FleetSummary): string {
  const sentence = hiddenSentence(hiddenByWaivers);
  return sentence === undefined ? '' : ` ${sentence}`;
}

function asOf({ scan }: FleetSummary): string {
  return scan?.now === undefined ? noScan : `As of ${scan.now}.`;
}

function entriesOf(verdicts: FleetSummary['verdicts']): [DeviceItem['verdict'], number][] {
  return Object.entries(verdicts) as [DeviceItem['verdict'], number][];
}
