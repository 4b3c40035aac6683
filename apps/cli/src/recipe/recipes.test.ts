import { sources } from '@ringcheck/sources';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from '../testing/run.js';
import { recipes } from './recipes.js';

const page = path.resolve(import.meta.dirname, '../../../docs/recipes.md');

describe('the recipes', () => {
  it('stand for every source that reads exports, and name no other', () => {
    const named = new Set(recipes.flatMap((recipe) => recipe.sources));
    const known = new Set(sources.map(({ id }) => id));
    expect([...known].filter((id) => !named.has(id))).toEqual([]);
    expect([...named].filter((id) => !known.has(id))).toEqual([]);
  });

  it('have each name once', () => {
    expect(new Set(recipes.map(({ id }) => id)).size).toBe(recipes.length);
  });

  it.each(recipes.map((recipe) => [recipe.id, recipe] as const))(
    'of %s say for each step how, which file and what it decides',
    (_id, { steps, access }) => {
      expect(access.rights.length).toBeGreaterThan(0);
      for (const { run: commands, click, file, decides } of steps) {
        expect((commands ?? click ?? []).length).toBeGreaterThan(0);
        expect(file).not.toBe('');
        expect(decides).not.toBe('');
      }
    },
  );

  it.each(recipes.map((recipe) => [recipe.id, recipe] as const))(
    'of %s only read, and take secrets from the environment',
    (_id, { steps, environment }) => {
      const text = steps.flatMap(({ run: lines }) => lines ?? []).join('\n');
      expect(text).not.toMatch(
        /-X *(?:PUT|PATCH|DELETE)|--request|\brm -r|\bprofiles (?:remove|install|renew)/,
      );
      expect(text).not.toMatch(/Bearer (?!\$)|-u "(?!\$|nanomdm:\$|kmfddm:\$)/);
      for (const { name } of environment) expect(text).toContain(`$${name}`);
    },
  );

  it.each(recipes.map((recipe) => [recipe.id, recipe] as const))(
    'of %s are sound shell',
    (_id, { steps }) => {
      const script = steps.flatMap(({ run: lines }) => lines ?? []).join('\n');
      expect(() =>
        execFileSync('sh', ['-n'], { input: `${script}\n`, stdio: ['pipe', 'pipe', 'pipe'] }),
      ).not.toThrow();
    },
  );

  it('are on the page as they are printed (remake: ringcheck recipe --format md --output apps/docs/recipes.md)', async () => {
    const { out } = await run('recipe', '--format', 'md');
    expect(await readFile(page, 'utf8')).toBe(out);
  });
});

describe('ringcheck recipe', () => {
  it('lists all, tells one, and prints it as JSON', async () => {
    const list = await run('recipe');
    for (const { id } of recipes) expect(list.out).toContain(`  ${id}`);
    const one = await run('recipe', 'jamf');
    expect(one.code).toBe(0);
    expect(one.out).toContain('Read Mobile Devices');
    expect(one.out).toContain('decides: ');
    const json = await run('recipe', 'jamf', '--format', 'json');
    expect(JSON.parse(json.out)).toMatchObject({
      id: 'jamf',
      sources: expect.arrayContaining(['jamf-csv']) as unknown,
    });
  });

  it('names the recipes there are when asked for another', async () => {
    const { code, err } = await run('recipe', 'jampf');
    expect(code).toBe(2);
    expect(err).toContain('there are jamf, jamf-school, intune');
  });
});
