import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderQuestion } from '@ringcheck/report';
import { findQuestion, findRule, questionRules, rules } from '@ringcheck/rules';
import type { Command } from '../command.js';
import { exitCodes, UsageError } from '../failure.js';

/** Pages stand beside the rules; this file is in apps/cli/{src,dist}/commands. */
const rulesFolder = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../../../../packages/rules/src',
);

export const explain: Command = {
  name: 'explain',
  usage: 'explain RULE|QUESTION',
  summary:
    'Print the page of a rule (what blocks, what does not, how to fix) or of a question (where to look, what answers mean).',
  options: {},
  run: async (args, output) => {
    const [id, ...more] = args.positionals;
    if (id === undefined || more.length > 0)
      throw new UsageError('explain needs one id of a rule or question', 'ringcheck rules');
    const question = findQuestion(id);
    if (question !== undefined) {
      output.out(renderQuestion(question));
      return exitCodes.ok;
    }
    if (findRule(id) === undefined) {
      const near = [...rules, ...questionRules].find(
        (rule) => rule.id.includes(id) || id.includes(rule.id),
      )?.id;
      throw new UsageError(
        `no rule or question ${JSON.stringify(id)}${near === undefined ? '' : `; did you mean ${near}?`}`,
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
