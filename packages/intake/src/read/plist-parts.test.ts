import { createHash } from 'node:crypto';
import type { SourceDocument } from '@ringcheck/model';
import fc from 'fast-check';
import { sourceOf } from '../archive/byte-reader.js';
import { inPieces } from '../archive/testing.js';
import { ingest, ingestParts } from '../intake.js';
import { isRecordList } from './plist-parts.js';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const encode = (text: string) => new TextEncoder().encode(text);
const input = (bytes: Uint8Array) => ({
  path: 'up.plist',
  bytes,
  receivedAt: '2026-11-22T00:00:00Z',
  sha256,
});

async function all(documents: AsyncIterable<SourceDocument>): Promise<SourceDocument[]> {
  const list: SourceDocument[] = [];
  for await (const document of documents) list.push(document);
  return list;
}

const head = '<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0">\n<array>\n';
const tail = '</array>\n</plist>\n';
const listOf = (records: readonly string[]) => encode(head + records.join('') + tail);
const reply = (udid: string, inside: string) =>
  `<dict>\n\t<key>Status</key><string>Acknowledged</string><key>UDID</key><string>${udid}</string>\n${inside}</dict>\n`;
const information = (name: string) =>
  `<key>QueryResponses</key><dict><key>DeviceName</key><string>${name}</string><key>OSVersion</key><string>26.1</string><key>IsSupervised</key><true/></dict>`;

const partsOf = (bytes: Uint8Array, stretch: number) =>
  all(ingestParts(input(bytes), 'up.plist', sourceOf(bytes), [], stretch));

describe('a list of records in stretches', () => {
  it('is told by its root, not by what stands in it', () => {
    expect(isRecordList(listOf([]))).toBe(true);
    expect(isRecordList(encode('<plist><dict><key>a</key><array/></dict></plist>'))).toBe(false);
    expect(isRecordList(encode('[{"a":1}]'))).toBe(false);
  });

  it('gives the devices of the whole, with the same places, however it is cut', async () => {
    const record = fc.tuple(
      fc.integer({ min: 1, max: 30 }),
      fc.constantFrom('Room 1', 'Büro 😀', '%NAME%', 'a &amp; b', ''),
      fc.boolean(),
    );
    const run = fc.asyncProperty(
      fc.array(record, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 3000 }),
      async (records, stretch) => {
        const bytes = listOf(
          records.map(([n, name, isFull]) => reply(`u-${n}`, isFull ? information(name) : '')),
        );
        const whole = await all(ingest(input(bytes)));
        const parts = await partsOf(bytes, stretch);
        expect(parts.flatMap(({ devices }) => devices)).toEqual(whole.flatMap(({ devices }) => devices));
        expect(parts.flatMap(({ profiles }) => profiles)).toEqual(whole.flatMap(({ profiles }) => profiles));
      },
    );
    await fc.assert(run, { numRuns: 150 });
  });

  it('names every stretch by the bytes of its records', async () => {
    const records = ['u-1', 'u-2', 'u-3'].map((udid) => reply(udid, information('x')));
    const parts = await all(
      ingestParts(input(listOf(records)), 'up.plist', inPieces(listOf(records)), [], 1),
    );
    expect(parts.map(({ ref }) => ref)).toEqual(
      records.map((record) => ({ path: 'up.plist', sha256: sha256(encode(record.trim())) })),
    );
    expect(parts.map(({ devices }) => devices.length)).toEqual([1, 1, 1]);
  });

  it.each([
    ['is cut off', (text: string) => text.slice(0, -60), 'truncated'],
    [
      'holds a value nobody can read',
      (text: string) => text.replace('<true/>', '<integer>x</integer>'),
      'invalid-integer',
    ],
    [
      'declares an entity',
      (text: string) => text.replace('<plist', '<!DOCTYPE plist [<!ENTITY a "b">]>\n<plist'),
      'entity-declaration',
    ],
  ])('that %s says so once, as the whole does', async (_what, damage, code) => {
    const text = new TextDecoder().decode(
      listOf([reply('u-1', information('x')), reply('u-2', information('y'))]),
    );
    const bytes = encode(damage(text));
    const said = (documents: readonly SourceDocument[]) =>
      documents.flatMap(({ diagnostics }) => diagnostics).filter((found) => found.code === code);
    const whole = await all(ingest(input(bytes)));
    const parts = await partsOf(bytes, 100);
    expect(said(whole).length).toBeGreaterThan(0);
    expect(said(parts)).toEqual(said(whole));
    expect(parts.at(-1)?.status).toBe(whole[0]?.status);
  });
});
