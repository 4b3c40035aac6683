import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { DeviceItem, Page as ItemPage, Scan } from '@ringcheck/contracts';
import type { Browser, Page } from 'playwright-core';
import { Api, readFolder } from '../e2e/api.js';
import { repository, startProduct, type Product } from '../e2e/product.js';
import { launchChromium } from './chromium.mjs';
import { desktop, openSession, phone, seriousViolations, sidewaysScroll, type Session } from './session.js';
import { describeWithChromium } from './with-chromium.js';

const fleet = path.join(repository, 'tests/fixtures/sample-fleet');

describeWithChromium('scans, trends and notifications in a browser', (executable) => {
  let product: Product;
  let api: Api;
  let browser: Browser;
  let session: Session;
  let page: Page;
  let answer = 204;
  const posted: string[] = [];
  const receiver = createServer((request, response) => {
    posted.push(String(request.headers['webhook-id']));
    request.resume().on('end', () => response.writeHead(answer).end());
  });

  beforeAll(async () => {
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    product = await startProduct({ env: { RINGCHECK_WORKERS: '1' } });
    api = new Api(product.url);
    browser = await launchChromium(executable);
    session = await openSession(browser, product.url, desktop);
    page = session.page;
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
    receiver.close();
  });

  const upload = async (files: ReadonlyMap<string, Uint8Array>) => {
    await api.decoded((await api.uploadFiles(files)).id);
  };
  const latest = async () => (await api.get<ItemPage<Scan>>('/scans?limit=1')).items[0];
  /** The table's first row says that the scan has ended. */
  const newestIsDone = (devices: string) =>
    page.getByRole('row').nth(1).filter({ hasText: 'Done' }).filter({ hasText: devices }).waitFor();

  it('says on the empty page of scans what to do, and has no accessibility fault there', async () => {
    await page.goto('/scans');
    await page.getByText('Nothing has been scanned yet.', { exact: false }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('link', { name: 'Upload what you have' }).click();
    await page.getByRole('heading', { name: 'Uploads' }).waitFor();
  });

  it('follows a scan by the events of the server and lists it', async () => {
    await upload(await readFolder(fleet));
    await page.goto('/scans');
    const events = page.waitForRequest(/\/api\/v1\/scans\/[^/]+\/events$/);
    await page.getByRole('button', { name: 'Scan now' }).click();
    await events;
    await newestIsDone('54');
    await page.getByText(/Last scan .* · 54 devices/).waitFor();
    expect(session.faults).toEqual([]);
  });

  it('says of the first scan that nothing came before it', async () => {
    await page.getByRole('row').nth(1).getByRole('link').click();
    await page.getByRole('heading', { name: /^Scan of / }).waitFor();
    await page.getByText('No finished scan before this one is kept.', { exact: false }).waitFor();
    session.faults.length = 0;
  });

  it('follows a scan by asking when the events do not come through', async () => {
    const added = `serial,name,platform,os version,supervised,last seen\nXFAKQ00001,New phone,iOS,26.1,true,${new Date().toISOString()}`;
    await upload(new Map([['added.csv', Buffer.from(added)]]));
    await page.route('**/events', (route) => route.abort());
    await page.goto('/scans');
    await page.getByRole('button', { name: 'Scan now' }).click();
    await newestIsDone('55');
    await page.unroute('**/events');
    session.faults.length = 0;
  });

  it('tells what changed, narrows it by kind, and leads to the device', async () => {
    await page.getByRole('row').nth(1).getByRole('link').click();
    const kinds = page.getByRole('group', { name: 'Kind of change' });
    await kinds.getByRole('button', { name: 'Devices appeared: 1' }).click();
    await page.getByText('1 change', { exact: true }).waitFor();
    expect(
      await kinds.getByRole('button', { name: 'Devices appeared: 1' }).getAttribute('aria-pressed'),
    ).toBe('true');
    expect(page.url()).toContain('kind=appeared');
    await page.getByRole('link', { name: 'New phone' }).click();
    await page.getByRole('heading', { name: 'New phone', exact: false }).waitFor();
    await page.goBack();
    await kinds.getByRole('button', { name: /^All:/ }).click();
    await page.getByText(/^\d+ changes$/).waitFor();
    expect(session.faults).toEqual([]);
  });

  it('cancels a running scan from its own page', async () => {
    const done = await latest();
    const id = done?.id ?? '';
    let state: Partial<Scan> = { status: 'running', progress: { chunks: 8, done: 3 } };
    await page.route(`**/api/v1/scans/${id}`, (route) => route.fulfill({ json: { ...done, ...state } }));
    await page.route(`**/api/v1/scans/${id}/events`, (route) => route.abort());
    await page.route(`**/api/v1/scans/${id}/cancel`, (route) => {
      state = { status: 'cancelled' };
      return route.fulfill({ json: { ...done, ...state } });
    });
    await page.goto(`/scans/${id}`);
    await page.getByText('3 of 8 parts done').waitFor();
    expect(await page.getByRole('progressbar').getAttribute('value')).toBe('3');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('The scan was cancelled before it ended.', { exact: false }).waitFor();
    await page.unrouteAll();
    session.faults.length = 0;
  });

  it('says which scan is not there', async () => {
    await page.goto('/scans/0b6f1c1e-7a0e-4f0e-9d5e-2a1c3b4d5e6f');
    await page.getByRole('heading', { name: 'No such scan' }).waitFor();
    session.faults.length = 0;
  });

  it('draws the verdicts of the last scans and says the same as words and as a table', async () => {
    await page.goto('/');
    const chart = page.getByRole('img', { name: /^Devices by verdict over 2 scans/ });
    await chart.waitFor();
    expect(await chart.getAttribute('aria-label')).toMatch(/blocked \d+ to \d+, limited/);
    await page.getByText('As a table').click();
    const rows = page.getByRole('region', { name: 'Over the last scans' }).getByRole('row');
    const cells = await rows.nth(1).getByRole('cell').allInnerTexts();
    expect(cells.slice(1).reduce((sum, text) => sum + Number(text), 0)).toBe(55);
    expect(await rows.count()).toBe(3);
    await page.getByRole('link', { name: 'See what changed' }).click();
    await page.getByRole('heading', { name: 'What changed' }).waitFor();
  });

  it('leads from a group to its devices and counts them', async () => {
    await page.goto('/');
    const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: 'staff', exact: true }) });
    const count = await row.getByRole('cell').nth(1).innerText();
    await row.getByRole('link').click();
    const group = page.getByRole('combobox', { name: 'Group' });
    await group
      .locator('option:checked', { hasText: `staff (${count} device` })
      .waitFor({ state: 'attached' });
    await page.getByText(new RegExp(`^(The first 50 of )?${count} devices?\\.?$`)).waitFor();
    await page.getByRole('combobox', { name: 'Network' }).selectOption('campus');
    await page.waitForURL(/network=campus/);
    const found = await api.all<DeviceItem>('/devices?group=staff&network=campus');
    await page.getByText(`${found.length} device${found.length === 1 ? '' : 's'}`, { exact: true }).waitFor();
  });

  it('leads from what is missing to the devices that wait for it', async () => {
    await page.goto('/');
    const table = page.getByRole('table').filter({ hasText: 'How to supply it' });
    const link = table.getByRole('link').first();
    const count = Number(await link.innerText());
    await link.click();
    await page.waitForURL(/gap=/);
    expect(await page.getByRole('combobox', { name: 'Missing' }).inputValue()).not.toBe('');
    await page.getByText(`${count} device${count === 1 ? '' : 's'}`, { exact: true }).waitFor();
    expect(session.faults).toEqual([]);
  });

  it('says how many devices there are before all are shown', async () => {
    await page.goto('/devices');
    await page.getByText('The first 50 of 55 devices.').waitFor();
    await page.getByRole('button', { name: 'Show more devices' }).click();
    await page.getByText('55 devices', { exact: true }).waitFor();
  });

  it('asks what no MDM can see where nothing is proven to block', async () => {
    await page.goto('/devices/serial%3AXFAKQ00001');
    await page.getByRole('heading', { name: 'Questions to ask' }).waitFor();
    const question = page.getByRole('listitem').filter({ hasText: 'ask-connection' }).first();
    await question.getByText('Is the device connected at all?', { exact: false }).waitFor();
    await question.getByText('Where to look:', { exact: false }).first().waitFor();
    await question.getByText('Blocked', { exact: false }).first().waitFor();
    await page.goto('/devices/serial%3AXFAKP00013');
    await page.getByRole('heading', { name: 'What stops FaceTime' }).waitFor();
    expect(await page.getByRole('heading', { name: 'Questions to ask' }).count()).toBe(0);
    await page.getByText('· since', { exact: false }).first().waitFor();
  });

  it('shows the secret of a new webhook once and copies it', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: product.url });
    await page.goto('/notifications');
    await page.getByText('No system is told yet.', { exact: false }).waitFor();
    await page.getByText('Nobody is mailed yet.', { exact: false }).waitFor();
    const form = page.getByRole('form', { name: 'New webhook' });
    await form.getByLabel('Name').fill('Desk');
    await form
      .getByLabel('Address')
      .fill(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`);
    await form.getByRole('button', { name: 'Add webhook' }).click();
    const shown = page.getByRole('region', { name: 'Secret of Desk' });
    const secret = await shown.getByLabel('Secret').inputValue();
    expect(secret).toMatch(/^whsec_/);
    await shown.getByRole('button', { name: 'Copy' }).click();
    await shown.getByText('Copied.').waitFor();
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(secret);
    expect(await seriousViolations(page)).toEqual([]);
    await shown.getByRole('button', { name: 'I have kept it' }).click();
    await shown.waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('region', { name: 'Desk' }).waitFor();
    expect(await page.content()).not.toContain('whsec_');
    expect(session.faults).toEqual([]);
  });

  it('refuses a wrong address of a mail with the reason', async () => {
    const form = page.getByRole('form', { name: 'New e-mail' });
    await form.getByLabel('Name').fill('IT');
    await form.getByLabel('To').fill('nobody');
    await form.getByRole('button', { name: 'Add e-mail' }).click();
    expect(await form.getByRole('alert').innerText()).toContain('to');
    await form.getByLabel('To').fill('it@example.org; desk@example.org');
    await form.getByLabel('Only when something changed').uncheck();
    await form.getByRole('button', { name: 'Add e-mail' }).click();
    const card = page.getByRole('region', { name: 'IT', exact: true });
    await card.getByText('it@example.org, desk@example.org · after every scan').waitFor();
    session.faults.length = 0;
  });

  it('logs what was sent with the reason it was refused, and sends it again', async () => {
    await api.scanned((await api.post<Scan>('/scans')).id);
    const desk = page.getByRole('region', { name: 'Desk' });
    await desk.getByText('Delivered').waitFor();
    const mail = page.getByRole('region', { name: 'IT', exact: true });
    await mail.getByText('no mail server: set RINGCHECK_SMTP_URL', { exact: false }).waitFor();
    const before = posted.length;
    answer = 410;
    await desk.getByRole('button', { name: /^Send again/ }).click();
    await desk.getByText('sent again').waitFor();
    await desk.getByText('410', { exact: false }).waitFor();
    expect(posted.length).toBeGreaterThan(before);
    answer = 204;
    expect(session.faults).toEqual([]);
  });

  it.each([
    ['on a desk in the light', { ...desktop, colorScheme: 'light' as const }],
    ['on a phone in the dark', { ...phone, colorScheme: 'dark' as const }],
  ])('has no serious accessibility fault and no sideways scroll %s', async (_name, options) => {
    const scans = (await api.get<ItemPage<Scan>>('/scans')).items;
    const own = await openSession(browser, product.url, options);
    own.page.setDefaultTimeout(40_000);
    const found: string[] = [];
    const routes = ['/', '/devices', '/devices/serial%3AXFAKQ00001', '/scans', '/notifications'];
    for (const route of [...routes, ...scans.slice(0, 2).map(({ id }) => `/scans/${id}`)]) {
      await own.page.goto(route, { waitUntil: 'networkidle' });
      await own.page.getByRole('heading', { level: 1 }).waitFor();
      for (const fold of await own.page.getByText('As a table').all()) await fold.click();
      for (const violation of await seriousViolations(own.page)) found.push(`${route} ${violation}`);
      const sideways = await sidewaysScroll(own.page);
      if (sideways > 0) found.push(`${route} scrolls ${sideways} pixels sideways`);
    }
    expect(found).toEqual([]);
    expect(own.faults).toEqual([]);
    await own.close();
  });

  it('deletes a webhook after asking once more', async () => {
    const desk = page.getByRole('region', { name: 'Desk' });
    await desk.getByRole('button', { name: 'Delete Desk' }).click();
    await desk.getByRole('button', { name: 'Delete for good' }).click();
    await page.getByText('No system is told yet.', { exact: false }).waitFor();
  });
});
