import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { packetRequestSchema } from '@ringcheck/contracts';
import type { NamedFirewall } from '@ringcheck/firewall';
import { decideRequest } from '@ringcheck/report';
import { UsageError } from '../failure.js';
import type { Output } from '../output.js';

/** One decision per input line, in order; a line that is no packet is an `unknown` that says why. */
export async function decidePackets(
  firewalls: readonly NamedFirewall[],
  file: string,
  output: Output,
): Promise<void> {
  if (file !== '-' && !existsSync(file)) throw new UsageError(`--packets ${file}: no such file`);
  const stream = file === '-' ? process.stdin : createReadStream(file);
  const lines = createInterface({ input: stream, crlfDelay: Infinity });
  let batch = '';
  for await (const line of lines) {
    if (line.trim() === '') continue;
    batch += `${JSON.stringify(decide(firewalls, line))}\n`;
    if (batch.length > 65_536) {
      output.out(batch);
      batch = '';
    }
  }
  output.out(batch);
}

function decide(firewalls: readonly NamedFirewall[], line: string): unknown {
  let input: unknown;
  try {
    input = JSON.parse(line);
  } catch (error) {
    return {
      action: 'unknown',
      reason: `not JSON: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
  const parsed = packetRequestSchema.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return {
      action: 'unknown',
      reason: `${issue?.path.join('.') ?? 'packet'}: ${issue?.message ?? 'not a packet'}`,
    };
  }
  return decideRequest(firewalls, parsed.data);
}
