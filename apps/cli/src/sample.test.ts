import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { folderOf } from './testing/folder.js';
import { run } from './testing/run.js';

describe('ringcheck sample', () => {
  it('writes a fleet that check reads without a complaint', async () => {
    const folder = path.join(folderOf({}), 'fleet');
    const made = await run('sample', '--devices', '60', '--output', folder);
    expect([made.code, made.out]).toEqual([0, expect.stringContaining('60 devices at 2026-11-20T03:00:00Z')]);
    const checked = await run(
      'check',
      folder,
      '--format',
      'json',
      '--fail-on',
      'never',
      '--strict',
      '--now',
      '2026-11-20T12:00:00Z',
    );
    expect(checked.code).toBe(0);
    const report = JSON.parse(checked.out) as {
      inputs: { status: string }[];
      summary: { devices: number; verdicts: Record<string, number> };
    };
    expect(report.summary.devices).toBe(60);
    expect(new Set(report.inputs.map(({ status }) => status))).toEqual(new Set(['ingested']));
    expect(report.summary.verdicts['blocked']).toBeGreaterThan(0);
    expect(report.summary.verdicts['clear']).toBeGreaterThan(0);
  });

  it('writes the same bytes for the same seed, and others for another', async () => {
    const folder = folderOf({});
    const bytes = async (name: string, seed: string): Promise<string> => {
      await run('sample', '--devices', '5', '--seed', seed, '--output', path.join(folder, name));
      return readFile(path.join(folder, name, 'mdm', 'replies-0001.plist'), 'utf8');
    };
    const first = await bytes('a', '7');
    expect(await bytes('b', '7')).toBe(first);
    expect(await bytes('c', '8')).not.toBe(first);
  });

  it('writes only the devices that changed, when asked', async () => {
    const folder = path.join(folderOf({}), 'changes');
    await run('sample', '--devices', '400', '--day', '2', '--changes', '--output', folder);
    const csv = await readFile(path.join(folder, 'changes-2', 'inventory-0001.csv'), 'utf8');
    expect(csv.trim().split('\n').length - 1).toBeLessThan(20);
    expect(await readdir(folder)).toEqual(['changes-2']);
  });

  it.each([
    [['--devices', '5'], 'sample needs --output FOLDER'],
    [['--devices', 'many', '--output', 'x'], '--devices many: expected a whole number'],
    [['--changes', '--output', 'x'], '--changes needs --day'],
  ])('refuses %j', async (argv, message) => {
    const { code, err } = await run('sample', ...argv);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });

  it('does not mix two fleets in one folder', async () => {
    const folder = folderOf({});
    await run('sample', '--devices', '1', '--output', path.join(folder, 'a'));
    const again = await run('sample', '--devices', '1', '--output', path.join(folder, 'a'));
    expect([again.code, again.err]).toEqual([2, expect.stringContaining('name a new folder')]);
  });
});
