import type { Scan, Upload } from '@ringcheck/contracts';
import { placeOf, printable } from '@ringcheck/report';
import { scopeText } from './scope.js';

/** What became of each file of an upload: a line per file, its warnings and errors below it. */
export function uploadText(upload: Upload): string {
  const width = Math.max(0, ...upload.files.map(({ kind }) => (kind ?? '').length));
  const lines = [`Upload ${upload.id} ${upload.status}: ${countsOf(upload)}`];
  for (const file of upload.files) {
    lines.push(`  ${file.status.padEnd(8)}  ${(file.kind ?? '').padEnd(width)}  ${file.path}`);
    for (const found of file.diagnostics.filter(({ severity }) => severity !== 'info').slice(0, 5)) {
      const place = placeOf({ document: file.path, line: found.line, column: found.column });
      lines.push(`      ${found.severity}: ${place}: ${found.message}`);
    }
  }
  return `${lines.map(printable).join('\n')}\n`;
}

function countsOf({ files }: Upload): string {
  const counts = new Map<string, number>();
  for (const { status } of files) counts.set(status, (counts.get(status) ?? 0) + 1);
  const parts = [...counts].map(([status, count]) => `${count} ${status}`);
  return `${files.length} ${files.length === 1 ? 'file' : 'files'}, ${parts.join(', ')}`;
}

/** Where a scan stands, and what it found once it is done. */
export function scanText(scan: Scan): string {
  const scope = scopeText(scan.scope ?? {});
  const head = `Scan ${scan.id}${scope === '' ? '' : ` of ${scope}`} ${scan.status}`;
  if (scan.status === 'failed') return `${head}: ${scan.error ?? 'the server gave no reason'}\n`;
  if (scan.devices === undefined) return `${head}\n`;
  const verdicts = Object.entries(scan.verdicts ?? {})
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => `${count} ${verdict}`);
  const changes = `${scan.opened ?? 0} findings opened, ${scan.closed ?? 0} closed`;
  return `${head}: ${[`${scan.devices} ${scan.devices === 1 ? 'device' : 'devices'}`, ...verdicts, changes].join(' · ')}\n`;
}
