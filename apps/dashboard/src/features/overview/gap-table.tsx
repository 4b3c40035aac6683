import type { FleetSummary } from '@ringcheck/contracts';
import { Link } from 'react-router';
import { devicesLink } from '../../app/paths.js';
import { countOf, showNumber } from '../../ui/count.js';
import { FirstFew } from '../../ui/first-few.js';

/** What would have to be known to judge more devices. */
export function GapTable({ gaps }: { readonly gaps: FleetSummary['gaps'] }) {
  if (gaps.length === 0) return null;
  return (
    <section>
      <h2>What is missing</h2>
      <p className="muted">With these, more could be said of the devices.</p>
      <FirstFew items={gaps} what="missing things">
        {(shown) => (
          <table className="cards">
            <thead>
              <tr>
                <th scope="col" className="number">
                  Devices
                </th>
                <th scope="col">Missing</th>
                <th scope="col">How to supply it</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((gap) => (
                <tr key={gap.key}>
                  <td className="number" data-label="Devices">
                    <Link
                      to={devicesLink({ gap: gap.key })}
                      aria-label={`${countOf(gap.devices, 'device')}: ${gap.title}`}
                    >
                      {showNumber(gap.devices)}
                    </Link>
                  </td>
                  <td className="strong">{gap.title}</td>
                  <td data-label="How to supply it">{gap.how}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </FirstFew>
    </section>
  );
}
