import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { main } from '@ringcheck/app-cli';
import { settingSpecs } from '@ringcheck/contracts';

const root = process.cwd();
const readme = await readFile(path.join(root, 'README.md'), 'utf8');

async function packageFiles(): Promise<string[]> {
  const groups = await Promise.all(
    ['packages', 'apps'].map(async (group) =>
      (await readdir(path.join(root, group))).map((name) => path.join(root, group, name)),
    ),
  );
  return groups.flat();
}

describe('the README', () => {
  it('shows the output that its example gives', async () => {
    let out = '';
    const code = await main(['check', 'tests/fixtures/readme', '--now', '2026-11-21T12:00:00Z'], {
      out: (text) => void (out += text),
      err: () => undefined,
      progress: () => undefined,
    });
    expect(code).toBe(1);
    expect(readme).toContain(out.trimEnd());
  });

  it('lists every setting with its default', () => {
    for (const { name, changes } of settingSpecs)
      expect(readme).toMatch(
        new RegExp(`\\| \`${name}\` \\|.*\\| ${changes.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')} \\|`),
      );
  });

  it('links only to files that are there', async () => {
    const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)]
      .map(([, target]) => target ?? '')
      .filter((target) => !/^https?:/.test(target));
    expect(links.length).toBeGreaterThan(10);
    for (const link of links) await expect(readFile(path.join(root, link))).resolves.toBeDefined();
  });
});

describe('the list of dependencies', () => {
  it('names every direct dependency once with its reason, and no other', async () => {
    const page = await readFile(path.join(root, 'apps/docs/dependencies.md'), 'utf8');
    const named = new Set([...page.matchAll(/`([@a-z][^`]*)`/g)].map(([, name]) => name));
    const direct = new Set<string>();
    for (const folder of [root, ...(await packageFiles())]) {
      const text = await readFile(path.join(folder, 'package.json'), 'utf8').catch(() => '{}');
      const manifest = JSON.parse(text) as Record<
        'dependencies' | 'devDependencies',
        Record<string, string> | undefined
      >;
      for (const name of Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })) {
        if (!name.startsWith('@ringcheck/') && !name.startsWith('@types/')) direct.add(name);
      }
    }
    expect([...direct].filter((name) => !named.has(name))).toEqual([]);
    expect([...named].filter((name) => name !== undefined && !direct.has(name))).toEqual([]);
  });
});

describe('every package', () => {
  it('has a README that says what it takes and gives', async () => {
    for (const folder of await packageFiles()) {
      if (!folder.includes(`${path.sep}packages${path.sep}`) || folder.endsWith('config')) continue;
      const text = await readFile(path.join(folder, 'README.md'), 'utf8').catch(() => '');
      expect([path.basename(folder), /takes/i.test(text) && /gives/i.test(text)]).toEqual([
        path.basename(folder),
        true,
      ]);
    }
  });
});
