import {
  answerSequence,
  diffSequences,
  fixSequence,
  sequenceFault,
  shadowedLines,
  type FlowOptions,
  type NamedFirewall,
  type SequenceAnswers,
} from '@ringcheck/firewall';
import { answersJson, differencesJson, shadowedJson } from '@ringcheck/report';
import type { Arguments } from '../arguments.js';
import type { Command } from '../command.js';
import { exitCodes, UsageError, type ExitCode } from '../failure.js';
import { readFlows } from '../firewall/flows.js';
import { decidePackets } from '../firewall/packets.js';
import { firewallsOfNetwork, readFirewalls } from '../firewall/read.js';
import { renderAnswers, renderDifferences, renderFixes, renderShadowed } from '../firewall/text.js';
import type { Output } from '../output.js';

/** `ringcheck firewall`: what a policy does with FaceTime's traffic, or with single packets; what a new one changes. */
export const firewall: Command = {
  name: 'firewall',
  usage:
    'firewall FILE… [options] | firewall --policy FILE --network NAME [options] | firewall --diff OLD NEW [options]',
  summary: 'Say exactly which lines of a firewall policy allow or block FaceTime’s traffic.',
  options: {
    flows: {
      type: 'string',
      value: 'facetime|FILE',
      help: 'flows to ask about: built in, or a JSON file (default: facetime)',
    },
    policy: {
      type: 'string',
      value: 'FILE',
      help: 'policy file whose flows are asked about: the built-in ones with what it states in their place',
    },
    network: {
      type: 'string',
      value: 'NAME',
      help: 'ask the firewalls of this network of the policy file, in the order traffic meets them, in place of FILE',
    },
    from: { type: 'string', value: 'CIDR', help: 'where the clients are (default: any private address)' },
    chain: {
      type: 'string',
      value: 'NAME',
      help: 'path through the firewall (default: the forwarding path)',
    },
    packets: {
      type: 'string',
      value: 'FILE.ndjson',
      help: 'decide packets, one JSON object per line; - for standard input',
    },
    fix: {
      type: 'boolean',
      help: 'offer the smallest addition that opens each flow, put in and answered again before',
    },
    diff: {
      type: 'boolean',
      help: 'compare two policies, old and new: which flows change, by which lines (exit 1 when any does)',
    },
    shadowed: {
      type: 'boolean',
      help: 'list the lines no packet reaches and why, along all calls of chains (exit 1 when there are any)',
    },
    format: {
      type: 'string',
      choices: ['json', 'text'],
      help: 'how to print (default: text; packets: always JSON lines)',
    },
  },
  run: async (args, output) => {
    const ways = [args.text('packets'), args.flag('diff') || undefined, args.flag('shadowed') || undefined];
    if (ways.filter((way) => way !== undefined).length > 1) {
      throw new UsageError('--packets, --diff and --shadowed exclude each other', 'ringcheck help firewall');
    }
    if (args.flag('fix') && ways.some((way) => way !== undefined)) {
      throw new UsageError('--fix answers for one policy: leave --packets, --diff and --shadowed out');
    }
    if (args.flag('diff')) return compare(args, output);
    const firewalls = await readFirewalls(await filesOf(args), output);
    const packets = args.text('packets');
    if (packets !== undefined) {
      await decidePackets(firewalls, packets, output);
      return exitCodes.ok;
    }
    return args.flag('shadowed') ? listShadowed(firewalls, args, output) : answer(firewalls, args, output);
  },
};

/** One file, or several in the order traffic meets them, given or named by a network of the policy. */
async function filesOf(args: Arguments): Promise<readonly string[]> {
  const network = args.text('network');
  if (network === undefined) {
    if (args.positionals.length > 0) return args.positionals;
    throw new UsageError('firewall needs one policy file, or several in sequence', 'ringcheck help firewall');
  }
  const policy = args.text('policy');
  if (policy === undefined || args.positionals.length > 0) {
    throw new UsageError('--network NAME wants --policy FILE and no other file', 'ringcheck help firewall');
  }
  return firewallsOfNetwork(policy, network);
}

async function answer(
  firewalls: readonly NamedFirewall[],
  args: Arguments,
  output: Output,
): Promise<ExitCode> {
  const answers = await ask(firewalls, args);
  const fixes = args.flag('fix') ? fixSequence(firewalls, answers, optionsOf(args)) : undefined;
  const { together } = answers;
  output.out(
    isJson(args)
      ? jsonText(answersJson(firewalls, together, fixes))
      : renderAnswers(firewalls, together) + renderFixes(firewalls, fixes),
  );
  const stopped = together.some(({ verdict, flow }) => flow.required && verdict !== 'allowed');
  return stopped ? exitCodes.found : exitCodes.ok;
}

function listShadowed(firewalls: readonly NamedFirewall[], args: Arguments, output: Output): ExitCode {
  const lines = firewalls.map(({ compiled }) => shadowedLines(compiled));
  output.out(isJson(args) ? jsonText(shadowedJson(firewalls, lines)) : renderShadowed(firewalls, lines));
  return lines.some(({ shadowed }) => shadowed.length > 0) ? exitCodes.found : exitCodes.ok;
}

async function compare(args: Arguments, output: Output): Promise<ExitCode> {
  const [old, replacement, ...more] = args.positionals;
  if (
    old === undefined ||
    replacement === undefined ||
    more.length > 0 ||
    args.text('network') !== undefined
  ) {
    throw new UsageError('firewall --diff needs two policy files, old and new', 'ringcheck help firewall');
  }
  const before = await readFirewalls([old], output);
  const after = await readFirewalls([replacement], output);
  const differences = diffSequences(await ask(before, args), await ask(after, args));
  output.out(
    isJson(args) ? jsonText(differencesJson(before, after, differences)) : renderDifferences(differences),
  );
  return differences.some(({ isChanged }) => isChanged) ? exitCodes.found : exitCodes.ok;
}

function optionsOf(args: Arguments): FlowOptions {
  const from = args.text('from');
  const chain = args.text('chain');
  return { ...(from === undefined ? {} : { from }), ...(chain === undefined ? {} : { chain }) };
}

/** A question a policy cannot be asked is a fault of the command line. */
async function ask(firewalls: readonly NamedFirewall[], args: Arguments): Promise<SequenceAnswers> {
  const options = optionsOf(args);
  const flows = args.text('flows');
  // With --network the policy says which firewalls are meant; flows of a file are no contradiction then.
  const isForFirewalls = args.text('network') !== undefined && flows !== undefined;
  const policy = isForFirewalls ? undefined : args.text('policy');
  const answers = answerSequence(firewalls, await readFlows(flows, policy), options);
  const fault = sequenceFault(firewalls, answers, options, { from: '--from', chain: '--chain' });
  if (fault !== undefined) throw new UsageError(fault);
  return answers;
}

function isJson(args: Arguments): boolean {
  return args.text('format') === 'json';
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
