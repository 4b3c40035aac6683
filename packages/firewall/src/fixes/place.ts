import type { DecidingRule, FlowAnswer, FlowOptions, FlowPart } from '../flow-answer.js';
import type { CompiledPolicy } from '../compile.js';
import type { ClosedPart } from './opening.js';
import type { Place } from './types.js';

/**
 * A place that keeps a part of the flows closed (or undecided, once nothing is closed); undefined when none can be
 * named. The chain that comes first, and in it the last line: so numbers of the lines before it stay as they are.
 */
export function nextPlace(
  compiled: CompiledPolicy,
  answers: readonly FlowAnswer[],
  options: FlowOptions,
): Place | undefined {
  for (const action of ['deny', 'unknown'] as const) {
    const places = new Map<string, Place>();
    for (const answer of answers) {
      for (const part of answer.parts) {
        const first = part.action === action ? firstDecider(answer, part) : undefined;
        const key = `${first?.line ?? ''} ${first?.rule ?? ''}`;
        if (first === undefined || places.has(key)) continue;
        const place = placeOf(compiled, first, options);
        if (place !== undefined) places.set(key, place);
      }
    }
    const all = [...places.values()];
    const lead = all.reduce<Place | undefined>(
      (a, b) => (a === undefined || lineOf(b) < lineOf(a) ? b : a),
      undefined,
    );
    if (lead === undefined) continue;
    return all.filter(({ chain }) => chain === lead.chain).reduce((a, b) => (b.index > a.index ? b : a));
  }
  return undefined;
}

/** Answers of which a place keeps a part closed. */
export interface Closed {
  readonly answers: readonly FlowAnswer[];
  readonly place: Place;
  /** The answers are on packets that come back. */
  readonly isReply: boolean;
}

export function closedBy(
  compiled: CompiledPolicy,
  answers: readonly FlowAnswer[],
  options: FlowOptions,
  isReply: boolean,
): Closed | undefined {
  const { in: way, out, ...rest } = options;
  const back = {
    ...rest,
    ...(out === undefined ? {} : { in: out }),
    ...(way === undefined ? {} : { out: way }),
  };
  const place = nextPlace(compiled, answers, isReply ? back : options);
  return place && { answers, place, isReply };
}

const lineOf = ({ rule }: Place): number => rule?.line ?? Number.MAX_SAFE_INTEGER;

/** The closed parts that a place decides. */
export function closedAt(answers: readonly FlowAnswer[], place: Place): ClosedPart[] {
  return answers.flatMap((answer) =>
    answer.parts
      .filter((part) => part.action !== 'allow' && decides(answer, part, place))
      .map((part) => ({ flow: answer.flow, part })),
  );
}

function decides(answer: FlowAnswer, part: FlowPart, place: Place): boolean {
  const first = firstDecider(answer, part);
  if (first === undefined) return false;
  if (place.ends !== undefined) return place.ends.includes(first.rule);
  return place.rule?.id === first.rule && place.rule.line === (first.line ?? 0);
}

function firstDecider(answer: FlowAnswer, part: FlowPart): DecidingRule | undefined {
  const [id] = part.decidedBy;
  return answer.decidedBy.find((rule) => rule.rule === id && rule.action === part.action);
}

function placeOf({ policy }: CompiledPolicy, first: DecidingRule, options: FlowOptions): Place | undefined {
  const ways = {
    ...(options.in === undefined ? {} : { in: options.in }),
    ...(options.out === undefined ? {} : { out: options.out }),
  };
  for (const { name, rules } of policy.chains) {
    const index = rules.findIndex(
      (rule) => rule.id === first.rule && rule.line === (first.line ?? rule.line),
    );
    const rule = rules[index];
    if (rule === undefined) continue;
    // Rules that the parser adds for what a device does by itself stand on no line: they are an end.
    if (rule.line === 0) return { chain: name, index, ends: [first.rule], ...ways };
    return { chain: name, index, rule, line: rule.line, ...ways };
  }
  const stage = policy.paths
    .flatMap(({ stages }) => stages)
    .find(({ fallbackId }) => fallbackId === first.rule);
  if (stage === undefined) return undefined;
  const rules = policy.chains.find(({ name }) => name === stage.chain)?.rules ?? [];
  const line = stage.fallbackLine;
  return {
    chain: stage.chain,
    index: rules.length,
    ends: [first.rule],
    ...(line === undefined ? {} : { line }),
    ...ways,
  };
}
