import { createReadStream, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import {
  answerFlow,
  compilePolicy,
  decidePacket,
  facetimeFlows,
  fixFlows,
  parseFirewall,
  recogniseFirewall,
  type CompiledPolicy,
  type FixResult,
  type Flow,
  type FlowAnswer,
  type FlowOptions,
} from '@ringcheck/firewall';
import { decodeText, maskFirewallText } from '@ringcheck/intake';
import { z } from 'zod';
import type { Command } from '../command.js';
import { exitCodes, UsageError } from '../failure.js';
import { renderAnswers, renderFixes } from '../firewall-text.js';
import type { Output } from '../output.js';

/** `ringcheck firewall`: what a policy does with FaceTime's traffic, or with single packets. */
export const firewall: Command = {
  name: 'firewall',
  usage: 'firewall FILE [options]',
  summary: 'Say exactly which lines of a firewall policy allow or block FaceTime’s traffic.',
  options: {
    flows: {
      type: 'string',
      value: 'facetime|FILE',
      help: 'flows to ask about: built in, or a JSON file (default: facetime)',
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
    format: {
      type: 'string',
      choices: ['json', 'text'],
      help: 'how to print (default: text; packets: always JSON lines)',
    },
  },
  run: async (args, output) => {
    const [file, ...more] = args.positionals;
    if (file === undefined || more.length > 0)
      throw new UsageError('firewall needs one policy file', 'ringcheck help firewall');
    const { compiled, text } = await readPolicy(file, output);
    const packets = args.text('packets');
    if (packets !== undefined) return decidePackets(compiled, packets, output);
    const from = args.text('from');
    const chain = args.text('chain');
    const options: FlowOptions = {
      ...(from === undefined ? {} : { from }),
      ...(chain === undefined ? {} : { chain }),
    };
    const answers = (await readFlows(args.text('flows'))).map((flow) => answerFlow(compiled, flow, options));
    const problem = answers.find(
      (answer) => answer.problem === 'bad-address' || answer.problem === 'no-such-path',
    );
    if (problem?.problem === 'bad-address')
      throw new UsageError(`--from ${from ?? ''}: not an address range`);
    if (problem?.problem === 'no-such-path') {
      throw new UsageError(
        `--chain ${chain ?? ''}: no such path; this policy has ${compiled.policy.paths.map(({ name }) => name).join(', ')}`,
      );
    }
    const fixes = args.flag('fix') ? fixesFor(text, compiled, answers, options) : undefined;
    output.out(
      args.text('format') === 'json'
        ? `${JSON.stringify(toJson(compiled, answers, fixes), null, 2)}\n`
        : renderAnswers(compiled.policy, answers) + renderFixes(fixes?.together),
    );
    const stopped = answers.some(({ verdict, flow }) => flow.required && verdict !== 'allowed');
    return stopped ? exitCodes.found : exitCodes.ok;
  },
};

/** One change for all flows that are closed, and one for each of them by itself. */
interface Fixes {
  readonly together: FixResult;
  readonly byFlow: ReadonlyMap<string, FixResult>;
}

function fixesFor(
  text: string,
  { policy }: CompiledPolicy,
  answers: readonly FlowAnswer[],
  options: FlowOptions,
): Fixes {
  const closed = answers
    .filter(({ verdict, problem }) => verdict !== 'allowed' && problem === undefined)
    .map(({ flow }) => flow);
  return {
    together: fixFlows(text, policy, closed, options),
    byFlow: new Map(closed.map((flow) => [flow.id, fixFlows(text, policy, [flow], options)])),
  };
}

async function readPolicy(
  file: string,
  output: Output,
): Promise<{ readonly compiled: CompiledPolicy; readonly text: string }> {
  const bytes = await readFile(file).catch(() => {
    throw new UsageError(`${file}: cannot be read`);
  });
  const { text } = decodeText(bytes);
  const dialect = recogniseFirewall(text);
  // Rules and lines that were not understood are printed as they stand.
  const shown = dialect === undefined ? text : maskFirewallText(text, dialect);
  const { policy, diagnostics } = parseFirewall(shown, dialect);
  for (const diagnostic of diagnostics.slice(0, 20)) {
    const line = diagnostic.at?.line === undefined ? '' : `:${diagnostic.at.line}`;
    output.err(`ringcheck: ${file}${line}: ${diagnostic.message}`);
  }
  if (policy === undefined) throw new UsageError(`${file}: no firewall policy that can be judged`);
  return { compiled: compilePolicy(policy), text: shown };
}

const flowSchema = z.strictObject({
  id: z.string(),
  title: z.string().optional(),
  protocol: z.enum(['tcp', 'udp']),
  ports: z
    .array(
      z.union([
        z.number().int().min(0).max(65535),
        z.tuple([z.number().int().min(0).max(65535), z.number().int().min(0).max(65535)]),
      ]),
    )
    .min(1),
  destinations: z.union([z.literal('any'), z.array(z.string()).min(1)]).default('any'),
  required: z.boolean().default(true),
  loses: z.enum(['activation', 'signalling', 'media', 'video']).default('media'),
});

async function readFlows(given: string | undefined): Promise<readonly Flow[]> {
  if (given === undefined || given === 'facetime') return facetimeFlows;
  const text = await readFile(given, 'utf8').catch(() => {
    throw new UsageError(`--flows ${given}: cannot be read`);
  });
  const parsed = z.array(flowSchema).safeParse(parseJson(text, given));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new UsageError(
      `--flows ${given}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a list of flows'}`,
    );
  }
  return parsed.data.map((flow) => ({
    ...flow,
    title: flow.title ?? flow.id,
    ports: flow.ports.map((port) => (typeof port === 'number' ? ([port, port] as const) : port)),
    direction: 'outbound' as const,
    source: given,
    confidence: 'high' as const,
  }));
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${name}: not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const packetSchema = z.strictObject({
  protocol: z.enum(['tcp', 'udp', 'icmp']),
  source: z.string(),
  sourcePort: z.number().int().min(0).max(65535).default(0),
  destination: z.string(),
  destinationPort: z.number().int().min(0).max(65535).default(0),
  state: z.enum(['new', 'established', 'related', 'invalid']).optional(),
  in: z.string().optional(),
  out: z.string().optional(),
  chain: z.string().optional(),
});

/** One decision per input line, in order; a line that is no packet is an `unknown` that says why. */
async function decidePackets(compiled: CompiledPolicy, file: string, output: Output) {
  if (file !== '-' && !existsSync(file)) throw new UsageError(`--packets ${file}: no such file`);
  const stream = file === '-' ? process.stdin : createReadStream(file);
  const lines = createInterface({ input: stream, crlfDelay: Infinity });
  let batch = '';
  for await (const line of lines) {
    if (line.trim() === '') continue;
    batch += `${JSON.stringify(decide(compiled, line))}\n`;
    if (batch.length > 65_536) {
      output.out(batch);
      batch = '';
    }
  }
  output.out(batch);
  return exitCodes.ok;
}

function decide(compiled: CompiledPolicy, line: string): unknown {
  let input: unknown;
  try {
    input = JSON.parse(line);
  } catch (error) {
    return {
      action: 'unknown',
      reason: `not JSON: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
  const parsed = packetSchema.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return {
      action: 'unknown',
      reason: `${issue?.path.join('.') ?? 'packet'}: ${issue?.message ?? 'not a packet'}`,
    };
  }
  const { state, in: inside, out: outside, chain, ...rest } = parsed.data;
  return decidePacket(compiled, {
    ...rest,
    ...(state === undefined ? {} : { state }),
    ...(inside === undefined ? {} : { in: inside }),
    ...(outside === undefined ? {} : { out: outside }),
    ...(chain === undefined ? {} : { chain }),
  });
}

function toJson(compiled: CompiledPolicy, answers: readonly FlowAnswer[], fixes: Fixes | undefined): unknown {
  const { policy } = compiled;
  return {
    policy: {
      dialect: policy.dialect,
      rules: policy.rules,
      understood: policy.understood,
      unparsed: policy.unparsed,
      notes: policy.notes,
    },
    flows: answers.map(({ flow, verdict, decidedBy, returnTraffic, parts, problem }) => ({
      flow: {
        id: flow.id,
        title: flow.title,
        protocol: flow.protocol,
        ports: flow.ports,
        destinations: flow.destinations,
        required: flow.required,
      },
      verdict,
      ...(problem === undefined ? {} : { problem }),
      decidedBy,
      returnTraffic,
      parts,
      ...(fixes?.byFlow.has(flow.id) === true ? { fix: fixes.byFlow.get(flow.id) } : {}),
    })),
    ...(fixes === undefined ? {} : fixes.together),
  };
}
