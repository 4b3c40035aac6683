// Everything a change must pass: format, types, lint, build, generated files, tests, and our own CLI over the fixtures.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const steps = [
  ['run', '-s', 'format:check'],
  ['run', '-s', 'typecheck'],
  ['run', '-s', 'lint'],
  ['run', '-s', 'build'],
  ['test'],
  ['run', '-s', 'ringcheck', '--', 'check', 'tests/fixtures/sample-fleet', '--fail-on', 'never'],
];
for (const step of steps) {
  console.error(`\n> npm ${step.join(' ')}`);
  const { status } = spawnSync(npm, step, {
    cwd: repository,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
}
