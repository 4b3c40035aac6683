// Where Chromium is, and how it is started without asking the network for anything.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Path of the browser, or undefined; RINGCHECK_CHROMIUM, when set, is the only place looked at. */
export function findChromium() {
  const stated = process.env.RINGCHECK_CHROMIUM;
  return (stated ? [stated] : places).find((place) => existsSync(place));
}

export function launchChromium(executablePath) {
  return chromium.launch({
    executablePath,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}
