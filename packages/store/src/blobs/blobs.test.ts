import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { sha256 } from '../samples.js';
import { openStore, type Store } from '../store.js';
import { startTestStore } from '../testing.js';
import type { IncomingFile } from '../types.js';
import { sealChunk } from './blob-cipher.js';
import { parseBlobKey, readOrMakeBlobKey } from './blob-key.js';

const receivedAt = '2026-11-20T10:00:00.000Z';

function fileOf(name: string, pieces: readonly Uint8Array[]): IncomingFile {
  return {
    path: name,
    bytes: (async function* () {
      for (const piece of pieces) yield await Promise.resolve(piece);
    })(),
  };
}

async function readAll(store: Store, hash: string): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of store.blobs.read(hash)) pieces.push(piece);
  return Buffer.concat(pieces);
}

describe('blobs', () => {
  let store: Awaited<ReturnType<typeof startTestStore>>;
  beforeAll(async () => {
    store = await startTestStore();
  });
  afterAll(() => store.close());

  const save = (files: readonly IncomingFile[]) => store.uploads.save({ actor: 'tester', receivedAt, files });
  const chunks = async () =>
    Number((await store.pool.query('SELECT count(*) FROM blob_chunk')).rows[0]?.count);

  it('gives back the bytes of a file larger than two chunks, received in odd pieces', async () => {
    const bytes = randomBytes(2_500_000);
    const pieces = [bytes.subarray(0, 7), bytes.subarray(7, 1_700_001), bytes.subarray(1_700_001)];
    const upload = await save([fileOf('big.bin', pieces)]);
    const file = upload.files[0];
    expect(file?.size).toBe(2_500_000);
    expect((await readAll(store, file?.sha256 ?? '')).equals(bytes)).toBe(true);
    const { rows } = await store.pool.query<{ largest: number; n: string }>(
      'SELECT max(length(bytes)) AS largest, count(*) AS n FROM blob_chunk',
    );
    expect(rows[0]).toEqual({ largest: 1024 * 1024, n: '3' });
  });

  it('reads any range of a file, across chunks and at its end', async () => {
    const bytes = randomBytes(2_500_000);
    const upload = await save([fileOf('ranges.bin', [bytes])]);
    const blob = await store.blobs.open(upload.files[0]?.sha256 ?? '');
    expect(blob.size).toBe(2_500_000);
    for (const [offset, length] of [
      [0, 10],
      [1_048_570, 12],
      [5, 2_400_000],
      [2_097_152, 500_000],
      [2_499_999, 1],
    ] as const) {
      const read = await blob.read(offset, length);
      expect(Buffer.compare(read, bytes.subarray(offset, offset + length))).toBe(0);
    }
    await expect(store.blobs.open('0'.repeat(64))).rejects.toMatchObject({ code: 'blob-not-found' });
  });

  it('packs what says the same again and again, and reads any range of it', async () => {
    const bytes = Buffer.from('<key>SerialNumber</key><string>X</string>\n'.repeat(60_000)).subarray(
      0,
      2_400_000,
    );
    const upload = await save([fileOf('export.plist', [bytes])]);
    const hash = upload.files[0]?.sha256 ?? '';
    const { rows } = await store.pool.query<{ packing: string; stored: number; n: number }>(
      `SELECT packing, sum(length(bytes))::int AS stored, count(*)::int AS n FROM blob_chunk
       WHERE blob_id = (SELECT id FROM blob WHERE sha256 = $1) GROUP BY 1`,
      [hash],
    );
    expect(rows).toEqual([{ packing: 'deflate', stored: expect.any(Number), n: 3 }]);
    expect(rows[0]?.stored).toBeLessThan(50_000);
    expect((await readAll(store, hash)).equals(bytes)).toBe(true);
    const range = await (await store.blobs.open(hash)).read(1_048_000, 2_000);
    expect(Buffer.compare(range, bytes.subarray(1_048_000, 1_050_000))).toBe(0);
  });

  it('leaves what hardly shrinks as it is', async () => {
    const upload = await save([fileOf('backup.txt', [Buffer.from(randomBytes(100_000).toString('base64'))])]);
    const { rows } = await store.pool.query<{ packing: string }>(
      'SELECT packing FROM blob_chunk WHERE blob_id = (SELECT id FROM blob WHERE sha256 = $1)',
      [upload.files[0]?.sha256],
    );
    expect(rows).toEqual([{ packing: 'none' }]);
  });

  it('does not read a chunk as packed in another way than it was', async () => {
    const upload = await save([fileOf('turned.csv', [Buffer.from('serial,name\n'.repeat(1_000))])]);
    const hash = upload.files[0]?.sha256 ?? '';
    await store.pool.query(
      `UPDATE blob_chunk SET packing = 'none' WHERE blob_id = (SELECT id FROM blob WHERE sha256 = $1)`,
      [hash],
    );
    await expect((await store.blobs.open(hash)).read(0, 10)).rejects.toMatchObject({ code: 'blob-damaged' });
  });

  it('reads originals that were stored before any were packed', async () => {
    const blobKey = parseBlobKey(randomBytes(32).toString('base64'), 'the test');
    const older = await openStore({ databaseUrl: store.databaseUrl, blobKey, migrate: false });
    const [id, bytes] = [randomUUID(), Buffer.from('serial,udid\n'.repeat(1_000))];
    const { nonce, tag, bytes: sealed } = sealChunk(blobKey, id, 0, bytes);
    const hash = createHash('sha256').update(bytes).digest('hex');
    await store.pool.query(
      'INSERT INTO blob_chunk (blob_id, seq, nonce, tag, bytes) VALUES ($1, 0, $2, $3, $4)',
      [id, nonce, tag, sealed],
    );
    await store.pool.query('INSERT INTO blob (id, sha256, size, key_id) VALUES ($1, $2, $3, $4)', [
      id,
      hash,
      bytes.length,
      blobKey.id,
    ]);
    expect((await readAll(older, hash)).equals(bytes)).toBe(true);
    await older.close();
  });

  it('never holds plain bytes in the table', async () => {
    const secret = 'PRE-SHARED-KEY-OF-THE-CAMPUS';
    const before = Buffer.from(secret);
    await save([fileOf('vpn.mobileconfig', [Buffer.from(`<string>${secret}</string>`)])]);
    const { rows } = await store.pool.query<{ bytes: Buffer }>('SELECT bytes FROM blob_chunk');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.some((row) => row.bytes.includes(before))).toBe(false);
  });

  it('stores the same bytes once, in one upload and in the next', async () => {
    const content = Buffer.from('the same export');
    const count = await chunks();
    const upload = await save([fileOf('a.csv', [content]), fileOf('b.csv', [content])]);
    const again = await save([fileOf('c.csv', [content])]);
    expect(await chunks()).toBe(count + 1);
    expect([...upload.files, ...again.files].map((file) => file.sha256)).toEqual(
      Array(3).fill(sha256('the same export')),
    );
    expect((await readAll(store, sha256('the same export'))).toString()).toBe('the same export');
  });

  it('keeps an empty file', async () => {
    const upload = await save([fileOf('empty', [])]);
    expect(upload.files[0]?.size).toBe(0);
    expect(await readAll(store, upload.files[0]?.sha256 ?? '')).toHaveLength(0);
  });

  it('leaves nothing behind of an upload that breaks off', async () => {
    const before = await chunks();
    const broken: IncomingFile = {
      path: 'half.zip',
      bytes: (async function* () {
        yield randomBytes(1_100_000);
        await Promise.resolve();
        throw new Error('connection reset');
      })(),
    };
    await expect(save([fileOf('whole.txt', [Buffer.from('whole')]), broken])).rejects.toThrow(
      'connection reset',
    );
    expect(await chunks()).toBe(before);
    expect(await store.blobs.size(sha256('whole'))).toBeUndefined();
  });

  it('says that a chunk was changed instead of giving other bytes', async () => {
    const upload = await save([fileOf('x', [Buffer.from('to be changed')])]);
    const hash = upload.files[0]?.sha256 ?? '';
    await store.pool.query(
      'UPDATE blob_chunk SET bytes = set_byte(bytes, 0, get_byte(bytes, 0) # 1) WHERE blob_id = (SELECT id FROM blob WHERE sha256 = $1)',
      [hash],
    );
    await expect(readAll(store, hash)).rejects.toMatchObject({ code: 'blob-damaged' });
  });

  it('says that the key is another one', async () => {
    const upload = await save([fileOf('y', [Buffer.from('under the first key')])]);
    const other = await openStore({
      databaseUrl: store.databaseUrl,
      blobKey: parseBlobKey(randomBytes(32).toString('base64'), 'test'),
      migrate: false,
    });
    await expect(readAll(other, upload.files[0]?.sha256 ?? '')).rejects.toMatchObject({
      code: 'blob-damaged',
    });
    await other.close();
  });

  it('says that a hash is not stored', async () => {
    await expect(readAll(store, sha256('never sent'))).rejects.toMatchObject({ code: 'blob-not-found' });
  });
});

describe('the blob key', () => {
  it('is made once, for its owner only, and the same for two that start together', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'ringcheck key '));
    const file = path.join(folder, 'keys', 'blob.key');
    const keys = await Promise.all([readOrMakeBlobKey(file), readOrMakeBlobKey(file)]);
    expect(keys[0]).toEqual(keys[1]);
    expect(await readOrMakeBlobKey(file)).toEqual(keys[0]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await rm(folder, { recursive: true });
  });

  it('refuses a key of the wrong length without repeating it', () => {
    expect(() => parseBlobKey('c2VjcmV0', 'RINGCHECK_BLOB_KEY')).toThrow(
      'RINGCHECK_BLOB_KEY must hold 32 random bytes in base64.',
    );
  });
});
