import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Value } from '@ringcheck/model';
import fc from 'fast-check';
import { build, buildBinary, parse, type PlistValue } from 'plist';
import { bytesOfBase64 } from './base64.js';
import { decodePlist } from './decode.js';
import { utf8 } from './testing.js';
import { writePlist } from './write/write.js';

const runs = Number(process.env['RINGCHECK_FUZZ_RUNS'] ?? '200');

/** What npm `plist` and Python take and give alike: no whole reals, no integers beyond 2^31, whole seconds. */
const text = fc
  .string({ unit: 'grapheme-composite', maxLength: 20 })
  .map((s) => s.replace(/[^\P{C}\t\n]/gu, ''));
const tree: fc.Arbitrary<PlistValue> = fc.letrec<{ value: PlistValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    text,
    fc.boolean(),
    fc.integer({ min: -(2 ** 31), max: 2 ** 32 - 1 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => n % 1 !== 0),
    fc
      .date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
      .map(wholeSeconds),
    fc.uint8Array({ maxLength: 40 }),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(
      text.filter((key) => key !== '__proto__'),
      tie('value'),
      { maxKeys: 5, noNullPrototype: true },
    ),
  ),
})).value;

function wholeSeconds(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000);
}

/** Our value as npm `plist` would give it. */
function plain(value: Value): PlistValue {
  switch (value.type) {
    case 'string':
    case 'boolean':
    case 'integer':
    case 'real':
      return value.value;
    case 'date':
      return new Date(value.value);
    case 'data':
      return bytesOfBase64(value.value);
    case 'array':
      return value.items.map(plain);
    case 'dict':
      return Object.fromEntries(value.entries.map((entry) => [entry.key, plain(entry.value)]));
    case 'uid':
    case 'null':
    case 'templated':
    case 'secret':
      throw new Error(`npm plist has no ${value.type}`);
  }
}

function decoded(bytes: Uint8Array): Value {
  const { status, value, diagnostics } = decodePlist(bytes);
  if (status !== 'ok' || value === undefined) throw new Error(JSON.stringify(diagnostics));
  return value;
}

describe('beside npm plist', () => {
  it('reads the XML it builds', () => {
    fc.assert(
      fc.property(tree, (value) => {
        expect(plain(decoded(utf8(build(value))))).toEqual(value);
      }),
      { numRuns: runs },
    );
  });

  it('reads the binary it builds', () => {
    fc.assert(
      fc.property(tree, (value) => {
        expect(plain(decoded(Uint8Array.from(buildBinary(value))))).toEqual(value);
      }),
      { numRuns: runs },
    );
  });

  it('is read by it in both encodings', () => {
    fc.assert(
      fc.property(tree, (value) => {
        const ours = decoded(utf8(build(value)));
        expect(parse(writePlist(ours, 'binary'))).toEqual(value);
        // Its XML reader takes a lone value in the root apart, and drops empty texts; a dictionary is safe.
        const wrapped = decoded(utf8(build({ list: [1, value, 2] })));
        expect(plain(decoded(writePlist(wrapped, 'xml')))).toEqual({ list: [1, value, 2] });
      }),
      { numRuns: runs },
    );
  });
});

const python = `
import base64, datetime, json, plistlib, sys
def plain(v):
    if isinstance(v, bool): return v
    if isinstance(v, int): return {"integer": str(v)}
    if isinstance(v, float): return {"real": repr(v)}
    if isinstance(v, datetime.datetime): return {"date": v.strftime("%Y-%m-%dT%H:%M:%SZ")}
    if isinstance(v, bytes): return {"data": base64.b64encode(v).decode()}
    if isinstance(v, list): return [plain(i) for i in v]
    if isinstance(v, dict): return {"dict": [[k, plain(i)] for k, i in v.items()]}
    return v
folder = sys.argv[1]
out = []
for number in range(int(sys.argv[2])):
    entry = []
    for kind, fmt in (("xml", plistlib.FMT_XML), ("binary", plistlib.FMT_BINARY)):
        with open(f"{folder}/{number}.{kind}", "rb") as f: value = plistlib.load(f)
        entry.append(plain(value))
        with open(f"{folder}/{number}.python.{kind}", "wb") as f: plistlib.dump(value, f, fmt=fmt, sort_keys=False)
    out.append(entry)
json.dump(out, sys.stdout)
`;

