import { firewallFixLines, printable } from '@ringcheck/report';
import type {
  ClosedFixes,
  DecidingRule,
  FlowAnswer,
  FlowDifference,
  LineReach,
  NamedFirewall,
  PortRange,
  ShadowedLine,
  UndecidedLine,
} from '@ringcheck/firewall';

const signs = { allowed: '✔', blocked: '⛔', partial: '◐', unknown: '?' } as const;
/** More lines than this about one flow help nobody at a terminal; JSON has them all. */
const mostLines = 8;

/** A firewall answer for a terminal: what stops calls first, and under each flow the lines that decide it. */
export function renderAnswers(firewalls: readonly NamedFirewall[], answers: readonly FlowAnswer[]): string {
  const stopped = answers.filter(({ flow, verdict }) => flow.required && verdict !== 'allowed');
  const lines = [
    ...headsOf(firewalls),
    stopped.length === 0
      ? 'Every flow FaceTime needs is allowed.'
      : `Not allowed, or not for all: ${stopped.map(({ flow }) => `${flow.protocol.toUpperCase()} ${ports(flow.ports)}`).join('; ')}`,
  ];
  for (const answer of answers) lines.push('', ...answerLines(answer));
  return textOf(lines);
}

/** What would open the flows, below the answers; nothing when nobody asked. */
export function renderFixes(
  firewalls: readonly NamedFirewall[],
  fixes: readonly ClosedFixes[] | undefined,
): string {
  const parts = (fixes ?? []).map(({ together }, at) => {
    const firewall = firewalls[at];
    if (firewall === undefined) return [];
    const lines = firewallFixLines(together, firewall.compiled.policy.dialect);
    return firewalls.length === 1 || lines.length === 0 ? lines : [`In ${firewall.name}:`, ...lines];
  });
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => `\n${textOf(lines)}`)
    .join('');
}

/** Of several each with its name, and what they are together. */
function headsOf(firewalls: readonly NamedFirewall[]): string[] {
  if (firewalls.length === 1) return firewalls.flatMap((firewall) => headOf(firewall));
  return [
    `${firewalls.length} firewalls in sequence; traffic has to pass each of them.`,
    ...firewalls.flatMap((firewall) => headOf(firewall, `${firewall.name}: `)),
  ];
}

function headOf({ compiled: { policy } }: NamedFirewall, name = ''): string[] {
  const lines = [`${name}${policy.dialect} policy: ${policy.rules} rules, ${policy.understood} understood`];
  for (const unparsed of policy.unparsed.slice(0, 10)) {
    lines.push(`  line ${unparsed.line} not understood (${unparsed.reason}): ${unparsed.text}`);
  }
  if (policy.unparsed.length > 10) lines.push(`  and ${policy.unparsed.length - 10} more`);
  return lines;
}

function answerLines(answer: FlowAnswer): string[] {
  const { flow, verdict, decidedBy } = answer;
  const lines = [
    `${signs[verdict]} ${verdict.toUpperCase()}  ${flow.title} (${flow.protocol.toUpperCase()} ${ports(flow.ports)})`,
  ];
  // Where nothing is stopped the allowing lines are the answer, else they are the smaller half of it.
  const shown = decidedBy.slice(0, mostLines);
  for (const rule of shown) lines.push(...decidingLines(rule));
  if (decidedBy.length > shown.length) {
    lines.push(`    and ${decidedBy.length - shown.length} more lines (--format json lists them all)`);
  }
  if (answer.problem !== undefined) lines.push(`    ${problemText(answer.problem)}`);
  else if (verdict !== 'blocked' && answer.returnTraffic !== 'allowed') {
    lines.push(`    answers coming back: ${answer.returnTraffic}`);
  }
  return lines;
}

function problemText(problem: NonNullable<FlowAnswer['problem']>): string {
  switch (problem) {
    case 'bad-address':
      return 'a destination of the flow is no address range';
    case 'no-such-path':
      return 'there is no such path through the firewall';
    case 'family-not-described':
      return 'nothing is said of its address family, or not by all of the firewalls';
    case 'too-many-parts':
      return 'too many parts to put together; ask each firewall by itself';
  }
}

function decidingLines(rule: DecidingRule): string[] {
  const lines = [
    `    ${rule.action} by ${placeOf(rule)}: ${rule.text}`,
    `      ports ${ports(rule.ports)}; to ${some(rule.destinations)}`,
  ];
  if (rule.reason !== undefined) lines.push(`      cannot be told: ${rule.reason}`);
  if (rule.objects !== undefined && rule.objects.length > 0)
    lines.push(`      through ${some(rule.objects)}`);
  return lines;
}

function placeOf(rule: { readonly rule: string; readonly line?: number }): string {
  // Rules that only the order of things makes stand nowhere.
  return rule.line === undefined || rule.line === 0 ? rule.rule : `line ${rule.line} (${rule.rule})`;
}

