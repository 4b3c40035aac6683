// The comparison with the kernel over many more policies: `node tests/firewall/kernel-long.mjs 500` (default 300).
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const runner = path.resolve(import.meta.dirname, '../../packages/config/bin/test.mjs');
const { status } = spawnSync(process.execPath, [runner, 'tests/firewall/kernel'], {
  stdio: 'inherit',
  env: { ...process.env, RINGCHECK_KERNEL_ROUNDS: process.argv[2] ?? '300' },
});
process.exit(status ?? 1);
