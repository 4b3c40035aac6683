import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import { prismaFolder, type Migration } from './migrations.js';

const filters = { externalTables: [], externalEnums: [] };

let loading: Promise<typeof import('@prisma/schema-engine-wasm/schema_engine_bg')> | undefined;

/** The engine guards its lock with a timer that it leaves behind: that must not keep a finished process alive. */
function quietTimers(glue: object): WebAssembly.ModuleImports {
  const names = Object.keys(glue).filter((name) => name.startsWith('__wbg_setTimeout_'));
  return Object.fromEntries(
    names.map((name) => [
      name,
      (task: () => void, milliseconds: number) => setTimeout(task, milliseconds).unref(),
    ]),
  );
}

/** Prisma's schema engine as WebAssembly: the same as its native one, and nothing to download. */
async function load() {
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const file = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bytes = await readFile(path.join(path.dirname(file), 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, {
    './schema_engine_bg.js': { ...(glue as unknown as WebAssembly.ModuleImports), ...quietTimers(glue) },
  });
  glue.__wbg_set_wasm(instance.exports);
  const begin = instance.exports['__wbindgen_start'];
  if (typeof begin === 'function') begin();
  return glue;
}

function listOf(migrations: readonly Migration[]): MigrationList {
  return {
    baseDir: path.join(prismaFolder, 'migrations'),
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
    shadowDbInitScript: '',
  };
}

async function openEngine(adapter: PrismaPg): Promise<SchemaEngine> {
  loading ??= load();
  const glue = await loading;
  return glue.SchemaEngine.new(
    { datamodels: [['schema.prisma', await readSchema()]] },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(adapter),
  );
}

const readSchema = () => readFile(path.join(prismaFolder, 'schema.prisma'), 'utf8');

async function withEngine<T>(
  connectionString: string,
  task: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const pool = new pg.Pool({ connectionString, max: 2 });
  try {
    const engine = await openEngine(new PrismaPg(pool));
    try {
      return await task(engine);
    } finally {
      engine.free();
    }
  } finally {
    await pool.end();
  }
}

/** Apply what is missing; returns the names of what was applied. */
export function applyMigrations(
  connectionString: string,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  return withEngine(connectionString, async (engine) => {
    const done = await engine.applyMigrations({ migrationsList: listOf(migrations), filters });
    return done.appliedMigrationNames;
  });
}

/** The SQL from one state of `schema.prisma` to the present one: the draft of the next migration. */
export function draftMigration(connectionString: string, oldSchema: string): Promise<string> {
  return withEngine(connectionString, async (engine) => {
    const state = (content: string) => ({
      tag: 'schemaDatamodel' as const,
      files: [{ path: 'schema.prisma', content }],
    });
    const diff = await engine.diff({
      from: oldSchema === '' ? { tag: 'empty' } : state(oldSchema),
      to: state(await readSchema()),
      script: true,
      exitCode: null,
      filters,
    });
    return diff.stdout ?? '';
  });
}
