import { deflateSync, gzipSync, strToU8, strFromU8, zipSync } from 'fflate';
import fc from 'fast-check';
import { crc32 } from './octets.js';
import { entriesOf, inPieces } from './testing.js';
import type { ArchiveLimits } from './limits.js';

interface Made {
  readonly name: string;
  readonly data?: Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  readonly mode?: number;
  /** Size and checksum stand behind the data. */
  readonly descriptor?: boolean;
  /** 32-bit fields hold their "too large" value, the sizes stand in the zip64 extra field. */
  readonly zip64?: boolean;
  readonly statedSize?: number;
  readonly rawName?: Uint8Array;
  /** Point to the local header of the member of this index instead of one's own. */
  readonly sharesHeaderOf?: number;
}

const u16 = (n: number): number[] => [n & 0xff, (n >> 8) & 0xff];
const u32 = (n: number): number[] => [...u16(n & 0xffff), ...u16(n >>> 16)];
const u64 = (n: number): number[] => [...u32(n >>> 0), ...u32(Math.floor(n / 2 ** 32))];
const join = (parts: readonly (Uint8Array | readonly number[])[]): Uint8Array =>
  Uint8Array.from(Buffer.concat(parts.map((part) => Uint8Array.from(part))));

/** A zip as hostile or as plain as its members ask for. */
function zipOf(members: readonly Made[], options: { readonly zip64End?: boolean } = {}): Uint8Array {
  const parts: Uint8Array[] = [];
  const central: Uint8Array[] = [];
  const offsets: number[] = [];
  let at = 0;
  const add = (part: Uint8Array): void => {
    parts.push(part);
    at += part.length;
  };
  for (const member of members) {
    const data = member.data ?? strToU8(`content of ${member.name}`);
    const method = member.method ?? 8;
    const body = method === 8 ? deflateSync(data) : data;
    const name = member.rawName ?? strToU8(member.name);
    const size = member.statedSize ?? data.length;
    const isWide = member.zip64 === true;
    const flags = (member.flags ?? 0) | (member.descriptor === true ? 8 : 0);
    const sums = [...u32(crc32(data)), ...u32(body.length), ...u32(size)];
    const wide = [...u32(crc32(data)), ...u32(0xffffffff), ...u32(0xffffffff)];
    const extra = isWide ? [...u16(1), ...u16(16), ...u64(size), ...u64(body.length)] : [];
    const here = member.descriptor === true ? new Array<number>(12).fill(0) : isWide ? wide : sums;
    const fields = [...u16(20), ...u16(flags), ...u16(method), ...u32(0)];
    offsets.push(at);
    if (member.sharesHeaderOf === undefined) {
      add(join([u32(0x04034b50), fields, here, u16(name.length), u16(extra.length), name, extra, body]));
      if (member.descriptor === true) add(join([u32(0x08074b50), sums]));
    }
    const offset = offsets[member.sharesHeaderOf ?? offsets.length - 1] ?? 0;
    const tail = [...u16(0), ...u16(0), ...u16(0), ...u16(0), ...u16(member.mode ?? 0), ...u32(offset)];
    const head = [u32(0x02014b50), u16(0x0314), fields, isWide ? wide : sums, u16(name.length)];
    central.push(join([...head, u16(extra.length), tail, name, extra]));
  }
  const start = at;
  for (const part of central) add(part);
  const length = at - start;
  if (options.zip64End === true) {
    const end64 = at;
    const counts = [...u64(members.length), ...u64(members.length)];
    add(join([u32(0x06064b50), u64(44), u16(45), u16(45), u32(0), u32(0), counts, u64(length), u64(start)]));
    add(join([u32(0x07064b50), u32(0), u64(end64), u32(1)]));
    add(join([u32(0x06054b50), u32(0), u16(0xffff), u16(0xffff), u32(0xffffffff), u32(0xffffffff), u16(0)]));
  } else {
    const count = u16(members.length & 0xffff);
    add(join([u32(0x06054b50), u32(0), count, count, u32(length), u32(start), u16(0)]));
  }
  return join(parts);
}

/** `path: content` for what was read, `path: codes` for what was refused. */
async function read(bytes: Uint8Array, limits?: Partial<ArchiveLimits>): Promise<string[]> {
  const entries = await entriesOf('a.zip', bytes, limits);
  return entries.map((entry) => {
    const codes = entry.diagnostics.map(({ code }) => code).join(',');
    return `${entry.path}: ${[...(entry.bytes ? [strFromU8(entry.bytes).slice(0, 40)] : []), codes].join(' ').trim()}`;
  });
}

