import {
  fixFlows,
  type CompiledPolicy,
  type FixResult,
  type FlowAnswer,
  type FlowOptions,
} from '@ringcheck/firewall';

/** One change for all flows that are closed, and one for each of them by itself. */
export interface Fixes {
  readonly together: FixResult;
  readonly byFlow: ReadonlyMap<string, FixResult>;
}

export function fixesFor(
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
