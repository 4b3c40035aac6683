import { startTestStore } from '@ringcheck/store';
import { gzipSync } from 'node:zlib';
import { DecodeService } from './decode.service.js';

describe('what a worker decodes', () => {
  let store: Awaited<ReturnType<typeof startTestStore>>;
  beforeAll(async () => {
    store = await startTestStore();
  });
  afterAll(() => store.close());

  async function upload(files: Readonly<Record<string, string | Uint8Array>>) {
    const incoming = Object.entries(files).map(([path, content]) => ({
      path,
      bytes: (async function* () {
        yield await Promise.resolve(Buffer.from(content));
      })(),
    }));
    const receivedAt = '2026-11-20T00:00:00.000Z';
    return store.uploads.save({ actor: 'tester', receivedAt, files: incoming });
  }

  const decoded = async (id: number) => {
    expect(await new DecodeService(store).run(String(id))).toEqual({ status: 'done' });
    return store.uploads.file(id);
  };

  it('keeps a file that is larger than it opens, and says what to do, without reading it', async () => {
    const sent = await upload({ 'backup.json': '{'.padEnd(5_000) });
    const file = sent.files[0];
    await store.pool.query('UPDATE blob SET size = $2 WHERE sha256 = $1', [file?.sha256, 257 * 1024 * 1024]);
    const read = await decoded(file?.id ?? 0);
    expect(read).toMatchObject({
      status: 'rejected',
      kind: 'unknown',
      diagnostics: [{ code: 'file-too-large-to-open' }],
    });
    expect(read?.diagnostics[0]?.message).toContain('as several files');
    expect((await store.uploads.get(sent.id))?.status).toBe('done');
  });

  it('reads an archive entry by entry, with the mapping that stands behind the table in it', async () => {
    const table = 'Inventar-Nr.;Geraet\nXFAK3SERWA;Handy\n';
    const mapping = 'version: 1\ncolumns: { serial: Inventar-Nr., name: Geraet }\n';
    const sent = await upload({ 'x.tgz': gzipSync(tarOf({ 'fleet.csv': table, 'words.yml': mapping })) });
    const read = await decoded(sent.files[0]?.id ?? 0);
    expect(read).toMatchObject({ status: 'ingested', kind: 'archive' });
    const { items } = await store.documents.page({ limit: 10 });
    expect(items.find(({ ref }) => ref.path === 'x.tgz!/fleet.csv')).toMatchObject({
      status: 'ingested',
      devices: 1,
    });
    expect(items.some(({ ref }) => ref.path === 'x.tgz!/words.yml')).toBe(true);
  });

  it('groups the devices of a large upload when its last file is read, and leaves a small one to the next scan', async () => {
    const listOf = (from: number, count: number) =>
      `Serial Number,Device Name\n${Array.from({ length: count }, (_, i) => `XFAKG${from + i},G\n`).join('')}`;
    const grouped = async () =>
      Number((await store.pool.query('SELECT count(*) FROM device_group')).rows[0]?.count);
    const small = await upload({ 'few.csv': listOf(1_000, 3) });
    await decoded(small.files[0]?.id ?? 0);
    expect(await grouped()).toBe(0);
    const large = await upload({ 'a.csv': listOf(2_000, 600), 'b.csv': listOf(3_000, 600) });
    await decoded(large.files[0]?.id ?? 0);
    expect(await grouped()).toBe(0);
    await decoded(large.files[1]?.id ?? 0);
    expect(await grouped()).toBeGreaterThanOrEqual(1_203);
  });

  it('keeps nothing of an archive whose bytes were changed while they were stored', async () => {
    const noise = Uint8Array.from({ length: 3_000_000 }, (_, i) => (i * i * 31) >> 3);
    const sent = await upload({ 'y.tar': tarOf({ 'first.yml': 'version: 1\n', 'noise.bin': noise }) });
    const { sha256 = '', id = 0 } = sent.files[0] ?? {};
    await store.pool.query(
      'DELETE FROM blob_chunk WHERE seq = 2 AND blob_id = (SELECT id FROM blob WHERE sha256 = $1)',
      [sha256],
    );
    await expect(new DecodeService(store).run(String(id))).rejects.toMatchObject({ code: 'blob-damaged' });
    const { items } = await store.documents.page({ limit: 10 });
    expect(items.filter(({ ref }) => ref.path.startsWith('y.tar'))).toEqual([]);
    expect((await store.uploads.file(id))?.status).toBe('pending');
  });
});

function tarOf(files: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  const parts = Object.entries(files).flatMap(([name, content]) => {
    const data = Buffer.from(content);
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write(`${data.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('0ustar\x0000', 156);
    header.fill(0x20, 148, 156);
    const sum = header.reduce((total, octet) => total + octet, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, data, Buffer.alloc((512 - (data.length % 512)) % 512)];
  });
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}