/** Our value in the words of the Python script. */
function asPython(value: Value): unknown {
  switch (value.type) {
    case 'integer':
      return { integer: value.exact ?? String(value.value) };
    case 'real':
      return { real: value.value };
    case 'date':
    case 'data':
      return { [value.type]: value.value };
    case 'array':
      return value.items.map(asPython);
    case 'dict':
      return { dict: value.entries.map((entry) => [entry.key, asPython(entry.value)]) };
    case 'string':
    case 'boolean':
      return value.value;
    case 'uid':
    case 'null':
    case 'templated':
    case 'secret':
      throw new Error(`not written here: ${value.type}`);
  }
}

/** Python prints reals its own way; numbers are compared as numbers. */
function numbered(shape: unknown): unknown {
  return JSON.parse(JSON.stringify(shape), (key, value: unknown) =>
    key === 'real' && typeof value === 'string' ? Number(value) : value,
  ) as unknown;
}

/** A tool another person may lack: named when it is, an error where everything is required. */
function isMissing(tool: string, args: readonly string[]): boolean {
  if (spawnSync(tool, args).status === 0) return false;
  if (process.env['RINGCHECK_REQUIRE_ALL'] === '1') throw new Error(`${tool} is required but not installed`);
  console.log(`left out: the comparison with ${tool}, which is not installed`);
  return true;
}

function inFolder(use: (folder: string) => void): void {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ringcheck-plist-'));
  try {
    use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function writeSamples(folder: string, count: number): Value[] {
  return fc.sample(tree, count).map((value, number) => {
    const ours = decoded(utf8(build({ v: value })));
    for (const kind of ['xml', 'binary'] as const)
      writeFileSync(path.join(folder, `${number}.${kind}`), writePlist(ours, kind));
    return ours;
  });
}

describe('beside Python plistlib', () => {
  it('reads what it writes, and is read by it', () => {
    if (isMissing('python3', ['-c', 'import plistlib'])) return;
    inFolder((folder) => {
      const samples = writeSamples(folder, 100);
      const run = spawnSync('python3', ['-c', python, folder, '100'], {
        encoding: 'utf8',
        maxBuffer: 1 << 28,
      });
      expect(run.stderr).toBe('');
      const theirs = JSON.parse(run.stdout) as [unknown, unknown][];
      samples.forEach((sample, number) => {
        const shape = asPython(sample);
        expect(numbered(theirs[number]?.[0])).toEqual(shape);
        for (const kind of ['xml', 'binary']) {
          const back = decoded(new Uint8Array(readFileSync(path.join(folder, `${number}.python.${kind}`))));
          expect(asPython(back)).toEqual(shape);
        }
      });
    });
  });
});

describe('beside plistutil', () => {
  it('reads what it converts', () => {
    if (isMissing('plistutil', ['-v'])) return;
    inFolder((folder) => {
      let compared = 0;
      writeSamples(folder, 40).forEach((sample, number) => {
        // libplist takes a dictionary key without text for an error, and says so by writing nothing.
        if (readFileSync(path.join(folder, `${number}.xml`), 'utf8').includes('<key/>')) return;
        compared++;
        const out = path.join(folder, `${number}.converted`);
        const run = spawnSync('plistutil', [
          '-i',
          path.join(folder, `${number}.xml`),
          '-o',
          out,
          '-f',
          'bin',
        ]);
        expect(run.status).toBe(0);
        expect(asPython(decoded(new Uint8Array(readFileSync(out))))).toEqual(asPython(sample));
      });
      expect(compared).toBeGreaterThan(10);
    });
  });
});
