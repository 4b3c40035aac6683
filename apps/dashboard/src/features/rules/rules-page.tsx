import type { Page, RuleItem } from '@ringcheck/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { devicesLink } from '../../app/paths.js';
import { request } from '../../api/http.js';
import { Failed, Loading } from '../../ui/states.js';

export function RulesPage() {
  const rules = useQuery({ queryKey: ['rules'], queryFn: () => request<Page<RuleItem>>('/rules') });
  return (
    <>
      <h1>Rules</h1>
      {rules.isPending && <Loading what="rules" />}
      {rules.error && <Failed what="Rules" error={rules.error} retry={() => void rules.refetch()} />}
      {rules.data && (
        <table>
          <thead>
            <tr>
              <th scope="col">Rule</th>
              <th scope="col">Stage</th>
              <th scope="col">Severity</th>
              <th scope="col">Outcomes</th>
              <th scope="col">Systems</th>
            </tr>
          </thead>
          <tbody>
            {rules.data.items.map((rule) => (
              <tr key={rule.id}>
                <td>
                  <Link to={devicesLink({ rule: rule.id })}>{rule.title}</Link>
                  <div className="muted">{rule.id}</div>
                </td>
                <td>{rule.stage}</td>
                <td>{rule.severity}</td>
                <td>{rule.outcomes.join(', ')}</td>
                <td>{rule.platforms.join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
