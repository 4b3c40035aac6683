import { questionRules, rules as rulePack } from '@ringcheck/rules';
import { renderRulesMarkdown, ruleItem } from '@ringcheck/report';
import type { Command } from '../command.js';
import { exitCodes } from '../failure.js';
import { emit } from '../output.js';

export const rules: Command = {
  name: 'rules',
  usage: 'rules [--format json|md|text]',
  summary:
    'List rules and questions with stage, confidence, outcomes, platforms, what they read and sources.',
  options: {
    format: { type: 'string', choices: ['text', 'json', 'md'], help: 'how to print (default: text)' },
    output: { type: 'string', value: 'PATH', help: 'write to a file' },
  },
  run: async (args, output) => {
    const items = [...rulePack, ...questionRules].map(ruleItem);
    const format = args.text('format') ?? 'text';
    const width = Math.max(...items.map(({ id }) => id.length));
    const text =
      format === 'json'
        ? `${JSON.stringify(items, null, 2)}\n`
        : format === 'md'
          ? renderRulesMarkdown(items)
          : items
              .map(
                ({ id, stage, confidence = '', title }) =>
                  `${id.padEnd(width)}  ${stage.padEnd(14)}  ${confidence.padEnd(6)}  ${title}\n`,
              )
              .join('');
    await emit(text, args.text('output'), output);
    return exitCodes.ok;
  },
};
