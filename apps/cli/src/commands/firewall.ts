import { readFile } from 'node:fs/promises';
import {
  answerFlows,
  compilePolicy,
  diffFlows,
  fixClosed,
  questionFault,
  shadowedLines,
  type CompiledPolicy,
  type Flow,
  type FlowAnswer,
  type FlowOptions,
} from '@ringcheck/firewall';
import { decodeText, readFirewall } from '@ringcheck/intake';
import { answersJson, differencesJson, shadowedJson } from '@ringcheck/report';
import type { Arguments } from '../arguments.js';
import type { Command } from '../command.js';
import { exitCodes, UsageError, type ExitCode } from '../failure.js';
import { readFlows } from '../firewall/flows.js';
import { decidePackets } from '../firewall/packets.js';
import { renderAnswers, renderDifferences, renderFixes, renderShadowed } from '../firewall/text.js';
import type { Output } from '../output.js';

/** `ringcheck firewall`: what a policy does with FaceTime's traffic, or with single packets; what a new one changes. */
export const firewall: Command = {
  name: 'firewall',
  usage: 'firewall FILE [options] | firewall --diff OLD NEW [options]',
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
      help: 'list the lines no packet reaches, and those that take their packets (exit 1 when there are any)',
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
    const [file, ...more] = args.positionals;
    if (file === undefined || more.length > 0)
      throw new UsageError('firewall needs one policy file', 'ringcheck help firewall');
    const { compiled, text } = await readPolicy(file, output);
    const packets = args.text('packets');
    if (packets !== undefined) {
      await decidePackets(compiled, packets, output);
      return exitCodes.ok;
    }
    return args.flag('shadowed')
      ? listShadowed(compiled, args, output)
      : answer(compiled, text, args, output);
  },
};

async function answer(
  compiled: CompiledPolicy,
  text: string,
  args: Arguments,
  output: Output,
): Promise<ExitCode> {
  const options = optionsOf(args);
  const answers = await answersOf(compiled, args);
  const fixes = args.flag('fix') ? fixClosed(text, compiled, answers, options) : undefined;
  const { policy } = compiled;
  output.out(
    isJson(args)
      ? jsonText(answersJson(policy, answers, fixes))
      : renderAnswers(policy, answers) + renderFixes(fixes?.together),
  );
  const stopped = answers.some(({ verdict, flow }) => flow.required && verdict !== 'allowed');
  return stopped ? exitCodes.found : exitCodes.ok;
}

function listShadowed(compiled: CompiledPolicy, args: Arguments, output: Output): ExitCode {
  const lines = shadowedLines(compiled);
  const { policy } = compiled;
  output.out(isJson(args) ? jsonText(shadowedJson(policy, lines)) : renderShadowed(policy, lines));
  return lines.length > 0 ? exitCodes.found : exitCodes.ok;
}

async function compare(args: Arguments, output: Output): Promise<ExitCode> {
  const [old, replacement, ...more] = args.positionals;
  if (old === undefined || replacement === undefined || more.length > 0) {
    throw new UsageError('firewall --diff needs two policy files, old and new', 'ringcheck help firewall');
  }
  const { compiled: before } = await readPolicy(old, output);
  const { compiled: after } = await readPolicy(replacement, output);
  const options = optionsOf(args);
  const flows = await flowsOf(args);
  const differences = diffFlows(before, after, flows, options);
  check(
    before,
    differences.map((difference) => difference.before),
    options,
  );
  check(
    after,
    differences.map((difference) => difference.after),
    options,
  );
  output.out(
    isJson(args)
      ? jsonText(differencesJson(before.policy, after.policy, differences))
      : renderDifferences(differences),
  );
  return differences.some(({ isChanged }) => isChanged) ? exitCodes.found : exitCodes.ok;
}

function optionsOf(args: Arguments): FlowOptions {
  const from = args.text('from');
  const chain = args.text('chain');
  return { ...(from === undefined ? {} : { from }), ...(chain === undefined ? {} : { chain }) };
}

async function answersOf(compiled: CompiledPolicy, args: Arguments): Promise<readonly FlowAnswer[]> {
  const options = optionsOf(args);
  const answers = answerFlows(compiled, await flowsOf(args), options);
  check(compiled, answers, options);
  return answers;
}

function flowsOf(args: Arguments): Promise<readonly Flow[]> {
  return readFlows(args.text('flows'), args.text('policy'));
}

/** A question the policy cannot be asked is a fault of the command line. */
function check(compiled: CompiledPolicy, answers: readonly FlowAnswer[], options: FlowOptions): void {
  const fault = questionFault(compiled, answers, options, { from: '--from', chain: '--chain' });
  if (fault !== undefined) throw new UsageError(fault);
}

async function readPolicy(
  file: string,
  output: Output,
): Promise<{ readonly compiled: CompiledPolicy; readonly text: string }> {
  const bytes = await readFile(file).catch(() => {
    throw new UsageError(`${file}: cannot be read`);
  });
  const { text, policy, diagnostics } = readFirewall(decodeText(bytes).text);
  for (const diagnostic of diagnostics.slice(0, 20)) {
    const line = diagnostic.at?.line === undefined ? '' : `:${diagnostic.at.line}`;
    output.err(`ringcheck: ${file}${line}: ${diagnostic.message}`);
  }
  if (policy === undefined) throw new UsageError(`${file}: no firewall policy that can be judged`);
  return { compiled: compilePolicy(policy), text };
}

function isJson(args: Arguments): boolean {
  return args.text('format') === 'json';
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
