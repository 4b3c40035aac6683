// Makes the README's pictures again: node tests/browser/screenshots.mjs
// Starts the product on a free port with a fresh data folder, uploads and scans the sample fleet through the page.
import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium, launchChromium } from './chromium.mjs';

const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const folder = path.join(repository, 'apps/docs/screenshots');
const fleet = path.join(repository, 'tests/fixtures/sample-fleet');
const width = 1280;
const mostBytes = 200 * 1024;

async function startProduct(dataDir) {
  const child = spawn(
    process.execPath,
    ['apps/cli/bin/ringcheck.mjs', 'serve', '--port', '0', '--data-dir', dataDir],
    { cwd: repository, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const url = await new Promise((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
      const found = /Ringcheck is ready at (http:\/\/\S+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
    void ended.then(() => reject(new Error('the product ended before it was ready')));
  });
  return {
    url,
    stop: () => {
      child.kill('SIGINT');
      return ended;
    },
  };
}

/** The part of the page down to the end of what is named, at most `height` pixels. */
async function take(page, name, last, height) {
  await page.evaluate(() => document.activeElement?.blur());
  const box = await last.boundingBox();
  const bottom = Math.min(height, Math.ceil((box?.y ?? height) + (box?.height ?? 0)) + 2);
  const file = path.join(folder, `${name}.png`);
  await page.screenshot({ path: file, fullPage: true, clip: { x: 0, y: 0, width, height: bottom } });
  const { size } = await stat(file);
  if (size > mostBytes) throw new Error(`${file} has ${size} bytes, more than ${mostBytes}`);
  console.log(`${path.relative(repository, file)}: ${size} bytes`);
}

const executable = findChromium();
if (executable === undefined) throw new Error('Chromium is not installed (apt-get install chromium)');
await mkdir(folder, { recursive: true });
const dataDir = await mkdtemp(path.join(os.tmpdir(), 'ringcheck-screenshots-'));
// Started as root, the database runs as another user, who must get in.
await chmod(dataDir, 0o755);
const product = await startProduct(dataDir);
const browser = await launchChromium(executable);
try {
  const page = await browser.newPage({
    baseURL: product.url,
    viewport: { width, height: 900 },
    colorScheme: 'light',
    locale: 'en-GB',
    timezoneId: 'UTC',
  });
  await page.goto('/uploads');
  await page.getByLabel('Choose a folder').setInputFiles(fleet);
  await page.getByText('The files are read.').waitFor();
  await page.getByRole('button', { name: 'Scan now' }).click();
  await page.getByText(/Last scan .* devices/).waitFor();
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.getByRole('heading', { name: 'What to change first' }).waitFor();
  await take(page, 'overview', page.locator('tbody tr').nth(3), 1000);

  await page.goto('/devices?q=Campus%20phone%2023');
  await page.getByRole('link', { name: 'Campus phone 23' }).click();
  await page.getByRole('heading', { name: 'What stops FaceTime' }).waitFor();
  await take(page, 'device', page.locator('.finding').first(), 1100);
} finally {
  await browser.close();
  await product.stop();
  await rm(dataDir, { recursive: true, force: true });
}
