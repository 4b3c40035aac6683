import type { CheckReport } from '@ringcheck/contracts';

/** One JSON object per line: `type` is `summary`, `input`, `device`, `cause` or `gap`. */
export function renderNdjson(report: CheckReport): string {
  const lines: unknown[] = [
    {
      type: 'summary',
      schemaVersion: report.schemaVersion,
      generatedAt: report.generatedAt,
      ...report.summary,
    },
    ...report.inputs.map((input) => ({ type: 'input', ...input })),
    ...report.devices.map((device) => ({ type: 'device', ...device })),
    ...report.causes.map((cause) => ({ type: 'cause', ...cause })),
    ...report.gaps.map((gap) => ({ type: 'gap', ...gap })),
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
