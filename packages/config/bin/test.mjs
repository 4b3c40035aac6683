// Runs the whole suite with Jest and ends with the plain line `N passed, N failed`.
// Arguments go to Jest: `npm test -- packages/plist`.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildAll } from './build-all.mjs';
import { makeTestData } from './test-data.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const repository = path.resolve(here, '../../..');
const work = await mkdtemp(path.join(os.tmpdir(), 'ringcheck-test-'));
const resultFile = path.join(work, 'result.json');

// Once for all tests that start the product, instead of by whichever comes first, or by two at once.
const patterns = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
if (patterns.length === 0 || patterns.some((pattern) => !pattern.startsWith('packages/')))
  await buildAll({ log: (line) => console.error(`ringcheck: ${line}`) });
// While Jest looks for the tests.
const needsData = patterns.length === 0 || patterns.some((pattern) => pattern.startsWith('tests'));
const data = needsData ? makeTestData(work) : undefined;

const nodeOptions = [
  process.env.NODE_OPTIONS,
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
]
  .filter(Boolean)
  .join(' ');
const code = await new Promise((resolve, reject) => {
  const child = spawn(
    process.execPath,
    [
      path.join(repository, 'node_modules/jest/bin/jest.js'),
      '--config',
      path.join(here, '../jest.config.mjs'),
      '--json',
      `--outputFile=${resultFile}`,
      ...process.argv.slice(2),
    ],
    {
      cwd: repository,
      stdio: ['inherit', 'ignore', 'inherit'],
      env: {
        ...process.env,
        NODE_OPTIONS: nodeOptions,
        ...(needsData ? { RINGCHECK_TEST_DATA: work } : {}),
      },
    },
  );
  child.on('error', reject);
  child.on('exit', resolve);
});
await data;
const result = JSON.parse(await readFile(resultFile, 'utf8').catch(() => '{}'));
await rm(work, { recursive: true, force: true });
const passed = result.numPassedTests ?? 0;
const brokenSuites = result.numRuntimeErrorTestSuites ?? 0;
const failed = (result.numFailedTests ?? 0) + brokenSuites;
const skipped = (result.numPendingTests ?? 0) + (result.numTodoTests ?? 0);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(code === 0 && failed === 0 && passed > 0 ? 0 : 1);
