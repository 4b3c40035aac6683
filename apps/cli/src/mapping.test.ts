import path from 'node:path';
import { folderOf, zipOf } from './testing/folder.js';
import { run } from './testing/run.js';

const table = 'Inventar-Nr.;Art;Obhut\nXFAK3SERMA;Handy;voll\nXFAK3SERMB;Handy;keine\n';
const mapping = `version: 1
columns:
  serial: Inventar-Nr.
  platform: { column: Art, values: { Handy: iPhone } }
  supervised: { column: Obhut, true: [voll], false: [keine] }
`;
const now = '2026-11-22T00:00:00Z';

interface Checked {
  readonly devices: readonly { readonly id: string; readonly platform: string }[];
  readonly inputs: readonly { readonly path: string; readonly kind: string; readonly status: string }[];
}

async function check(...argv: readonly string[]): Promise<Checked> {
  const ran = await run('check', ...argv, '--now', now, '--format', 'json', '--fail-on', 'never');
  if (ran.code !== 0) throw new Error(ran.err);
  return JSON.parse(ran.out) as Checked;
}

const expected = [
  { id: 'serial:XFAK3SERMA', platform: 'iOS' },
  { id: 'serial:XFAK3SERMB', platform: 'iOS' },
];

describe('a mapping file', () => {
  it('makes devices of a table that nobody could guess', async () => {
    const folder = folderOf({ 'fleet.csv': table, 'words.yaml': mapping });
    const csv = path.join(folder, 'fleet.csv');
    expect((await check(csv)).devices).toEqual([]);
    const report = await check(csv, '--mapping', path.join(folder, 'words.yaml'));
    expect(report.devices).toMatchObject(expected);
  });

  it('is found by its content among the inputs, in a folder and in an archive', async () => {
    const folder = folderOf({ 'fleet.csv': table, 'anything.txt': mapping });
    const report = await check(folder);
    expect(report.devices).toMatchObject(expected);
    expect(report.inputs.map(({ kind, status }) => [kind, status])).toEqual([
      ['column-mapping', 'ingested'],
      ['inventory-csv', 'ingested'],
    ]);
    const archive = folderOf({ 'export.zip': zipOf({ 'fleet.csv': table, 'words.yml': mapping }) });
    expect((await check(archive)).devices).toMatchObject(expected);
  });

  it('that does not hold is told with file, line, column, key and what was meant', async () => {
    const folder = folderOf({ 'fleet.csv': table, 'words.yaml': mapping.replace('supervised', 'supervisd') });
    const ran = await run('check', folder, '--now', now);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(
      `words.yaml:5:3: columns.supervisd: columns has no key supervisd. Did you mean supervised?`,
    );
  });

  it('that is missing or stands beside another is a fault of the call', async () => {
    const folder = folderOf({ 'fleet.csv': table, 'a.yaml': mapping, 'b.yaml': `${mapping}ignore: [X]\n` });
    const two = await run('check', folder, '--now', now);
    expect([two.code, two.err]).toEqual([2, expect.stringContaining('several mapping files were given')]);
    const none = await run('check', folder, '--mapping', path.join(folder, 'none.yaml'));
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('none.yaml: cannot be read')]);
  });
});
