import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformSync } from '@swc/core';

/** The child may use this much memory beyond what Node itself and the file take, and is killed after a minute. */
const heapMiB = 400;
const patience = 60_000;

const packages = path.resolve(process.cwd(), 'packages');

/** Compiles a package into a folder where a plain Node process finds it. */
function compile(from: string, to: string): void {
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.ts') || entry.name.endsWith('.test.ts')) continue;
    const source = path.join(entry.parentPath, entry.name);
    const target = path.join(to, path.relative(from, source)).replace(/\.ts$/, '.js');
    mkdirSync(path.dirname(target), { recursive: true });
    const { code } = transformSync(readFileSync(source, 'utf8'), {
      module: { type: 'es6' },
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    });
    writeFileSync(target, code);
  }
}

function workplace(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ringcheck-budget-'));
  const model = path.join(folder, 'node_modules/@ringcheck/model');
  compile(path.join(packages, 'model/src'), model);
  writeFileSync(path.join(model, 'package.json'), '{"type":"module","exports":"./index.js"}');
  compile(path.join(packages, 'plist/src'), path.join(folder, 'plist'));
  symlinkSync(path.resolve('node_modules/plist'), path.join(folder, 'node_modules/plist'));
  writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
  return folder;
}

const peakMemory = pathToFileURL(path.resolve('packages/config/bin/peak-memory.mjs')).href;

const prelude = `
import { decodePlist, decodeJson, openPlistStream } from './plist/index.js';
import { peakMemoryMiB } from ${JSON.stringify(peakMemory)};
const ascii = (text) => new TextEncoder().encode(text);
const fill = (size, piece, before = '', after = '') => ascii(before + piece.repeat(Math.ceil(size / piece.length)) + after);
const MB = 1e6;
function report(result) {
  console.log(JSON.stringify({
    status: result.status,
    code: result.diagnostics[0]?.code,
    peak: Math.round(peakMemoryMiB()),
  }));
}
`;

interface Outcome {
  readonly status: string;
  readonly code?: string;
  readonly peak: number;
}

describe('what a hostile file may cost', () => {
  let folder = '';
  beforeAll(() => {
    folder = workplace();
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function cost(script: string): Outcome {
    const file = path.join(folder, 'case.js');
    writeFileSync(file, prelude + script);
    const run = spawnSync(process.execPath, [`--max-old-space-size=${heapMiB}`, file], {
      encoding: 'utf8',
      timeout: patience,
    });
    if (run.status !== 0)
      throw new Error(`the child ended with ${run.status ?? run.signal}: ${run.stderr.slice(0, 500)}`);
    return JSON.parse(run.stdout) as Outcome;
  }

  it.each([
    [
      'bare ampersands deep down',
      `report(decodePlist(fill(8 * MB, '&', '<plist>' + '<array>'.repeat(190) + '<string>')))`,
      'bare-ampersand',
    ],
    ['opening tags', `report(decodePlist(fill(8 * MB, '<array>', '<plist>')))`, 'too-deep'],
    ['closing tags', `report(decodePlist(fill(8 * MB, '</dict>', '<plist>')))`, 'mismatched-tag'],
    ['comments that never close', `report(decodePlist(fill(8 * MB, '<!-- ', '<plist>')))`, 'truncated'],
    [
      'a line of letters above 127',
      `report(decodePlist(fill(8 * MB, '<string>é&x</string>', '<plist><array>')))`,
      'bare-ampersand',
    ],
    [
      'unknown elements',
      `report(decodePlist(fill(8 * MB, '<x><y/></x>', '<plist><array>')))`,
      'unknown-element',
    ],
    [
      'equal keys',
      `report(decodePlist(fill(8 * MB, '<key>a</key><true/>', '<plist><dict>', '</dict></plist>')))`,
      'duplicate-key',
    ],
    [
      'one integer of many digits',
      `report(decodePlist(fill(8 * MB, '9', '<plist><integer>', '</integer></plist>')))`,
      'integer-too-long',
    ],
    [
      'blanks in data',
      `report(decodePlist(fill(8 * MB, 'A \\n', '<plist><data>', '</data></plist>')))`,
      'data-padding',
    ],
    [
      'entity declarations',
      `report(decodePlist(fill(8 * MB, '<!ENTITY a "b">', '<!DOCTYPE plist [')))`,
      'entity-declaration',
    ],
    ['open brackets of JSON', `report(decodeJson(fill(8 * MB, '[')))`, 'too-deep'],
    ['backslashes of JSON', `report(decodeJson(fill(8 * MB, '\\\\x', '"', '"')))`, 'invalid-escape'],
    [
      'slashes of OpenStep',
      `report(decodePlist(fill(8 * MB, '/ ', '{ a = ', '}'), { encoding: 'openstep' }))`,
      'syntax-error',
    ],
    [
      'comments of OpenStep that never close',
      `report(decodePlist(fill(8 * MB, '/* ', '{ a = b; '), { encoding: 'openstep' }))`,
      'truncated',
    ],
  ])('8 MB of %s stay within the budget', (_name, script, code) => {
    expect(cost(script).code).toBe(code);
  });

  it('a small binary that stands for billions of values stays within the budget', () => {
    const script = `
      const objects = Array.from({ length: 100 }, (_, i) => [0xaf, 0x10, 200, ...new Array(200).fill(i + 1)]);
      objects.push([0x09]);
      const offsets = [];
      const body = [...ascii('bplist00')];
      for (const object of objects) { offsets.push(body.length); body.push(...object); }
      const start = body.length;
      const table = offsets.flatMap((o) => [o >> 8, o & 255]);
      const u64 = (n) => [0, 0, 0, 0, n >> 24, (n >> 16) & 255, (n >> 8) & 255, n & 255];
      report(decodePlist(Uint8Array.from([...body, ...table, 0, 0, 0, 0, 0, 0, 2, 1, ...u64(101), ...u64(0), ...u64(start)])));
    `;
    expect(cost(script)).toMatchObject({ status: 'rejected', code: 'object-expansion' });
  });

  it('a list of 100 MB streams in less than 300 MiB', () => {
    const outcome = cost(`
      let values = 0;
      const stream = openPlistStream({ depth: 2, onValue: () => { values++; } });
      stream.write(ascii('<plist><dict><key>Devices</key><array>'));
      const row = '<dict><key>SerialNumber</key><string>SERIAL</string><key>Supervised</key><true/></dict>\\n';
      const piece = ascii(row.repeat(1000));
      for (let sent = 0; sent < 100 * MB; sent += piece.length) stream.write(piece);
      stream.write(ascii('</array></dict></plist>'));
      report(stream.end());
    `);
    expect(outcome.status).toBe('ok');
    expect(outcome.peak).toBeLessThan(300);
  });
});
