import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync, strFromU8, strToU8 } from 'fflate';
import fc from 'fast-check';
import { entriesOf, inPieces } from './testing.js';
import type { ArchiveLimits } from './limits.js';
import { recogniseArchive } from './recognise.js';

interface Made {
  readonly name: string;
  readonly data?: Uint8Array;
  readonly type?: string;
  /** The size field as it stands, instead of the octal length. */
  readonly sizeField?: Uint8Array;
  readonly prefix?: string;
  readonly magic?: string;
}

const concat = (parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));
const padded = (data: Uint8Array): Uint8Array =>
  concat([data, new Uint8Array((512 - (data.length % 512)) % 512)]);

function header(made: Made): Uint8Array {
  const block = new Uint8Array(512);
  const put = (at: number, value: string): void => block.set(strToU8(value), at);
  put(0, made.name);
  put(100, '0000644\0');
  put(124, `${(made.data?.length ?? 0).toString(8).padStart(11, '0')}\0`);
  if (made.sizeField) block.set(made.sizeField, 124);
  put(156, made.type ?? '0');
  put(257, made.magic ?? 'ustar\x0000');
  put(345, made.prefix ?? '');
  block.fill(0x20, 148, 156);
  put(
    148,
    `${block
      .reduce((sum, octet) => sum + octet, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
  );
  return block;
}

const entry = (made: Made): Uint8Array => concat([header(made), padded(made.data ?? new Uint8Array())]);
const noise = (length: number): Uint8Array => {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
};
const tarOf = (...members: readonly Made[]): Uint8Array =>
  concat([...members.map(entry), new Uint8Array(1024)]);
const file = (name: string, content: string): Made => ({ name, data: strToU8(content) });

async function read(bytes: Uint8Array, limits?: Partial<ArchiveLimits>, name = 'a.tar'): Promise<string[]> {
  const entries = await entriesOf(name, bytes, limits);
  return entries.map((found) => {
    const codes = found.diagnostics.map(({ code }) => code).join(',');
    return `${found.path}: ${[...(found.bytes ? [strFromU8(found.bytes).slice(0, 40)] : []), codes].join(' ').trim()}`;
  });
}

describe('openArchive on tar', () => {
  it('reads files and passes over folders', async () => {
    const tar = tarOf(
      { name: 'f/', type: '5' },
      file('f/a', 'one'),
      file('b', 'x'.repeat(600)),
      file('old/', ''),
    );
    expect(await read(tar)).toEqual(['a.tar!/f/a: one', `a.tar!/b: ${'x'.repeat(40)}`]);
  });

  it('joins the folder field of ustar and leaves that of GNU alone', async () => {
    expect(await read(tarOf({ ...file('a', 'one'), prefix: 'long/folder' }))).toEqual([
      'a.tar!/long/folder/a: one',
    ]);
    const gnu = { ...file('a', 'one'), prefix: '14000000000', magic: 'ustar  \0' };
    expect(await read(tarOf(gnu))).toEqual(['a.tar!/a: one']);
  });

  it('takes long names from GNU and POSIX headers, for one file each', async () => {
    const long = `${'d/'.repeat(120)}name`;
    const record = (text: string): string => `${text.length + 5} ${text}\n`;
    const tar = tarOf(
      { ...file('././@LongLink', `${long}\0`), type: 'L' },
      file('short', 'one'),
      { ...file('pax', record(`path=${long}2`.padEnd(260, 'x'))), type: 'x' },
      file('short', 'two'),
      file('plain', 'three'),
    );
    const names = (await entriesOf('a.tar', tar)).map((found) => found.path);
    expect(names).toEqual([`a.tar!/${long}`, `a.tar!/${`${long}2`.padEnd(255, 'x')}`, 'a.tar!/plain']);
  });

  it.each<[string, Made, string]>([
    ['a path with ..', file('../../etc/passwd', 'x'), 'archive-path-escapes'],
    ['an absolute path', file('/etc/passwd', 'x'), 'archive-path-escapes'],
    ['a symbolic link', { name: 'x', type: '2' }, 'archive-entry-link'],
    ['a hard link', { name: 'x', type: '1' }, 'archive-entry-link'],
    ['a device', { name: 'x', type: '3' }, 'archive-entry-special'],
    ['a sparse file', { name: 'x', type: 'S' }, 'archive-entry-special'],
  ])('refuses %s and goes on', async (_what, made, code) => {
    const [first, second] = await read(tarOf(made, file('next', 'read')));
    expect(first).toMatch(new RegExp(`: ${code}$`));
    expect(second).toBe('a.tar!/next: read');
  });

  it('refuses a size field far beyond the archive without reserving memory', async () => {
    const huge = Uint8Array.of(0x80, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
    const octal = strToU8('77777777777\0');
    for (const sizeField of [huge, octal])
      expect(await read(tarOf(file('a', 'one'), { name: 'big', sizeField }))).toEqual([
        'a.tar!/a: one',
        'a.tar!/big: archive-entry-truncated',
      ]);
    const negative = new Uint8Array(12).fill(0xff);
    expect(await read(tarOf(file('a', 'one'), { name: 'big', sizeField: negative }))).toEqual([
      'a.tar!/a: one',
      'a.tar: archive-damaged',
    ]);
  });

  it('passes over a file larger than allowed and goes on', async () => {
    const tar = tarOf({ name: 'big', data: new Uint8Array(5000) }, file('next', 'read'));
    expect(await read(tar, { entryBytes: 4000 })).toEqual([
      'a.tar!/big: archive-entry-too-large',
      'a.tar!/next: read',
    ]);
  });

  it('gives the files before a cut', async () => {
    const tar = tarOf(file('a', 'one'), file('b', 'two'));
    expect(await read(tar.subarray(0, 1024 + 514))).toEqual([
      'a.tar!/a: one',
      'a.tar!/b: archive-entry-truncated',
    ]);
    expect(await read(tar.subarray(0, 1024 + 300))).toEqual(['a.tar!/a: one', 'a.tar: archive-truncated']);
    expect(await read(tar.subarray(0, 1024))).toEqual(['a.tar!/a: one', 'a.tar: archive-truncated']);
  });

  it('gives the files before a damaged header', async () => {
    const tar = tarOf(file('a', 'one'), file('b', 'two'));
    tar[1024] = (tar[1024] ?? 0) ^ 1;
    expect(await read(tar)).toEqual(['a.tar!/a: one', 'a.tar: archive-damaged']);
  });

  it('says that a tar of folders only is empty', async () => {
    expect(await read(tarOf({ name: 'f/', type: '5' }))).toEqual(['a.tar: archive-empty']);
  });

  it('keeps two files of one name apart', async () => {
    expect(await read(tarOf(file('a', 'one'), file('a', 'two')))).toEqual([
      'a.tar!/a: one',
      'a.tar!/a#2: two archive-duplicate-name',
    ]);
  });

  it('does not take 512 octets of text for a tar', () => {
    expect(recogniseArchive(strToU8('0'.repeat(512)))).toBeUndefined();
    expect(recogniseArchive(new Uint8Array(512))).toBeUndefined();
  });
});

describe('openArchive on gzip', () => {
  it('opens a compressed tar as one layer', async () => {
    const tar = tarOf(file('a', 'one'), { name: 'big', data: new Uint8Array(300_000).map((_, i) => i * i) });
    const [first, second] = await entriesOf('x.tgz', gzipSync(tar));
    expect(first?.path).toBe('x.tgz!/a');
    expect(second).toMatchObject({ path: 'x.tgz!/big', diagnostics: [] });
    expect(second?.bytes?.length).toBe(300_000);
  });

  it('calls a single file as the header says, else as the path says', async () => {
    const named = gzipSync(strToU8('{}'), { filename: 'devices.json' });
    expect(await read(named, {}, 'dir/x.gz')).toEqual(['dir/x.gz!/devices.json: {}']);
    expect(await read(gzipSync(strToU8('{}')), {}, 'dir/y.json.gz')).toEqual(['dir/y.json.gz!/y.json: {}']);
    const escaping = gzipSync(strToU8('{}'), { filename: '../../x' });
    expect(await read(escaping, {}, 'y.json.gz')).toEqual(['y.json.gz!/y.json: {}']);
  });

  it('reads several members as one file', async () => {
    const members = concat(['one ', 'two ', 'three'].map((part) => gzipSync(strToU8(part))));
    expect(await read(members, {}, 'log.gz')).toEqual(['log.gz!/log: one two three']);
  });

  it('refuses what is cut or has a wrong checksum', async () => {
    const whole = gzipSync(strToU8('some text that is worth compressing, some text'));
    expect(await read(whole.subarray(0, -12), {}, 'x.gz')).toEqual(['x.gz!/x: archive-damaged']);
    const wrong = whole.slice();
    wrong[wrong.length - 6] = (wrong[wrong.length - 6] ?? 0) ^ 1;
    expect(await read(wrong, {}, 'x.gz')).toEqual(['x.gz!/x: archive-damaged']);
  });

  it('gives the files of a compressed tar before the cut', async () => {
    const whole = gzipSync(tarOf(file('a', 'one'), { name: 'b', data: noise(100_000) }));
    expect(await read(whole.subarray(0, whole.length / 2), {}, 'x.tgz')).toEqual([
      'x.tgz!/a: one',
      'x.tgz!/b: archive-entry-truncated',
      'x.tgz: archive-damaged',
    ]);
  });

  it('stops a bomb at the ratio and at the size of one file', async () => {
    const bomb = gzipSync(new Uint8Array(20_000_000));
    expect(await read(bomb, {}, 'x.gz')).toEqual(['x.gz!/x: archive-ratio']);
    expect(await read(bomb, { ratio: 5000, entryBytes: 3_000_000 }, 'x.gz')).toEqual([
      'x.gz!/x: archive-entry-too-large',
    ]);
  });

  it('stops a compressed tar at the ratio, after the files before the bomb', async () => {
    const bomb = { name: 'bomb', data: new Uint8Array(40_000_000) };
    const members = [file('a', 'one'), { name: 'noise', data: noise(50_000) }, bomb];
    const lines = await read(gzipSync(tarOf(...members)), {}, 'x.tgz');
    expect(lines.slice(2)).toEqual(['x.tgz!/bomb: archive-entry-truncated', 'x.tgz: archive-ratio']);
    expect(await read(gzipSync(tarOf(bomb)), {}, 'x.tgz')).toEqual(['x.tgz!/x.tar: archive-ratio']);
  });

  it('ends in entries or diagnostics for any change of any octet', async () => {
    const tar = tarOf({ ...file('p', '17 path=some/abc\n'), type: 'x' }, file('a', 'one'), {
      name: 'l',
      type: '2',
    });
    const sources = [tar, gzipSync(tar), gzipSync(strToU8('text '.repeat(50)), { filename: 'n' })];
    const change = fc.tuple(fc.nat(), fc.nat(255));
    const run = fc.asyncProperty(
      fc.nat(2),
      fc.array(change, { maxLength: 4 }),
      fc.nat(),
      async (which, changes, cut) => {
        const bytes = (sources[which] ?? new Uint8Array()).slice();
        for (const [at, octet] of changes) bytes[at % bytes.length] = octet;
        const given = cut % 3 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes;
        const entries = await entriesOf('a', given);
        for (const found of entries) expect(found.bytes ?? found.diagnostics[0]).toBeDefined();
        expect(await entriesOf('a', inPieces(given))).toEqual(entries);
      },
    );
    await fc.assert(run, { numRuns: 800 });
  });
});

const hasTools = ['tar', 'zip'].every((tool) => spawnSync(tool, ['--version']).error === undefined);
if (!hasTools) console.log('tar or zip is missing: archives are tested on built ones only');

describe('openArchive on archives that tar and zip make now', () => {
  const work = mkdtempSync(path.join(os.tmpdir(), 'ringcheck-archive-'));
  const long = `${'folder-with-a-long-name/'.repeat(8)}file.txt`;
  afterAll(() => rmSync(work, { recursive: true, force: true }));
  beforeAll(() => {
    mkdirSync(path.join(work, path.dirname(long)), { recursive: true });
    writeFileSync(path.join(work, long), 'long');
    writeFileSync(path.join(work, 'Büro.txt'), 'office');
    symlinkSync('/etc/hosts', path.join(work, 'link'));
  });
  const paths = [long, 'Büro.txt', 'link'];

  it.each([['gnu'], ['posix'], ['ustar']])('reads the %s format, plain and compressed', async (format) => {
    if (!hasTools) return;
    for (const [name, option] of [
      ['x.tar', '-c'],
      ['x.tgz', '-cz'],
    ] as const) {
      execFileSync('tar', [option, `--format=${format}`, '-f', name, ...paths], { cwd: work });
      const lines = await read(new Uint8Array(readFileSync(path.join(work, name))), {}, name);
      const expected = [
        `${name}!/${long}: long`,
        `${name}!/Büro.txt: office`,
        `${name}!/link: archive-entry-link`,
      ];
      expect(lines.map((line) => line.normalize())).toEqual(expected);
    }
  });

  it('reads zip with links and streamed sizes', async () => {
    if (!hasTools) return;
    execFileSync('zip', ['-q', '-y', 'x.zip', ...paths], { cwd: work });
    const lines = await read(new Uint8Array(readFileSync(path.join(work, 'x.zip'))), {}, 'x.zip');
    expect(lines).toEqual([
      `x.zip!/${long}: long`,
      'x.zip!/Büro.txt: office',
      'x.zip!/link: archive-entry-link',
    ]);
    const streamed = execFileSync('zip', ['-q', '-', long], { cwd: work });
    expect(await read(new Uint8Array(streamed), {}, 's.zip')).toEqual([`s.zip!/${long}: long`]);
  });
});
