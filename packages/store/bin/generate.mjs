// Remakes src/generated from prisma/schema.prisma: `npm run generate`. Offline.
import { spawnSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const generated = path.join(repository, 'packages/store/src/generated');
const prisma = createRequire(import.meta.url).resolve('prisma/build/index.js');

const { status } = spawnSync(
  process.execPath,
  [prisma, 'generate', '--no-hints', `--schema=${path.join(repository, 'prisma/schema.prisma')}`],
  {
    cwd: repository,
    stdio: ['ignore', 2, 2],
    env: {
      ...process.env,
      // The generator insists that a schema engine exists, and never runs it.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
    },
  },
);
if (status !== 0) process.exit(status ?? 1);

const notice = '// Do not edit: made from prisma/schema.prisma by `npm run generate`.\n';
for (const entry of await readdir(generated, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
  const file = path.join(entry.parentPath, entry.name);
  const text = await readFile(file, 'utf8');
  if (!text.startsWith(notice)) await writeFile(file, notice + text);
}
