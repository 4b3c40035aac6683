import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { repository, startProduct, type Product } from '../e2e/product.js';
import { launchChromium } from './chromium.mjs';
import { desktop, openSession, phone, seriousViolations, sidewaysScroll, type Session } from './session.js';
import { describeWithChromium } from './with-chromium.js';

const fleet = path.join(repository, 'tests/fixtures/sample-fleet');
const blockedDevice = '/devices/serial%3AXFAKP00013';
const pages = [
  '/',
  '/devices',
  blockedDevice,
  '/uploads',
  '/scans',
  '/schedules',
  '/notifications',
  '/rules',
];

describeWithChromium('dashboard in a browser', (executable) => {
  let product: Product;
  let browser: Browser;
  let session: Session;
  let page: Page;

  beforeAll(async () => {
    product = await startProduct({ env: { RINGCHECK_WORKERS: '1' } });
    browser = await launchChromium(executable);
    session = await openSession(browser, product.url, desktop);
    page = session.page;
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  it('leads from the empty page to the uploads', async () => {
    await page.goto('/');
    await page.getByRole('heading', { name: 'Upload what you have' }).waitFor();
    expect(await page.getByRole('button', { name: 'Scan now' }).count()).toBe(0);
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('link', { name: 'Upload files' }).click();
    await page.getByText('Nothing has been uploaded yet.').waitFor();
  });

  it('takes files and a folder with the paths inside it, and tells what became of each', async () => {
    await page.getByLabel('Choose files').setInputFiles([
      {
        name: 'inventory.csv',
        mimeType: 'text/csv',
        buffer: await readFile(path.join(fleet, 'inventory.csv')),
      },
      {
        name: 'cut-off.mobileconfig',
        mimeType: 'text/plain',
        buffer: Buffer.from('<plist>\n<dict>\n<key>A'),
      },
    ]);
    await page.getByText('2 files received.').waitFor();
    await page.getByText('cut-off.mobileconfig').waitFor();
    await page.getByText('line 3').first().waitFor();

    await page.getByLabel('Choose a folder').setInputFiles(fleet);
    // What stands there until then is said of the upload before.
    await page.getByText('sample-fleet/profiles/sealed.mobileconfig').first().waitFor();
    await page.getByText('The files are read. Scan now to judge the devices by them.').waitFor();
    expect(await page.getByText('sample-fleet/profiles/sealed.mobileconfig').count()).toBe(1);
  });

  it('scans by the button and counts the devices by verdict', async () => {
    await page.getByRole('button', { name: 'Scan now' }).click();
    await page.getByText(/Last scan .* · 54 devices/).waitFor();
    await page.getByRole('link', { name: 'Overview' }).click();
    const tiles = page.getByRole('list', { name: 'Devices by verdict' }).getByRole('listitem');
    await tiles.first().waitFor();
    const texts = await tiles.allInnerTexts();
    expect(texts.map((text) => text.split(/\s*\n\s*/)[0])).toEqual([
      'Blocked',
      'Limited',
      'Unknown',
      'At risk',
      'Clear',
    ]);
    const counts = texts.map((text) => Number(text.split(/\s*\n\s*/)[1]));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(54);
    expect(counts[0]).toBeGreaterThan(0);
    await page.getByRole('heading', { name: 'What to change first' }).waitFor();
  });

  it('finds a device by filter and search and shows its report', async () => {
    await page
      .getByRole('list', { name: 'Devices by verdict' })
      .getByRole('link', { name: /Blocked/ })
      .click();
    await page.getByRole('heading', { name: 'Devices', exact: true }).waitFor();
    expect(await page.getByLabel('Verdict').inputValue()).toBe('blocked');
    await page.getByLabel('Search').fill('XFAKP00013');
    await page.getByText('1 device', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Office phone 13' }).click();
    await page.getByRole('heading', { name: 'Office phone 13 Blocked' }).waitFor();
    await page.getByRole('heading', { name: 'What stops FaceTime' }).waitFor();
    const report = await page.getByRole('article').innerText();
    expect(report).toContain('sample-fleet/mdm/restrictions-P13.plist');
    expect(report).toContain('line 18');
    expect(report).toContain('MDM admin');
    expect(await page.title()).toBe('Office phone 13 · Ringcheck');
  });

  it('says that nothing matches and takes every filter away at once', async () => {
    await page.goto('/devices?q=nothing-has-this-name');
    await page.getByText('No device matches.', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Clear all filters' }).click();
    await page.getByRole('link', { name: 'Office phone 13' }).waitFor();
  });

  it('shows every further page of devices once', async () => {
    await page.goto('/devices');
    await page.getByRole('button', { name: 'Show more devices' }).click();
    await page.getByText('54 devices', { exact: true }).waitFor();
    const ids = await page.locator('td.name a').evaluateAll((links) => links.map((link) => String(link)));
    expect(new Set(ids).size).toBe(54);
  });

  it('creates a schedule, refuses a wrong one with a reason, and deletes it', async () => {
    await page.goto('/schedules');
    await page.getByText('No scan is scheduled.', { exact: false }).waitFor();
    await page.getByLabel('Name').fill('Before school');
    await page.getByLabel('When').selectOption('Monday to Friday at 07:00');
    await page.getByLabel('Time zone').fill('Europe/Berlin');
    await page.getByLabel('Only devices with a tag').fill('exam, lab-*');
    await page.getByRole('button', { name: 'Add schedule' }).click();
    const card = page.getByRole('region', { name: 'Before school' });
    await card.getByText('Europe/Berlin').waitFor();
    await card.getByText('tags exam, lab-*').waitFor();
    await card.getByText('It has not run yet.').waitFor();
    await card.getByRole('button', { name: 'Delete Before school' }).click();
    await card.getByRole('button', { name: 'Delete for good' }).click();
    await page.getByText('No scan is scheduled.', { exact: false }).waitFor();
    expect(session.faults).toEqual([]);

    await page.getByRole('textbox', { name: 'Cron' }).fill('61 * * * *');
    await page.getByRole('button', { name: 'Add schedule' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('cron');
    session.faults.length = 0;
  });

  it('shows what failed and recovers by the button', async () => {
    await page.route('**/api/v1/rules', (route) => route.abort());
    await page.goto('/rules');
    await page.getByRole('alert').getByText('Rules could not be loaded.').waitFor();
    await page.unroute('**/api/v1/rules');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'This device' }).waitFor();
    session.faults.length = 0;
  });

  it('can be walked by keyboard from the skip link to a device', async () => {
    await page.goto('/devices?q=XFAKP00013');
    await page.getByRole('link', { name: 'Office phone 13' }).waitFor();
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Skip to content');
    await page.keyboard.press('Enter');
    for (let i = 0; i < 12 && (await focused(page)) !== 'Office phone 13'; i++)
      await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Office phone 13');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Office phone 13 Blocked' }).waitFor();
    expect(await page.evaluate<string>('document.activeElement.id')).toBe('content');
  });

  it.each([
    ['on a desk in the light', { ...desktop, colorScheme: 'light' as const }],
    ['on a phone in the dark', { ...phone, colorScheme: 'dark' as const }],
  ])(
    'has no serious accessibility fault, no sideways scroll and no console error %s',
    async (_name, options) => {
      const own = await openSession(browser, product.url, options);
      const found: string[] = [];
      for (const route of [...pages, `/api/v1${blockedDevice}/report?format=html`]) {
        await own.page.goto(route, { waitUntil: 'networkidle' });
        await own.page.getByRole('heading', { level: 1 }).waitFor();
        await own.page.getByText('Loading', { exact: false }).waitFor({ state: 'detached' });
        for (const violation of await seriousViolations(own.page)) found.push(`${route} ${violation}`);
        const sideways = await sidewaysScroll(own.page);
        if (sideways > 0) found.push(`${route} scrolls ${sideways} pixels sideways`);
      }
      expect(found).toEqual([]);
      expect(own.faults).toEqual([]);
      await own.close();
    },
  );

  it('leaves no error in the console', () => {
    expect(session.faults).toEqual([]);
  });
});

/** The words of what has the focus. */
function focused(page: Page): Promise<string> {
  return page.evaluate<string>('document.activeElement?.textContent ?? ""');
}
