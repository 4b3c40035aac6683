import type { RuleItem } from '@ringcheck/contracts';
import type { Rule } from '@ringcheck/rules';

/** A rule as `ringcheck rules` and the API list it. */
export function ruleItem(rule: Rule): RuleItem {
  return {
    id: rule.id,
    title: rule.title,
    stage: rule.stage,
    severity: rule.severity,
    outcomes: [...rule.outcomes],
    platforms: [...rule.platforms],
    observable: true,
    reads: [...rule.reads],
    sources: rule.sources.map(({ title, url, confidence }) => ({
      title,
      ...(url === undefined ? {} : { url }),
      confidence,
    })),
  };
}

export function renderRulesMarkdown(items: readonly RuleItem[]): string {
  const rows = items.map(
    (rule) =>
      `| \`${rule.id}\` | ${rule.title} | ${rule.stage} | ${rule.severity} | ${rule.outcomes.join(', ')} | ${rule.platforms.join(', ')} |`,
  );
  return `| rule | title | stage | severity | outcomes | platforms |\n|---|---|---|---|---|---|\n${rows.join('\n')}\n`;
}
