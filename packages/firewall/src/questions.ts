import { parseAddressList } from './address.js';
import type { CompiledPolicy } from './compile.js';
import { fixFlows } from './fixes/fix.js';
import type { FixResult } from './fixes/types.js';
import type { FlowAnswer, FlowOptions } from './flow-answer.js';

/** One change for all flows that are closed, and one for each of them by itself. */
export interface ClosedFixes {
  readonly together: FixResult;
  readonly byFlow: ReadonlyMap<string, FixResult>;
}

/** What would open the flows that these answers found not to be allowed; each is put in and answered again. */
export function fixClosed(
  text: string,
  { policy }: CompiledPolicy,
  answers: readonly FlowAnswer[],
  options: FlowOptions,
): ClosedFixes {
  const closed = answers
    .filter(({ verdict, problem }) => verdict !== 'allowed' && problem === undefined)
    .map(({ flow }) => flow);
  const together = fixFlows(text, policy, closed, options);
  const [only, ...more] = closed;
  const byFlow =
    only !== undefined && more.length === 0
      ? new Map([[only.id, together]])
      : new Map(closed.map((flow) => [flow.id, fixFlows(text, policy, [flow], options)]));
  return { together, byFlow };
}

/**
 * Why a question cannot be asked of this policy, in words; undefined when it can. `names` are what the asker calls
 * the two options.
 */
export function questionFault(
  { policy }: CompiledPolicy,
  answers: readonly FlowAnswer[],
  { from, chain = '' }: FlowOptions,
  names: { readonly from: string; readonly chain: string },
): string | undefined {
  for (const { problem, flow } of answers) {
    if (problem === 'bad-address') {
      return from === undefined || parseAddressList([from]) !== undefined
        ? `${flow.id}: a destination is no address range; write it like 17.0.0.0/8`
        : `${names.from} ${from}: not an address range; write it like 10.20.0.0/16`;
    }
    if (problem === 'no-such-path') {
      const paths = policy.paths.map(({ name }) => name).join(', ');
      return `${names.chain} ${chain}: no such path; this policy has ${paths || 'none'}`;
    }
  }
  return undefined;
}
