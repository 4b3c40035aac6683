import type { RuleItem } from '@ringcheck/contracts';
import { isQuestion, type Rule } from '@ringcheck/rules';

/** A rule as `ringcheck rules` and the API list it. */
export function ruleItem(rule: Rule): RuleItem {
  return {
    id: rule.id,
    title: rule.title,
    stage: rule.stage,
    severity: rule.severity,
    outcomes: [...rule.outcomes],
    platforms: [...rule.platforms],
    observable: !isQuestion(rule.id),
    confidence: confidenceOf(rule),
    reads: [...rule.reads],
    sources: rule.sources.map(({ title, url, confidence }) => ({
      title,
      ...(url === undefined ? {} : { url }),
      confidence,
    })),
  };
}

const order = ['high', 'medium', 'low'] as const;

/** A claim is no surer than the weakest source it rests on. */
function confidenceOf({ sources }: Rule): (typeof order)[number] {
  const weakest = Math.max(...sources.map(({ confidence }) => order.indexOf(confidence)));
  return order[weakest] ?? 'low';
}

export function renderRulesMarkdown(items: readonly RuleItem[]): string {
  const rows = items.map(
    (rule) =>
      `| \`${rule.id}\` | ${rule.title} | ${rule.stage} | ${rule.severity} | ${rule.confidence ?? ''} | ${rule.observable ? 'facts' : 'a question'} | ${rule.outcomes.join(', ')} | ${rule.platforms.join(', ')} |`,
  );
  return `| rule | title | stage | severity | confidence | answered by | outcomes | platforms |\n|---|---|---|---|---|---|---|---|\n${rows.join('\n')}\n`;
}