function some(texts: readonly string[]): string {
  return texts.length > 4 ? `${texts.slice(0, 4).join(', ')} and ${texts.length - 4} more` : texts.join(', ');
}

const deaths = {
  shadowed: { why: 'never reached', by: 'taken by' },
  'never-matches': { why: 'its conditions exclude each other', by: '' },
  'chain-unused': { why: 'nothing calls its chain', by: '' },
  'never-sent': { why: 'no such packet comes to its chain', by: 'called by' },
} as const;

/** Where conditions on users, names or applications are the rule, most lines may be hidden by one before. */
const mostUndecided = 12;

/** Lines no packet reaches, by firewall. */
export function renderShadowed(firewalls: readonly NamedFirewall[], reach: readonly LineReach[]): string {
  return firewalls
    .map((firewall, at) => {
      const { shadowed = [], undecided = [] } = reach[at] ?? {};
      return textOf([
        ...headOf(firewall, firewalls.length > 1 ? `${firewall.name}: ` : ''),
        ...reachHead(shadowed, undecided),
        ...shadowedLines(shadowed),
        ...undecided.slice(0, mostUndecided).flatMap(undecidedLines),
        ...moreUndecided(undecided.length),
      ]);
    })
    .join('\n');
}

function reachHead(dead: readonly ShadowedLine[], undecided: readonly UndecidedLine[]): string[] {
  if (dead.length > 0) return [];
  if (undecided.length === 0) return ['Every line is reached by some packet.'];
  return ['No line is certainly out of reach.'];
}

/** Those that were meant to decide otherwise before those that are only superfluous. */
function shadowedLines(dead: readonly ShadowedLine[]): string[] {
  const ordered = [...dead].sort((a, b) => Number(a.isRedundant) - Number(b.isRedundant) || a.line - b.line);
  return ordered.flatMap((one) => {
    const { why, by } = deaths[one.kind];
    const note = one.isRedundant ? ' (superfluous: the same is decided before)' : '';
    return [
      '',
      `${placeOf(one)}: ${why}${note}: ${one.text}`,
      ...othersOf(one.by, (other) => `${by} ${placeOf(other)}`),
    ];
  });
}

function moreUndecided(count: number): string[] {
  if (count <= mostUndecided) return [];
  return ['', `and ${count - mostUndecided} more of which it cannot be told (--format json lists them all)`];
}

function undecidedLines(one: UndecidedLine): string[] {
  const why = one.isGivenUp
    ? 'too much to work out whether a packet reaches it'
    : 'cannot be told whether a packet reaches it';
  return [
    '',
    `${placeOf(one)}: ${why}: ${one.text}`,
    ...othersOf(one.by, (other) => `depends on ${placeOf(other)} (${other.reason})`),
  ];
}

function othersOf<T extends { readonly text: string }>(
  others: readonly T[],
  head: (one: T) => string,
): string[] {
  const lines = others.slice(0, mostLines).map((one) => `    ${head(one)}: ${one.text}`);
  return others.length > mostLines ? [...lines, `    and ${others.length - mostLines} more lines`] : lines;
}

/** What changes for each flow from one policy to another. */
export function renderDifferences(differences: readonly FlowDifference[]): string {
  const changed = differences.filter(({ isChanged }) => isChanged);
  const lines = [
    changed.length === 0
      ? `No change for ${differences.length} flows.`
      : `${changed.length} of ${differences.length} flows change.`,
  ];
  for (const difference of changed) lines.push('', ...differenceLines(difference));
  return textOf(lines);
}

function differenceLines({ before, after, changes, isComplete, returnTraffic }: FlowDifference): string[] {
  const { flow } = after;
  const lines = [
    `${signs[before.verdict]} ${before.verdict.toUpperCase()} → ${signs[after.verdict]} ${after.verdict.toUpperCase()}  ${flow.title} (${flow.protocol.toUpperCase()} ${ports(flow.ports)})`,
  ];
  for (const change of changes.slice(0, mostLines)) {
    lines.push(
      `    ${change.from} → ${change.to}: ports ${ports(change.ports)}; to ${some(change.destinations)}`,
    );
    for (const rule of change.before) lines.push(`      before: ${placeOf(rule)}: ${rule.text}`);
    for (const rule of change.after) lines.push(`      after:  ${placeOf(rule)}: ${rule.text}`);
  }
  if (changes.length > mostLines) {
    lines.push(`    and ${changes.length - mostLines} more changes (--format json lists them all)`);
  }
  if (!isComplete) lines.push('    too many parts to compare one by one; compare the deciding lines of both');
  if (returnTraffic !== undefined) {
    lines.push(`    answers coming back: ${returnTraffic.from} → ${returnTraffic.to}`);
  }
  return lines;
}

function textOf(lines: readonly string[]): string {
  return `${lines.map(printable).join('\n')}\n`;
}

export function ports(ranges: readonly PortRange[]): string {
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`)).join(', ');
}
