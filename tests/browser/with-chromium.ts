import { findChromium } from './chromium.mjs';

const chromium = findChromium();

/** A group of tests that need the browser; without one, a test that says so (and fails where all is required). */
export function describeWithChromium(name: string, tests: (executable: string) => void): void {
  if (chromium !== undefined) return describe(name, () => tests(chromium));
  const advice = `${name}: left out, Chromium is not installed (apt-get install chromium, or set RINGCHECK_CHROMIUM).`;
  it('says what is left out without Chromium', () => {
    if (process.env['RINGCHECK_REQUIRE_ALL'] === '1') throw new Error(advice);
    process.stderr.write(`${advice}\n`);
    expect(chromium).toBeUndefined();
  });
}
