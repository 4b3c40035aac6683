import type {
  DeviceCount,
  DeviceItem,
  FleetSummary,
  Page,
  ReportCause,
  ReportGap,
  Scan,
  ScanDiff,
  Trend,
} from '@ringcheck/contracts';
import { Api } from './api.js';
import { startProduct, type Product } from './product.js';

/** A plain inventory with these rows. */
function inventory(...rows: readonly string[]): Map<string, Uint8Array> {
  const text = ['serial,name,platform,os version,supervised,tags,last seen', ...rows].join('\n');
  return new Map([['inventory.csv', Buffer.from(text)]]);
}

describe('the history of a fleet', () => {
  let product: Product;
  let api: Api;
  beforeAll(async () => {
    product = await startProduct({ env: { RINGCHECK_WORKERS: '1' } });
    api = new Api(product.url);
  });
  afterAll(() => product.stop());

  async function scanned(files: ReadonlyMap<string, Uint8Array>): Promise<Scan> {
    const upload = await api.uploadFiles(files);
    await api.decoded(upload.id);
    return api.scanned((await api.post<Scan>('/scans')).id);
  }
  const refused = async (route: string) =>
    api.get(route).then(
      () => 'taken',
      (error: unknown) => String(error),
    );

  it('tells devices that appeared, shows the past as it was, and draws the trend', async () => {
    const today = new Date().toISOString();
    const first = await scanned(inventory(`C02FAKE00001,Desk,iOS,26.1,true,,${today}`));
    expect(await refused(`/scans/${first.id}/diff`)).toContain('no finished scan before this one');
    const second = await scanned(
      inventory(`C02FAKE00001,Desk,iOS,26.1,true,,${today}`, `C02FAKE00002,Lab,iOS,26.1,true,,${today}`),
    );
    const diff = await api.get<ScanDiff>(`/scans/${second.id}/diff`);
    expect(diff.from.scan).toBe(first.id);
    expect((await api.get<Scan>(`/scans/${first.id}`)).before).toBeUndefined();
    expect((await api.get<Scan>(`/scans/${second.id}`)).before).toBe(first.id);
    expect(diff.counts.appeared).toBe(1);
    expect(diff.items.filter(({ kind }) => kind === 'appeared').map(({ device }) => device)).toEqual([
      'serial:C02FAKE00002',
    ]);
    expect(await refused(`/scans/${first.id}/diff?against=${second.id}`)).toContain('earlier scan');

    const past = await api.get<Page<DeviceItem>>(`/devices?asOf=${encodeURIComponent(first.now ?? '')}`);
    expect(past.items.map(({ id }) => id)).toEqual(['serial:C02FAKE00001']);

    const asOf = `asOf=${encodeURIComponent(first.now ?? '')}`;
    const then = await api.get<FleetSummary>(`/summary?${asOf}`);
    expect([then.scan?.id, then.devices]).toEqual([first.id, 1]);
    expect((await api.get<FleetSummary>('/summary')).devices).toBe(2);
    const gone = await api.get<FleetSummary>('/summary?asOf=2026-01-01T00:00:00Z');
    expect([gone.scan, gone.devices, gone.causes, gone.gaps, gone.documents]).toEqual([
      undefined,
      0,
      [],
      [],
      0,
    ]);
    expect((await api.get<Page<ReportGap>>(`/gaps?${asOf}`)).items).toEqual(then.gaps);
    expect(then.gaps.length).toBeGreaterThan(0);
    expect((await api.get<Page<ReportCause>>(`/causes?${asOf}`)).items).toEqual(then.causes);
    const groups = await api.get<Page<DeviceCount>>(`/groups?${asOf}`);
    expect(groups.items.reduce((sum, { devices }) => sum + devices, 0)).toBe(1);
    const lab = encodeURIComponent('serial:C02FAKE00002');
    expect(await refused(`/devices/${lab}?${asOf}`)).toContain('404');
    expect((await api.get<DeviceItem>(`/devices/${lab}`)).name).toBe('Lab');
    expect(await refused('/summary?asOf=yesterday')).toContain('asOf');

    const trend = await api.get<Trend>('/trends?dimension=verdict');
    const sums = trend.items.map(({ counts }) => counts.reduce((sum, { devices }) => sum + devices, 0));
    expect(sums).toEqual([1, 2]);
    expect(trend.items.map(({ scan }) => scan)).toEqual([first.id, second.id]);
    expect(await refused('/trends?group=staff&dimension=rule')).toContain('goes with dimension verdict');
  });

  it('sends the state of a scan while it runs, and ends with it', async () => {
    const { id } = await api.post<Scan>('/scans');
    const response = await fetch(`${product.url}/api/v1/scans/${id}/events`);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const events = (await response.text())
      .split('\n')
      .filter((line) => line.startsWith('data: '))
      .map((line) => JSON.parse(line.slice(6)) as Scan);
    expect(events.at(-1)).toMatchObject({ id, status: 'done' });
    expect(await refused('/scans/0b6f1c1e-7a0e-4f0e-9d5e-2a1c3b4d5e6f/events')).toContain('404');
  });

  it('gives figures to Prometheus without names or ids', async () => {
    await api.get(`/devices/${encodeURIComponent('serial:C02FAKE00001')}`);
    const text = await (await fetch(`${product.url}/api/v1/metrics`)).text();
    const summary = await api.get<FleetSummary>('/summary');
    expect(text).toContain(`ringcheck_devices{verdict="unknown"} ${summary.verdicts.unknown}\n`);
    expect(text).toMatch(/ringcheck_last_scan_finished_seconds 1\d{9}/);
    expect(text).toMatch(
      /ringcheck_http_request_duration_seconds_count\{[^}]*route="\/api\/v1\/devices\/:id"/,
    );
    expect(text).not.toContain('FAKE');
  });
});
