import { rm } from 'node:fs/promises';
import { type DeviceItem, type Scan } from '@ringcheck/contracts';
import { Api, readFolder, until } from './api.js';
import { makeDataDir, startProduct } from './product.js';

/** Whether anything still listens at an address. */
async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/api/v1/health/live`).then(
    () => true,
    () => false,
  );
}

describe('a product that was killed', () => {
  it('starts again with everything it had accepted, and finishes what was open', async () => {
    const dataDir = await makeDataDir();
    const first = await startProduct({ dataDir });
    const api = new Api(first.url);
    const upload = await api.uploadFiles(await readFolder('tests/fixtures/sample-fleet'));
    await first.kill();
    await until(async () => ((await answers(first.url)) ? undefined : true));

    const second = await startProduct({ dataDir });
    try {
      const again = new Api(second.url);
      expect((await again.decoded(upload.id)).status).toBe('done');
      const scan = await again.scanned((await again.post<Scan>('/scans')).id);
      expect(scan.status).toBe('done');
      expect(await again.all<DeviceItem>('/devices?limit=100')).toHaveLength(scan.devices ?? -1);
    } finally {
      expect(await second.stop()).toBe(0);
    }
    expect(await answers(second.url)).toBe(false);
    await rm(dataDir, { recursive: true, force: true });
  });
});
