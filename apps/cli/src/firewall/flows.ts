import { readFile } from 'node:fs/promises';
import { flowsRequestSchema } from '@ringcheck/contracts';
import { facetimeFlows, statedFlows, type Flow } from '@ringcheck/firewall';
import type { Policy } from '@ringcheck/policy';
import { requestedFlows } from '@ringcheck/report';
import { UsageError } from '../failure.js';
import { diagnosticLine, readPolicy } from '../policy/read-policy.js';

/** The flows asked about: those of FaceTime, as a policy file states them where one is given, or a JSON file's. */
export async function readFlows(
  given: string | undefined,
  policyFile: string | undefined,
): Promise<readonly Flow[]> {
  if (given === undefined || given === 'facetime') {
    return policyFile === undefined ? facetimeFlows : flowsOfPolicy(policyFile);
  }
  if (policyFile !== undefined)
    throw new UsageError('--flows FILE and --policy exclude each other: both say which flows are meant');
  const text = await readFile(given, 'utf8').catch(() => {
    throw new UsageError(`--flows ${given}: cannot be read`);
  });
  const parsed = flowsRequestSchema.safeParse(parseJson(text, given));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new UsageError(
      `--flows ${given}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a list of flows'}`,
    );
  }
  return requestedFlows(parsed.data, given);
}

/** The built-in flows with what a policy file states in their place. */
export async function flowsOfPolicy(file: string): Promise<readonly Flow[]> {
  return statedFlows((await policyOf(file)).flows);
}

/** A policy file that holds. */
export async function policyOf(file: string): Promise<Policy> {
  const { path, policy, diagnostics } = await readPolicy(file);
  if (policy !== undefined) return policy;
  const lines = diagnostics
    .filter(({ severity }) => severity === 'error')
    .map((diagnostic) => diagnosticLine(path, diagnostic));
  throw new UsageError(`the policy does not hold:\n  ${lines.join('\n  ')}`);
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${name}: not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