describe('openArchive on zip', () => {
  it('reads deflated and stored files in folders', async () => {
    const zip = zipSync({
      'a.txt': strToU8('one'),
      'b/c.txt': [strToU8('two'), { level: 0 }],
      'b/': new Uint8Array(),
      'empty.txt': new Uint8Array(),
    });
    expect((await read(zip)).sort()).toEqual([
      'a.zip!/a.txt: one',
      'a.zip!/b/c.txt: two',
      'a.zip!/empty.txt: ',
    ]);
  });

  it.each([
    ['sizes behind the data', { descriptor: true }],
    ['sizes in the zip64 field', { zip64: true }],
    ['a name with backslashes', { name: 'f\\a.txt' }],
    ['a name that begins with ./', { name: './f/a.txt' }],
  ])('reads %s', async (_what, member) => {
    const [only] = await read(zipOf([{ name: 'f/a.txt', data: strToU8('one'), ...member }]));
    expect(only).toBe('a.zip!/f/a.txt: one');
  });

  it('reads a zip64 end record', async () => {
    expect(await read(zipOf([{ name: 'a', data: strToU8('one') }], { zip64End: true }))).toEqual([
      'a.zip!/a: one',
    ]);
  });

  it('reads a comment and text before the archive', async () => {
    const zip = zipOf([{ name: 'a', data: strToU8('one') }]);
    const commented = zip.slice();
    commented.set([5, 0], commented.length - 2);
    expect(await read(join([commented, strToU8('hello')]))).toEqual(['a.zip!/a: one']);
  });

  it('reads names in UTF-8 and in code page 437', async () => {
    const zip = zipOf([
      { name: 'Büro.csv', data: strToU8('one'), flags: 0x800 },
      { name: '', rawName: Uint8Array.of(0x42, 0x81, 0x72, 0x6f), data: strToU8('two') },
    ]);
    expect(await read(zip)).toEqual(['a.zip!/Büro.csv: one', 'a.zip!/Büro: two']);
  });

  it('leaves out what the Finder adds, quietly', async () => {
    const zip = zipOf([
      { name: '__MACOSX/._a.txt' },
      { name: 'f/.DS_Store' },
      { name: 'f/._a.txt', data: Uint8Array.of(0, 5, 0x16, 7, 0, 2) },
      { name: 'f/._real.txt', data: strToU8('a file of ours') },
    ]);
    expect(await read(zip)).toEqual(['a.zip!/f/._real.txt: a file of ours']);
  });

  it('keeps two files of one name apart', async () => {
    const zip = zipOf([
      { name: 'a', data: strToU8('one') },
      { name: 'a', data: strToU8('two') },
    ]);
    expect(await read(zip)).toEqual(['a.zip!/a: one', 'a.zip!/a#2: two archive-duplicate-name']);
  });

  it.each<[string, Partial<Made>, string]>([
    ['a path with ..', { name: '../../etc/passwd' }, 'archive-path-escapes'],
    ['a path with .. and backslashes', { name: 'f\\..\\..\\x' }, 'archive-path-escapes'],
    ['an absolute path', { name: '/etc/passwd' }, 'archive-path-escapes'],
    ['a drive letter', { name: 'C:\\x' }, 'archive-path-escapes'],
    ['a NUL in the name', { name: 'a.csv\0.exe' }, 'archive-path-unusable'],
    ['a name that reads backwards', { name: 'a\u202evsc.exe' }, 'archive-path-unusable'],
    ['no name', { name: '' }, 'archive-path-unusable'],
    ['a name of 2,000 characters', { name: 'n'.repeat(2000) }, 'archive-path-unusable'],
    ['a symbolic link', { mode: 0o120777 }, 'archive-entry-link'],
    ['a device file', { mode: 0o060644 }, 'archive-entry-special'],
    ['an encrypted entry', { flags: 1 }, 'archive-entry-encrypted'],
    ['an unknown method', { method: 14 }, 'archive-entry-method'],
    ['a wrong length', { statedSize: 3 }, 'archive-entry-damaged'],
    ['a stated size of four gigabytes', { statedSize: 0xfffffffe }, 'archive-entry-too-large'],
  ])('refuses %s and goes on', async (_what, member, code) => {
    const lines = await read(
      zipOf([
        { name: 'x', ...member },
        { name: 'next', data: strToU8('read') },
      ]),
    );
    expect(lines[0]).toMatch(new RegExp(`^a\\.zip!/.*: ${code}$`));
    expect(lines[1]).toBe('a.zip!/next: read');
  });

  it('refuses a damaged entry and goes on', async () => {
    const zip = zipOf([
      { name: 'x', data: strToU8('some text'), method: 0 },
      { name: 'next', data: strToU8('read') },
    ]);
    zip[32] = (zip[32] ?? 0) ^ 1;
    expect(await read(zip)).toEqual(['a.zip!/x: archive-entry-damaged', 'a.zip!/next: read']);
  });

  it('names the files of a zip that was cut and gives those before the cut', async () => {
    for (const descriptor of [false, true]) {
      const members = ['one', 'two', 'three'].map((name) => ({
        name,
        data: strToU8(name.repeat(9)),
        descriptor,
      }));
      const zip = zipOf(members);
      const third = Buffer.from(zip).indexOf('three') + 8;
      expect(await read(zip.subarray(0, third))).toEqual([
        'a.zip!/one: oneoneoneoneoneoneoneoneone',
        'a.zip!/two: twotwotwotwotwotwotwotwotwo',
        'a.zip!/three: archive-entry-truncated',
        'a.zip: archive-truncated',
      ]);
    }
  });

  it('says that a zip without files is empty', async () => {
    expect(await read(zipOf([]))).toEqual(['a.zip: archive-empty']);
  });

  it('says that something else is no archive', async () => {
    expect(await read(new Uint8Array())).toEqual(['a.zip: archive-unrecognised']);
    expect(await read(strToU8('PK is not enough'))).toEqual(['a.zip: archive-unrecognised']);
  });

  it('tells a workbook from an archive of exports', async () => {
    const workbook = zipOf([{ name: '[Content_Types].xml' }, { name: 'xl/workbook.xml' }]);
    expect(await read(workbook)).toEqual(['a.zip: spreadsheet-not-read']);
  });
});

