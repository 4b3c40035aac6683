import { readFile } from 'node:fs/promises';
import { facetimeFlows, type Flow } from '@ringcheck/firewall';
import { z } from 'zod';
import { UsageError } from '../failure.js';

const port = z.number().int().min(0).max(65535);

const flowSchema = z.strictObject({
  id: z.string(),
  title: z.string().optional(),
  protocol: z.enum(['tcp', 'udp']),
  ports: z.array(z.union([port, z.tuple([port, port])])).min(1),
  destinations: z.union([z.literal('any'), z.array(z.string()).min(1)]).default('any'),
  required: z.boolean().default(true),
  loses: z.enum(['activation', 'signalling', 'media', 'video']).default('media'),
});

/** The flows asked about: those of FaceTime, or the list in a JSON file. */
export async function readFlows(given: string | undefined): Promise<readonly Flow[]> {
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
    ports: flow.ports.map((one) => (typeof one === 'number' ? ([one, one] as const) : one)),
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
