import type { CheckReport } from '@ringcheck/contracts';
import { placeOf } from './sentence.js';
import { sortByVerdict } from './text.js';

const heads = [
  'id',
  'serial',
  'name',
  'platform',
  'osVersion',
  'group',
  'network',
  'verdict',
  'compliance',
  'ruleId',
  'outcome',
  'scope',
  'severity',
  'message',
  'evidence',
  'cause',
] as const;

/** One row per finding; a device without findings has one row. Cells that a spreadsheet would run are guarded. */
export function renderCsv(report: CheckReport): string {
  const rows = [heads.map(String)];
  for (const device of sortByVerdict(report.devices)) {
    const start = [
      device.id,
      device.serial,
      device.name,
      device.platform,
      device.osVersion,
      device.group,
      device.network,
      device.verdict,
      device.compliance,
    ];
    if (device.findings.length === 0)
      rows.push([...start, '', '', '', '', '', '', ''].map((value) => value ?? ''));
    for (const finding of device.findings) {
      const first = finding.evidence[0];
      rows.push(
        [
          ...start,
          finding.ruleId,
          finding.outcome,
          finding.scope,
          finding.severity,
          finding.message,
          first === undefined ? '' : placeOf(first),
          finding.cause,
        ].map((value) => value ?? ''),
      );
    }
  }
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string): string {
  const guarded = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
