import { startTestStore } from '@ringcheck/store';
import { DecodeService } from './decode.service.js';

describe('a file larger than a worker opens', () => {
  let store: Awaited<ReturnType<typeof startTestStore>>;
  beforeAll(async () => {
    store = await startTestStore();
  });
  afterAll(() => store.close());

  it('is kept and refused with what to do, without reading it', async () => {
    const bytes = (async function* () {
      yield await Promise.resolve(Buffer.from('a'));
    })();
    const upload = await store.uploads.save({
      actor: 'tester',
      receivedAt: '2026-11-20T00:00:00.000Z',
      files: [{ path: 'backup.zip', bytes }],
    });
    const id = upload.files[0]?.id ?? 0;
    await store.pool.query('UPDATE upload_file SET size = $2 WHERE id = $1', [id, 513 * 1024 * 1024]);
    expect(await new DecodeService(store).run(String(id))).toEqual({ status: 'done' });
    const file = await store.uploads.file(id);
    expect(file).toMatchObject({ status: 'rejected', diagnostics: [{ code: 'file-too-large-to-open' }] });
    expect(file?.diagnostics[0]?.message).toContain('split it');
    expect((await store.uploads.get(upload.id))?.status).toBe('done');
  });
});
