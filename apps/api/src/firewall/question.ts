import type { FlowRequest, PacketRequest } from '@ringcheck/contracts';
import {
  answerSequence,
  compilePolicy,
  diffSequences,
  fixSequence,
  sequenceFault,
  shadowedLines,
  type Flow,
  type FlowOptions,
  type NamedFirewall,
  type SequenceAnswers,
} from '@ringcheck/firewall';
import { readFirewall } from '@ringcheck/intake';
import { answersJson, decisionsJson, differencesJson, requestedFlows, shadowedJson } from '@ringcheck/report';

/** What is asked, by what the asker calls it (`policy`, `old`, `new`): one policy, or those of a network in sequence. */
export type AskedPolicy = { readonly name: string } & (
  | { readonly text: string }
  | { readonly firewalls: readonly { readonly document: string; readonly text: string }[] }
);

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
      const firewalls = read(question.policy);
      const answers = ask(firewalls, question);
      const fixes = question.fix ? fixSequence(firewalls, answers, question.options) : undefined;
      return answersJson(firewalls, answers.together, fixes);
    }
    case 'shadowed': {
      const firewalls = read(question.policy);
      return shadowedJson(
        firewalls,
        firewalls.map(({ compiled }) => shadowedLines(compiled)),
      );
    }
    case 'diff': {
      const [old, replacement] = [read(question.old), read(question.new)];
      const differences = diffSequences(ask(old, question), ask(replacement, question));
      return differencesJson(old, replacement, differences);
    }
    case 'packets':
      return decisionsJson(read(question.policy), question.packets);
  }
}

function flowsOf({ flows }: FlowQuestion): readonly Flow[] {
  return 'stated' in flows ? flows.stated : requestedFlows(flows, 'the request');
}

function read(asked: AskedPolicy): readonly NamedFirewall[] {
  const { name } = asked;
  return 'text' in asked
    ? [readOne(name, name, asked.text)]
    : asked.firewalls.map(({ document, text }) => readOne(document, `${name} ${document}`, text));
}

function readOne(document: string, name: string, given: string): NamedFirewall {
  const { policy, text, diagnostics } = readFirewall(given);
  if (policy !== undefined) return { name: document, compiled: compilePolicy(policy), text };
  const errors = diagnostics.slice(0, 20).map(({ at, message }) => ({
    path: at?.line === undefined ? name : `${name} line ${at.line}`,
    message,
  }));
  throw new QuestionFault(
    `${name}: no firewall policy that can be judged. Give the rules as the firewall itself prints or exports them.`,
    errors,
  );
}

function ask(firewalls: readonly NamedFirewall[], question: FlowQuestion): SequenceAnswers {
  const { options } = question;
  const answers = answerSequence(firewalls, flowsOf(question), options);
  const fault = sequenceFault(firewalls, answers, options, { from: 'from', chain: 'chain' });
  if (fault === undefined) return answers;
  throw new QuestionFault(fault, [{ path: fault.split(/[ :]/)[0] ?? '', message: fault }]);
}
