import type { FlowRequest, PacketRequest } from '@ringcheck/contracts';
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
import { readFirewall } from '@ringcheck/intake';
import { answersJson, decisionsJson, differencesJson, requestedFlows, shadowedJson } from '@ringcheck/report';

/** A policy to ask, and what the asker calls it: `policy`, `old`, `new`. */
export interface AskedPolicy {
  readonly name: string;
  readonly text: string;
}

interface FlowQuestion {
  readonly flows: readonly FlowRequest[] | { readonly stated: readonly Flow[] };
  readonly options: FlowOptions;
}

/** Plain data: it goes to another thread. */
export type FirewallQuestion =
  | ({ readonly kind: 'answers'; readonly policy: AskedPolicy; readonly fix: boolean } & FlowQuestion)
  | { readonly kind: 'shadowed'; readonly policy: AskedPolicy }
  | ({ readonly kind: 'diff'; readonly old: AskedPolicy; readonly new: AskedPolicy } & FlowQuestion)
  | {
      readonly kind: 'packets';
      readonly policy: AskedPolicy;
      readonly packets: readonly PacketRequest[];
    };

/** The body of the answer as JSON, or what is wrong with the question. */
export type FirewallReply =
  | { readonly body: string }
  | {
      readonly fault: string;
      readonly errors: readonly { readonly path: string; readonly message: string }[];
    };

/** Answers any question about firewalls. Takes as long as the policy is hard: never call it where others wait. */
export function answerQuestion(question: FirewallQuestion): FirewallReply {
  try {
    return { body: JSON.stringify(answerOf(question)) };
  } catch (error) {
    if (error instanceof QuestionFault) return { fault: error.message, errors: error.errors };
    throw error;
  }
}

class QuestionFault extends Error {
  constructor(
    message: string,
    readonly errors: readonly { readonly path: string; readonly message: string }[],
  ) {
    super(message);
    this.name = 'QuestionFault';
  }
}

function answerOf(question: FirewallQuestion): unknown {
  switch (question.kind) {
    case 'answers': {
      const { compiled, text } = read(question.policy);
      const answers = answerFlows(compiled, flowsOf(question), question.options);
      check(compiled, answers, question.options);
      const fixes = question.fix ? fixClosed(text, compiled, answers, question.options) : undefined;
      return answersJson(compiled.policy, answers, fixes);
    }
    case 'shadowed': {
      const { compiled } = read(question.policy);
      return shadowedJson(compiled.policy, shadowedLines(compiled));
    }
    case 'diff': {
      const { compiled: old } = read(question.old);
      const { compiled: replacement } = read(question.new);
      const differences = diffFlows(old, replacement, flowsOf(question), question.options);
      const sides = [
        [old, differences.map(({ before }) => before)],
        [replacement, differences.map(({ after }) => after)],
      ] as const;
      for (const [compiled, answers] of sides) check(compiled, answers, question.options);
      return differencesJson(old.policy, replacement.policy, differences);
    }
    case 'packets':
      return decisionsJson(read(question.policy).compiled, question.packets);
  }
}

function flowsOf({ flows }: FlowQuestion): readonly Flow[] {
  return 'stated' in flows ? flows.stated : requestedFlows(flows, 'the request');
}

function read({ name, text: given }: AskedPolicy): {
  readonly compiled: CompiledPolicy;
  readonly text: string;
} {
  const { policy, text, diagnostics } = readFirewall(given);
  if (policy !== undefined) return { compiled: compilePolicy(policy), text };
  const errors = diagnostics.slice(0, 20).map(({ at, message }) => ({
    path: at?.line === undefined ? name : `${name} line ${at.line}`,
    message,
  }));
  throw new QuestionFault(
    `${name}: no firewall policy that can be judged. Give the rules as the firewall itself prints or exports them.`,
    errors,
  );
}

function check(compiled: CompiledPolicy, answers: readonly FlowAnswer[], options: FlowOptions): void {
  const fault = questionFault(compiled, answers, options, { from: 'from', chain: 'chain' });
  if (fault !== undefined)
    throw new QuestionFault(fault, [{ path: fault.split(/[ :]/)[0] ?? '', message: fault }]);
}
