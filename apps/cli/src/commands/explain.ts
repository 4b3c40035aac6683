import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findRule, rules } from '@ringcheck/rules';
import type { Command } from '../command.js';
import { exitCodes, UsageError } from '../failure.js';

/** Pages stand beside the rules; this file is in apps/cli/{src,dist}/commands. */
const rulesFolder = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../../../../packages/rules/src',
);

export const explain: Command = {
  name: 'explain',
  usage: 'explain RULE',
  summary: 'Print the page of a rule: what it means, what blocks, what does not, how to fix, sources.',
  options: {},
  run: async (args, output) => {
    const [id, ...more] = args.positionals;
    if (id === undefined || more.length > 0)
      throw new UsageError('explain needs one rule id', 'ringcheck rules');
    if (findRule(id) === undefined) {
      const near = rules.find((rule) => rule.id.includes(id) || id.includes(rule.id))?.id;
      throw new UsageError(
        `no rule ${JSON.stringify(id)}${near === undefined ? '' : `; did you mean ${near}?`}`,
        'ringcheck rules',
      );
    }
    output.out(await readRulePage(id));
    return exitCodes.ok;
  },
};

async function readRulePage(id: string): Promise<string> {
  for (const family of await readdir(rulesFolder, { withFileTypes: true })) {
    if (!family.isDirectory()) continue;
    const page = await readFile(path.join(rulesFolder, family.name, id, 'rule.md'), 'utf8').catch(
      () => undefined,
    );
    if (page !== undefined) return page;
  }
  throw new UsageError(`the page of ${id} is missing from this installation`);
}
