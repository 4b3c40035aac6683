import { looksFor, questions, type Question } from '@ringcheck/rules';

/** One question as a page: what to ask, where to look, what each answer means, how to record it. */
export function renderQuestion(question: Question, heading = '#'): string {
  const { id, title, ask, stage, platforms, confidence, minutes, answers, answeredBy = [] } = question;
  const lines = [
    `${heading} ${title}`,
    '',
    `${ask}`,
    '',
    `\`${id}\` · stage ${stage} · confidence ${confidence} · about ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} · asked on ${platforms.join(', ')}`,
    '',
    `${heading}# Where to look`,
    '',
    ...lookLines(question),
    '',
    `${heading}# What the answers mean`,
    '',
    ...answers.flatMap(({ id: answer, says, means, outcome, scope, steps = [] }) => [
      `- \`${answer}\`: ${says} ${means} Outcome: ${outcome}${scope === undefined ? '' : ` (${scope})`}.`,
      ...steps.map((step) => `  - ${step.do}`),
    ]),
    '',
    `${heading}# How to record it`,
    '',
    'On the page of the device in the dashboard, or in the policy file. It counts until the end of the day it expires, then the question is open again:',
    '',
    '```yaml',
    'attestations:',
    `  - { question: ${id}, answer: ${answers[0]?.id ?? ''}, device: SERIAL, owner: you@example.org, date: 2026-11-22, expires: 2026-12-31 }`,
    '```',
    '',
    ...(answeredBy.length === 0
      ? []
      : [`Not asked where facts answer it: ${answeredBy.map((rule) => `\`${rule}\``).join(', ')}.`, '']),
    `${heading}# Sources`,
    '',
    ...question.sources.map((source) => `- ${source.title} (${source.confidence} confidence)`),
  ];
  return `${lines.join('\n')}\n`;
}

function lookLines(question: Question): readonly string[] {
  const byTap = new Map<string, string[]>();
  for (const platform of question.platforms)
    for (const tap of looksFor(question, platform)) byTap.set(tap, [...(byTap.get(tap) ?? []), platform]);
  return [...byTap].map(([tap, platforms]) => `- ${platforms.join(', ')}: ${tap}`);
}

/** Every question, in the order that finds faults fastest. */
export function renderQuestionsPage(): string {
  const head = [
    '# Questions',
    '',
    'What no MDM can see. Reports list these once per kind of device, in this order, which finds faults fastest: the share of failures a question explains, by the minutes it takes. `ringcheck explain QUESTION` prints one.',
    '',
    '',
  ].join('\n');
  return head + questions.map((question) => renderQuestion(question, '##')).join('\n');
}
