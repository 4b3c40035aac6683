import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import { prismaFolder, type Migration } from './migrations.js';

const filters = { externalTables: [], externalEnums: [] };

let loading: Promise<typeof import('@prisma/schema-engine-wasm/schema_engine_bg')> | undefined;

/** Prisma's schema engine as WebAssembly: the same as its native one, and nothing to download. */
async function load() {
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const file = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bytes = await readFile(path.join(path.dirname(file), 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, {
    './schema_engine_bg.js': glue as unknown as WebAssembly.ModuleImports,
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

async function withEngine<T>(
  connectionString: string,
  task: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  loading ??= load();
  const glue = await loading;
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString, max: 1 }));
  const schema = await readFile(path.join(prismaFolder, 'schema.prisma'), 'utf8');
  const engine = await glue.SchemaEngine.new(
    { datamodels: [['schema.prisma', schema]] },
    () => undefined,
    adapter,
  );
  try {
    return await task(engine);
  } finally {
    engine.free();
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

/** The SQL that would turn the database of all `migrations` into `schema.prisma`. */
export function diffToSchema(connectionString: string, migrations: readonly Migration[]): Promise<string> {
  return withEngine(connectionString, async (engine) => {
    const schema = await readFile(path.join(prismaFolder, 'schema.prisma'), 'utf8');
    const diff = await engine.diff({
      from: migrations.length === 0 ? { tag: 'empty' } : { tag: 'migrations', ...listOf(migrations) },
      to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: schema }] },
      script: true,
      exitCode: null,
      filters,
    });
    return diff.stdout ?? '';
  });
}
