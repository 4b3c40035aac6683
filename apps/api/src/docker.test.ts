import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readSettings, settingSpecs } from '@ringcheck/contracts';
import { parse } from 'yaml';
import { z } from 'zod';

const service = z.looseObject({
  image: z.string().optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).default([]),
  read_only: z.boolean().optional(),
  cap_drop: z.array(z.string()).optional(),
  healthcheck: z.unknown().optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
  build: z.object({ context: z.string(), dockerfile: z.string() }).optional(),
});
const composeSchema = z.looseObject({
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.unknown()),
});

const compose = composeSchema.parse(
  parse(await readFile(path.join(process.cwd(), 'docker-compose.yml'), 'utf8'), { merge: true }),
);
const { api, worker, postgres, valkey } = compose.services;

/** What Docker Compose makes of `${NAME:-default}` and `${NAME:?message}`. */
const filled = (environment: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value
        .replace(/\$\{RINGCHECK_BLOB_KEY:\?[^}]*\}/g, 'A'.repeat(43) + '=')
        .replace(/\$\{[A-Z_]+:\?[^}]*\}/g, 'secret')
        .replace(/\$\{[A-Z_]+:-([^}]*)\}/g, '$1'),
    ]),
  );

describe('docker-compose.yml', () => {
  it('names the four services and keeps what they must keep', () => {
    expect(Object.keys(compose.services).sort()).toEqual(['api', 'postgres', 'valkey', 'worker']);
    expect(Object.keys(compose.volumes).sort()).toEqual(['postgres', 'valkey']);
  });

  it.each([
    ['api', api],
    ['worker', worker],
  ] as const)('gives %s only settings that exist, and values that hold', (_name, part) => {
    const known = settingSpecs.map(({ name }) => name);
    const environment = filled(part?.environment ?? {});
    expect(Object.keys(environment).filter((name) => !known.includes(name))).toEqual([]);
    const settings = readSettings(environment);
    expect(settings.databaseUrl).toContain('@postgres:5432/');
    expect(settings.redisUrl).toBe('redis://valkey:6379');
    expect(settings.blobKey).toBeDefined();
  });

  it('publishes the page on this machine only', () => {
    expect(api?.ports).toEqual(['127.0.0.1:3000:3000']);
    for (const part of [worker, postgres, valkey]) expect(part?.ports).toEqual([]);
    expect(readSettings(filled(api?.environment ?? {})).port).toBe(3000);
  });

  it('runs the entry files that the build makes', async () => {
    for (const part of [api, worker]) {
      const entry = part?.command?.[1] ?? '';
      expect(entry).toMatch(/^apps\/(api|worker)\/dist\/main\.js$/);
      await expect(
        readFile(path.join(process.cwd(), entry.replace('/dist/', '/src/').replace(/\.js$/, '.ts'))),
      ).resolves.toBeDefined();
    }
  });

  it('runs without rights it does not need, and waits for what it needs', async () => {
    for (const part of [api, worker]) {
      expect(part?.read_only).toBe(true);
      expect(part?.cap_drop).toEqual(['ALL']);
      expect(part?.depends_on?.['postgres']?.condition).toBe('service_healthy');
    }
    const dockerfile = await readFile(path.join(process.cwd(), api?.build?.dockerfile ?? ''), 'utf8');
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile).toMatch(/^FROM node:(20|22|24)-/m);
  });

  it('asks for secrets instead of shipping them', async () => {
    const text = await readFile(path.join(process.cwd(), 'docker-compose.yml'), 'utf8');
    expect(text).toMatch(/\$\{POSTGRES_PASSWORD:\?/);
    expect(text).toMatch(/\$\{RINGCHECK_BLOB_KEY:\?/);
    const example = await readFile(path.join(process.cwd(), '.env.example'), 'utf8');
    expect(example).toMatch(/^POSTGRES_PASSWORD=$/m);
    expect(example).toMatch(/^RINGCHECK_BLOB_KEY=$/m);
  });
});
