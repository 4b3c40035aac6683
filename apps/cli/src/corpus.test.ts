import { readdirSync } from 'node:fs';
import path from 'node:path';
import { checkReportSchema, type CheckReport } from '@ringcheck/contracts';
import { run } from './testing/run.js';

const corpus = process.env['RINGCHECK_CORPUS'];
const folders = ['mobileconfig', 'mdm'];

/** Real files of other people are not part of this repository; they are tried where they are at hand. */
describe('check over a corpus', () => {
  if (corpus === undefined) {
    it('is tried when RINGCHECK_CORPUS names a folder with mobileconfig/ and mdm/', () => {
      process.stderr.write(
        'left out: check over a corpus; set RINGCHECK_CORPUS to a folder of real exports\n',
      );
      expect(corpus).toBeUndefined();
    });
    return;
  }
  it.each(folders)('%s: every file is ingested, or a diagnostic says why not', async (folder) => {
    const where = path.join(corpus, folder);
    const { code, out, err } = await run('check', where, '--format', 'json', '--now', '2026-11-21T12:00:00Z');
    expect(err).toBe('');
    expect([0, 1]).toContain(code);
    const report = checkReportSchema.parse(JSON.parse(out));
    expect(report.inputs.length).toBeGreaterThanOrEqual(filesIn(where));
    expect(report.inputs.filter(isUnexplained).map((input) => input.path)).toEqual([]);
    process.stderr.write(`${folder}: ${countsOf(report)}\n`);
  });
});

function filesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .length;
}

function isUnexplained({ status, diagnostics }: CheckReport['inputs'][number]): boolean {
  if (status === 'ingested') return false;
  return !diagnostics.some(({ severity, message }) => severity !== 'info' && message !== '');
}

function countsOf(report: CheckReport): string {
  const counts = new Map<string, number>();
  for (const { status } of report.inputs) counts.set(status, (counts.get(status) ?? 0) + 1);
  const parts = [...counts].sort().map(([status, count]) => `${count} ${status}`);
  return `${report.inputs.length} inputs, ${parts.join(', ')}; ${report.devices.length} devices`;
}
