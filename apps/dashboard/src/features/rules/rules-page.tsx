import type { RuleItem } from '@ringcheck/contracts';
import { Link } from 'react-router';
import { useRules } from '../../api/rules.js';
import { devicesLink } from '../../app/paths.js';
import { isOutcomeName, OutcomeBadge } from '../../ui/outcome.js';
import { usePageTitle } from '../../ui/page-title.js';
import { stageNames, stageOrder } from '../../ui/stages.js';
import { Empty, Failed, Loading } from '../../ui/states.js';

export function RulesPage() {
  usePageTitle('Rules');
  const rules = useRules();
  return (
    <>
      <h1>Rules</h1>
      <p className="lead">Each rule asks one question of every device it applies to.</p>
      {rules.isPending && <Loading what="rules" />}
      {rules.error && <Failed what="Rules" error={rules.error} retry={() => void rules.refetch()} />}
      {rules.data && rules.data.items.length === 0 && (
        <Empty>
          <p>This server has no rules. Build it again from a complete checkout.</p>
        </Empty>
      )}
      {rules.data &&
        stageOrder.map((stage) => (
          <Stage
            key={stage}
            title={stageNames[stage]}
            rules={rules.data.items.filter((rule) => rule.stage === stage)}
          />
        ))}
    </>
  );
}

function Stage({ title, rules }: { readonly title: string; readonly rules: readonly RuleItem[] }) {
  if (rules.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <table className="cards rules">
        <thead>
          <tr>
            <th scope="col">Rule</th>
            <th scope="col">Severity</th>
            <th scope="col">Can find</th>
            <th scope="col">Systems</th>
          </tr>
        </thead>
        <tbody>
          {rules.map((rule) => (
            <tr key={rule.id}>
              <td>
                <span className="strong">{rule.title}</span>
                <div className="muted">
                  {rule.id} · <Link to={devicesLink({ rule: rule.id })}>devices with a finding</Link>
                </div>
                <Sources rule={rule} />
              </td>
              <td data-label="Severity">{rule.severity}</td>
              <td data-label="Can find">
                <ul className="badges">
                  {rule.outcomes.filter(isOutcomeName).map((outcome) => (
                    <li key={outcome}>
                      <OutcomeBadge outcome={outcome} />
                    </li>
                  ))}
                </ul>
              </td>
              <td data-label="Systems">{rule.platforms.join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Sources({ rule }: { readonly rule: RuleItem }) {
  if (rule.sources.length === 0) return null;
  return (
    <details>
      <summary>Sources</summary>
      <ul>
        {rule.sources.map((source) => (
          <li key={source.title}>
            {source.url === undefined ? (
              source.title
            ) : (
              <a href={source.url} rel="noreferrer">
                {source.title}
              </a>
            )}{' '}
            <span className="muted">({source.confidence} confidence)</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