describe('openArchive on archives in archives', () => {
  const inner = zipOf([{ name: 'deep.txt', data: strToU8('found') }]);

  it('opens an archive in an archive and joins the paths', async () => {
    expect(await read(zipOf([{ name: 'in.zip', data: inner }]))).toEqual(['a.zip!/in.zip!/deep.txt: found']);
    expect(await read(zipOf([{ name: 'in.gz', data: gzipSync(strToU8('found')) }]))).toEqual([
      'a.zip!/in.gz!/in: found',
    ]);
  });

  it('refuses the third level and goes on', async () => {
    const second = zipOf([
      { name: 'third.zip', data: inner },
      { name: 'x', data: strToU8('one') },
    ]);
    expect(await read(zipOf([{ name: 'second.zip', data: second }]))).toEqual([
      'a.zip!/second.zip!/third.zip: archive-too-deep',
      'a.zip!/second.zip!/x: one',
    ]);
  });

  it('refuses gzip in gzip in gzip', async () => {
    const thrice = gzipSync(gzipSync(gzipSync(strToU8('x'))));
    expect(await read(thrice)).toEqual(['a.zip!/a.zip!/a.zip: archive-too-deep']);
  });
});

describe('openArchive on bombs', () => {
  const zeros = new Uint8Array(20_000_000);

  it('stops a flat bomb at the ratio, long before it is expanded', async () => {
    expect(
      await read(
        zipOf([
          { name: 'bomb', data: zeros },
          { name: 'next', data: strToU8('read') },
        ]),
      ),
    ).toEqual(['a.zip!/bomb: archive-ratio', 'a.zip!/next: read']);
  });

  it('is not misled by a small stated size', async () => {
    const lines = await read(zipOf([{ name: 'bomb', data: zeros, statedSize: 10 }]), {
      ratio: 100_000,
      entryBytes: 5_000_000,
    });
    expect(lines).toEqual(['a.zip!/bomb: archive-entry-too-large']);
  });

  it('stops a nested bomb of many equal archives at the total', async () => {
    const layer = zipOf(
      Array.from({ length: 16 }, (_, i) => ({ name: `${i}`, data: new Uint8Array(900_000) })),
    );
    const bomb = zipOf(Array.from({ length: 16 }, (_, i) => ({ name: `${i}.zip`, data: layer })));
    const lines = await read(bomb, { totalBytes: 20_000_000 });
    expect(lines.at(-1)).toMatch(/: archive-too-large$/);
    expect(lines.length).toBeLessThan(30);
  });

  it('refuses entries that share their bytes', async () => {
    const shared = Array.from({ length: 4 }, (_, i) => ({ name: `copy${i}`, sharesHeaderOf: 0 }));
    const lines = await read(zipOf([{ name: 'kernel', data: strToU8('x') }, ...shared]));
    expect(lines.filter((line) => line.endsWith('archive-entries-overlap'))).toHaveLength(4);
    expect(lines[0]).toBe('a.zip!/kernel: x');
  });

  it('reads 70,000 entries only as far as the limit', async () => {
    const many = zipOf(
      Array.from({ length: 70_000 }, (_, i) => ({ name: `${i}`, data: new Uint8Array(1), method: 0 })),
    );
    const lines = await read(many);
    expect(lines).toHaveLength(50_001);
    expect(lines.at(-1)).toBe('a.zip: archive-too-many-entries');
    expect(await read(many, { entries: 100_000 })).toHaveLength(70_000);
  });

  it('ends in entries or diagnostics for any change of any octet', async () => {
    const sources = [
      zipOf([{ name: 'a' }, { name: 'b', descriptor: true }, { name: 'c', zip64: true }], { zip64End: true }),
      zipOf([
        { name: 'in.zip', data: zipOf([{ name: 'x' }]) },
        { name: 'y', method: 0 },
      ]),
    ];
    const change = fc.tuple(fc.nat(), fc.nat(255));
    const run = fc.asyncProperty(
      fc.nat(1),
      fc.array(change, { maxLength: 4 }),
      fc.nat(),
      async (which, changes, cut) => {
        const bytes = (sources[which] ?? new Uint8Array()).slice();
        for (const [at, octet] of changes) bytes[at % bytes.length] = octet;
        const given = cut % 3 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes;
        const entries = await entriesOf('a', given);
        for (const entry of entries) expect(entry.bytes ?? entry.diagnostics[0]).toBeDefined();
        expect(await entriesOf('a', inPieces(given))).toEqual(entries);
      },
    );
    await fc.assert(run, { numRuns: 800 });
  });
});
