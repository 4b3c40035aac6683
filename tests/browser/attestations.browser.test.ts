import type { AttestationItem, Page as ItemPage } from '@ringcheck/contracts';
import type { Browser, Page } from 'playwright-core';
import { Api } from '../e2e/api.js';
import { startProduct, type Product } from '../e2e/product.js';
import { launchChromium } from './chromium.mjs';
import { desktop, openSession, phone, seriousViolations, sidewaysScroll, type Session } from './session.js';
import { describeWithChromium } from './with-chromium.js';

const device = 'serial:C02FAKE00001';
const inventory = `serial,name,platform,os version,supervised,last seen
C02FAKE00001,Front desk,iOS,26.1,true,${new Date().toISOString()}
`;

describeWithChromium('answering questions in a browser', (executable) => {
  let product: Product;
  let api: Api;
  let browser: Browser;
  let session: Session;
  let page: Page;
  let title = '';

  beforeAll(async () => {
    product = await startProduct({ env: { RINGCHECK_WORKERS: '1' } });
    api = new Api(product.url);
    await api.decoded((await api.uploadFiles(new Map([['inventory.csv', Buffer.from(inventory)]]))).id);
    await api.scanned((await api.post<{ id: string }>('/scans')).id);
    browser = await launchChromium(executable);
    session = await openSession(browser, product.url, desktop);
    page = session.page;
    page.setDefaultTimeout(40_000);
    title = (await api.get<{ title: string }>('/rules/ask-focus')).title;
    await page.goto(`/devices/${encodeURIComponent(device)}`);
    await page.getByRole('heading', { name: 'Questions to ask' }).waitFor();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  }, 60_000);

  const given = async () =>
    (await api.get<ItemPage<AttestationItem>>(`/attestations?device=${device}`)).items;
  const open = async (word: string) => {
    await page.getByRole('button', { name: `${word}: ${title}` }).click();
    return page.getByRole('form', { name: `Answer: ${title}` });
  };
  const checkedAgain = () => page.getByText('Saved, and the device was checked again.').waitFor();
  /** Whether the first field that the browser refuses is refused for this. */
  const invalid = (why: string) =>
    page.evaluate<boolean>(`document.querySelector('.answer input:invalid').validity.${why}`);
  const focused = () => page.evaluate<string>('document.activeElement.getAttribute("aria-label")');

  it('takes an answer with owner and last day by the keyboard alone, and shows what it means', async () => {
    const all = page.getByRole('button', { name: /^Show all \d+ questions$/ });
    if ((await all.count()) > 0) await all.click();
    await page.getByRole('button', { name: `Answer: ${title}` }).focus();
    await page.keyboard.press('Enter');
    const form = page.getByRole('form', { name: `Answer: ${title}` });
    await form.getByRole('radio').first().waitFor();
    expect(await page.evaluate('document.activeElement.type')).toBe('radio');
    expect(await seriousViolations(page)).toEqual([]);
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.type('desk@example.org');
    const expires = await form.getByLabel('Counts until the end of').inputValue();
    const days = (Date.parse(expires) - Date.now()) / 86_400_000;
    expect([days > 88, days <= 90]).toEqual([true, true]);
    await form.getByLabel('Note').fill('asked by phone');
    await page.keyboard.press('Enter');
    await checkedAgain();
    expect(await given()).toMatchObject([
      { question: 'ask-focus', owner: 'desk@example.org', expires, note: 'asked by phone', holds: true },
    ]);
    await page.getByRole('heading', { name: 'Answers given here' }).waitFor();
    const list = await page.getByRole('article').innerText();
    expect(list).toContain('Note: asked by phone');
    await page.getByRole('button', { name: `Answer: ${title}` }).waitFor({ state: 'detached' });
    expect(await seriousViolations(page)).toEqual([]);
    expect(session.faults).toEqual([]);
  }, 120_000);

  it('says why an answer without an owner or with a day that is over is not taken', async () => {
    const form = await open('Change');
    await form.getByRole('radio').nth(1).check();
    await form.getByRole('button', { name: 'Save answer' }).click();
    expect(await invalid('valueMissing')).toBe(true);
    await form.getByLabel('Owner').fill('desk@example.org');
    await form.getByLabel('Counts until the end of').fill('2020-01-01');
    await form.getByRole('button', { name: 'Save answer' }).click();
    expect(await invalid('rangeUnderflow')).toBe(true);
    await page.evaluate("document.querySelector('.answer').noValidate = true");
    await form.getByRole('button', { name: 'Save answer' }).click();
    await form.getByRole('alert').filter({ hasText: 'choose a day to come' }).waitFor();
    expect(await given()).toHaveLength(1);
    session.faults.length = 0;
  }, 60_000);

  it('gives the focus back when the form is closed', async () => {
    await page.getByRole('form').getByRole('button', { name: 'Cancel' }).click();
    expect(await focused()).toBe(`Change: ${title}`);
    expect(await page.getByRole('form').count()).toBe(0);
  }, 60_000);

  it('changes an answer, and the report follows', async () => {
    const before = (await given())[0]?.answer;
    const finding = page.getByText('rule ask-focus', { exact: false });
    await finding.waitFor({ state: before === 'on' ? 'attached' : 'detached' });
    const form = await open('Change');
    await form.getByRole('radio').nth(1).check();
    await form.getByLabel('Owner').fill('it@example.org');
    await form.getByRole('button', { name: 'Save answer' }).click();
    await page.getByText('it@example.org,', { exact: false }).waitFor();
    await finding.waitFor({ state: before === 'on' ? 'detached' : 'attached' });
    expect(await page.evaluate('document.activeElement.getAttribute("role")')).toBe('status');
    const [now, ...more] = await given();
    expect([more, now?.owner, now?.answer === before]).toEqual([[], 'it@example.org', false]);
    expect(session.faults).toEqual([]);
  }, 90_000);

  it('fits on a phone with the form open', async () => {
    const small = await openSession(browser, product.url, phone);
    small.page.setDefaultTimeout(40_000);
    await small.page.goto(`/devices/${encodeURIComponent(device)}`);
    await small.page
      .getByRole('button', { name: /^Answer: / })
      .first()
      .click();
    await small.page.getByRole('button', { name: 'Save answer' }).waitFor();
    expect(await sidewaysScroll(small.page)).toBe(0);
    expect(await seriousViolations(small.page)).toEqual([]);
    await small.close();
  }, 90_000);

  it('opens the question again when the answer is withdrawn', async () => {
    await page.getByRole('button', { name: `Withdraw: ${title}` }).click();
    await page.getByRole('button', { name: `Answer: ${title}` }).waitFor();
    await page.getByRole('button', { name: `Withdraw: ${title}` }).waitFor({ state: 'detached' });
    expect(await given()).toEqual([]);
    expect(session.faults).toEqual([]);
  }, 90_000);
});
