import { Link } from 'react-router';
import { usePlaces } from '../../api/places.js';
import { devicesLink } from '../../app/paths.js';
import { complianceNames, complianceWords } from '../../ui/compliance.js';
import { showNumber } from '../../ui/count.js';
import { FirstFew } from '../../ui/first-few.js';
import { OutcomeBadge, verdictNames } from '../../ui/outcome.js';
import { Failed } from '../../ui/states.js';

/** Groups of the policy, each with its verdicts and its compliance; nothing where the policy has none. */
export function GroupTable() {
  const groups = usePlaces('groups');
  const items = groups.data?.items ?? [];
  if (groups.error) return <Failed what="Groups" error={groups.error} retry={() => void groups.refetch()} />;
  if (!items.some(({ name }) => name !== '')) return null;
  return (
    <section>
      <h2>Groups</h2>
      <FirstFew items={items} what="groups">
        {(shown) => (
          <table className="cards">
            <thead>
              <tr>
                <th scope="col">Group</th>
                <th scope="col" className="number">
                  Devices
                </th>
                <th scope="col">Compliance</th>
                <th scope="col">Verdicts</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((group) => (
                <tr key={group.name}>
                  <td className="strong name">
                    {group.name === '' ? (
                      'In no group'
                    ) : (
                      <Link to={devicesLink({ group: group.name })}>{group.name}</Link>
                    )}
                  </td>
                  <td className="number" data-label="Devices">
                    {showNumber(group.devices)}
                  </td>
                  <td data-label="Compliance">
                    {complianceNames
                      .map((name) => [complianceWords[name], group.compliance?.[name] ?? 0] as const)
                      .filter(([, count]) => count > 0)
                      .map(([word, count]) => `${showNumber(count)} ${word.toLowerCase()}`)
                      .join(', ') || '–'}
                  </td>
                  <td data-label="Verdicts">
                    <ul className="badges">
                      {verdictNames
                        .filter((verdict) => group.verdicts[verdict] > 0)
                        .map((verdict) => (
                          <li key={verdict}>
                            <OutcomeBadge outcome={verdict} /> {showNumber(group.verdicts[verdict])}
                          </li>
                        ))}
                    </ul>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </FirstFew>
    </section>
  );
}
