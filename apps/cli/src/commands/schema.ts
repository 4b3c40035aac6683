import { checkReportJsonSchema } from '@ringcheck/contracts';
import { policyJsonSchema } from '@ringcheck/policy';
import type { Command } from '../command.js';
import { exitCodes, UsageError } from '../failure.js';

const schemas = { report: checkReportJsonSchema, policy: () => policyJsonSchema } as const;

/** `ringcheck schema`: the published JSON Schemas, for editors and scripts. */
export const schema: Command = {
  name: 'schema',
  usage: 'schema report|policy',
  summary: 'Print the JSON Schema of check --format json, or of the policy file.',
  options: {},
  run: async (args, output) => {
    const [name, ...more] = args.positionals;
    if ((name !== 'report' && name !== 'policy') || more.length > 0)
      throw new UsageError('schema needs report or policy', 'ringcheck help schema');
    output.out(`${JSON.stringify(schemas[name](), null, 2)}\n`);
    return exitCodes.ok;
  },
};
