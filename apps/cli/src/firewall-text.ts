import { firewallFixLines, printable } from '@ringcheck/report';
import type { DecidingRule, FirewallPolicy, FixResult, FlowAnswer, PortRange } from '@ringcheck/firewall';

/** A firewall answer for a terminal: one line per flow, then the lines that decide it. */
export function renderAnswers(policy: FirewallPolicy, answers: readonly FlowAnswer[]): string {
  const lines = [`${policy.dialect} policy: ${policy.rules} rules, ${policy.understood} understood`];
  for (const unparsed of policy.unparsed.slice(0, 10))
    lines.push(`  line ${unparsed.line} not understood (${unparsed.reason}): ${unparsed.text}`);
  for (const answer of answers) {
    lines.push(
      '',
      `${signs[answer.verdict]} ${answer.verdict.toUpperCase()}  ${answer.flow.title} (${answer.flow.protocol.toUpperCase()} ${ports(answer.flow.ports)})`,
    );
    for (const rule of answer.decidedBy) lines.push(`    ${decided(rule)}`);
    if (answer.verdict !== 'blocked' && answer.returnTraffic !== 'allowed')
      lines.push(`    answers coming back: ${answer.returnTraffic}`);
  }
  return `${lines.map(printable).join('\n')}\n`;
}

/** What would open the flows, below the answers; nothing when nobody asked. */
export function renderFixes(fixes: FixResult | undefined): string {
  if (fixes === undefined) return '';
  return `\n${firewallFixLines(fixes).map(printable).join('\n')}\n`;
}

const signs = { allowed: '✔', blocked: '⛔', partial: '◐', unknown: '?' } as const;

function decided(rule: DecidingRule): string {
  const where = rule.line === undefined ? rule.rule : `line ${rule.line} (${rule.rule})`;
  const reason = rule.reason === undefined ? '' : `; ${rule.reason}`;
  const destinations =
    rule.destinations.length > 4
      ? `${rule.destinations.slice(0, 4).join(', ')} and ${rule.destinations.length - 4} more`
      : rule.destinations.join(', ');
  return `${rule.action} by ${where}: ${rule.text} [ports ${ports(rule.ports)}; to ${destinations}${reason}]`;
}

export function ports(ranges: readonly PortRange[]): string {
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`)).join(', ');
}
