import { ingest } from '@ringcheck/intake';
import type { SourceDocument } from '@ringcheck/model';
import type { UploadFile } from '@ringcheck/store';
import {
  checkMapping,
  holdsTables,
  mappingAmong,
  mappingOfUpload,
  OtherFiles,
  versionWith,
  type MappingStore,
} from './column-mapping.js';
import { decoderVersion } from './decoder-version.js';

const mapping = 'version: 1\ncolumns: { serial: Inventar-Nr. }\n';
const table = 'Inventar-Nr.;Art\nXFAK3SERWA;Handy\n';

async function documentOf(text: string): Promise<SourceDocument> {
  const input = {
    path: 'x',
    bytes: Buffer.from(text),
    receivedAt: '2026-11-22T00:00:00Z',
    sha256: () => 'x',
  };
  for await (const document of ingest(input)) return document;
  throw new Error('nothing came of it');
}

/** A store that holds one upload with these files. */
function storeOf(files: Readonly<Record<string, string>>): { store: MappingStore; read: string[] } {
  const read: string[] = [];
  const list = Object.entries(files).map(([path, text], index): UploadFile => ({
    id: index + 1,
    uploadId: 'u-1',
    path,
    sha256: path,
    size: text.length,
    status: 'pending',
    diagnostics: [],
  }));
  const store: MappingStore = {
    uploads: {
      get: (id) =>
        Promise.resolve({
          id,
          receivedAt: '2026-11-22T00:00:00Z',
          status: 'processing',
          actor: 'a',
          files: list,
        }),
    },
    blobs: {
      async *read(sha256) {
        read.push(sha256);
        yield await Promise.resolve(Buffer.from(files[sha256] ?? ''));
      },
    },
  };
  return { store, read };
}

const file = { id: 1, uploadId: 'u-1' };

describe('the mapping of an upload', () => {
  it('is found by its content beside the table', async () => {
    const { store } = storeOf({ 'fleet.csv': table, 'other.yaml': 'a: 1\n', 'words.yml': mapping });
    expect(await mappingOfUpload(store, file)).toMatchObject({
      mapping: { columns: [{ column: 'serial', heading: 'Inventar-Nr.' }] },
    });
  });

  it('is looked for in few and small files only', async () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`p${index}.json`, '{}']));
    const { store, read } = storeOf({ 'fleet.csv': table, 'big.yaml': 'x'.repeat(300_000), ...many });
    expect(await mappingOfUpload(store, file)).toBeUndefined();
    expect(read).toHaveLength(20);
    expect(read).not.toContain('big.yaml');
  });

  it('is asked of every file once, however many tables there are', async () => {
    const { store, read } = storeOf({ 'a.csv': table, 'b.csv': table, 'x.json': '{}', 'words.yml': mapping });
    const others = new OtherFiles();
    for (const id of [1, 2])
      expect(await mappingOfUpload(store, { id, uploadId: 'u-1' }, others)).toMatchObject({
        mapping: { columns: [{ column: 'serial' }] },
      });
    expect(read.filter((path) => path === 'x.json')).toHaveLength(1);
  });

  it('is looked for in the list of an upload once, however many tables there are', async () => {
    const tables = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`t${index}.csv`, table]));
    const { store } = storeOf({ ...tables, 'words.yml': mapping });
    let lists = 0;
    const uploads = { get: (id: string) => (lists++, store.uploads.get(id)) };
    const others = new OtherFiles();
    const ask = (id: number, uploadId: string) =>
      mappingOfUpload({ ...store, uploads }, { id, uploadId }, others);
    for (let id = 1; id <= 30; id++) expect(await ask(id, 'u-1')).toBeDefined();
    expect(lists).toBe(1);
    expect(await ask(1, 'u-2')).toBeDefined();
    expect(lists).toBe(2);
    // A mapping is no mapping for itself, whoever asked before.
    expect(await ask(31, 'u-1')).toBeUndefined();
  });

  it('is not guessed when there are two, and not used when it does not hold', async () => {
    const two = storeOf({ 'f.csv': table, 'a.yaml': mapping, 'b.yaml': `${mapping}ignore: [X]\n` });
    expect(await mappingOfUpload(two.store, file)).toBeUndefined();
    const broken = storeOf({ 'f.csv': table, 'a.yaml': mapping.replace('serial', 'seral') });
    expect(await mappingOfUpload(broken.store, file)).toBeUndefined();
  });

  it('may stand in the same archive', async () => {
    const documents = [await documentOf(table), await documentOf(mapping)];
    expect(holdsTables(documents)).toBe(true);
    expect(mappingAmong(documents)?.mapping.columns).toHaveLength(1);
  });

  it('that does not hold says so on its own file, with the place', async () => {
    const wrong = checkMapping(await documentOf(mapping.replace('serial', 'seral')));
    expect(wrong).toMatchObject({
      status: 'rejected',
      diagnostics: [{ code: 'mapping-unknown-key', at: { line: 2 } }],
    });
    expect(wrong).not.toHaveProperty('text');
    expect(checkMapping(await documentOf(mapping))).toMatchObject({ status: 'ingested', text: mapping });
  });

  it('makes a reading of its own', async () => {
    const { store } = storeOf({ 'fleet.csv': table, 'words.yml': mapping });
    expect(versionWith(undefined)).toBe(decoderVersion);
    expect(versionWith(await mappingOfUpload(store, file))).toMatch(
      new RegExp(`^${decoderVersion}\\+[0-9a-f]{12}$`),
    );
  });
});
