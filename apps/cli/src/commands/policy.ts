import { policyJsonSchema, type Policy } from '@ringcheck/policy';
import type { Command } from '../command.js';
import { exitCodes, UsageError } from '../failure.js';
import { readNow } from '../load.js';
import { readTraits } from '../policy/device-traits.js';
import { deviceText, policyText } from '../policy/policy-text.js';
import { diagnosticLine, readPolicy } from '../policy/read-policy.js';

/** `ringcheck policy`: is a policy file valid, and what does it mean. */
export const policy: Command = {
  name: 'policy',
  usage: 'policy validate FILE | explain FILE [--device TRAITS] | schema',
  summary: 'Check a policy file, say what it means (for one device, too), or print its JSON Schema.',
  options: {
    device: {
      type: 'string',
      value: 'TRAITS',
      help: 'explain: for a device like serial=XFAKE1,tag=student,platform=iOS',
    },
    now: { type: 'string', value: 'ISO', help: 'explain: waivers as of this moment (default: the clock)' },
  },
  run: async (args, output) => {
    const [action, file, ...more] = args.positionals;
    if (action === 'schema' && file === undefined) {
      output.out(`${JSON.stringify(policyJsonSchema, null, 2)}\n`);
      return exitCodes.ok;
    }
    if ((action !== 'validate' && action !== 'explain') || file === undefined || more.length > 0)
      throw new UsageError('policy needs validate FILE, explain FILE or schema', 'ringcheck help policy');
    const read = await readPolicy(file);
    const lines = read.diagnostics.map((found) => diagnosticLine(read.path, found));
    const held = read.policy;
    if (action === 'validate') {
      output.out(
        [...lines, held === undefined ? '' : `${read.path}: ${countsOf(held)}`]
          .filter(Boolean)
          .map((line) => `${line}\n`)
          .join(''),
      );
      return held === undefined ? exitCodes.usage : exitCodes.ok;
    }
    for (const line of lines) output.err(`ringcheck: ${line}`);
    if (held === undefined) return exitCodes.usage;
    const now = readNow(args.text('now'));
    const device = args.text('device');
    output.out(device === undefined ? policyText(held, now) : deviceText(held, readTraits(device), now));
    return exitCodes.ok;
  },
};

function countsOf({ groups, networks, waivers, attestations, vpns }: Policy): string {
  const count = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`;
  const more = [
    vpns.length === 0 ? '' : `, ${count(vpns.length, 'tunnel')}`,
    attestations.length === 0 ? '' : `, ${count(attestations.length, 'attestation')}`,
  ].join('');
  return `valid; ${count(groups.length, 'group')}, ${count(networks.length, 'network')}, ${count(waivers.length, 'waiver')}${more}`;
}
