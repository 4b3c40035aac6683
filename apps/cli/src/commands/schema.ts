import { checkReportJsonSchema } from '@ringcheck/contracts';
import { columnMappingJsonSchema, policyJsonSchema } from '@ringcheck/policy';
import type { Command } from '../command.js';
import { exitCodes, UsageError } from '../failure.js';

const schemas = {
  report: checkReportJsonSchema,
  policy: () => policyJsonSchema,
  mapping: () => columnMappingJsonSchema,
} as const;

/** `ringcheck schema`: the published JSON Schemas, for editors and scripts. */
export const schema: Command = {
  name: 'schema',
  usage: 'schema report|policy|mapping',
  summary: 'Print the JSON Schema of check --format json, of the policy file or of a mapping file.',
  options: {},
  run: async (args, output) => {
    const [name, ...more] = args.positionals;
    if ((name !== 'report' && name !== 'policy' && name !== 'mapping') || more.length > 0)
      throw new UsageError('schema needs report, policy or mapping', 'ringcheck help schema');
    output.out(`${JSON.stringify(schemas[name](), null, 2)}\n`);
    return exitCodes.ok;
  },
};
