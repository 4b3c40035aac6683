import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from './testing/run.js';

const docs = path.resolve(import.meta.dirname, '../../docs');

describe('published JSON Schemas', () => {
  it.each([
    ['report', 'check-report.schema.json'],
    ['policy', 'policy.schema.json'],
    ['mapping', 'mapping.schema.json'],
  ])('%s is what ringcheck schema prints (remake: ringcheck schema %s)', async (name, file) => {
    const printed = await run('schema', name);
    expect(printed.code).toBe(0);
    expect(JSON.parse(await readFile(path.join(docs, file), 'utf8'))).toEqual(JSON.parse(printed.out));
  });

  it('of the policy is printed by ringcheck policy schema too', async () => {
    expect((await run('policy', 'schema')).out).toBe((await run('schema', 'policy')).out);
  });
});
