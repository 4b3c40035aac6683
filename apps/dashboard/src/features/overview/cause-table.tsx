import type { FleetSummary } from '@ringcheck/contracts';
import { Link } from 'react-router';
import { devicesLink } from '../../app/paths.js';
import { countOf, showNumber } from '../../ui/count.js';
import { FirstFew } from '../../ui/first-few.js';

/** Causes as the server ranks them. */
export function CauseTable({ causes }: { readonly causes: FleetSummary['causes'] }) {
  if (causes.length === 0) return null;
  return (
    <section>
      <h2>What to change first</h2>
      <FirstFew items={causes} what="causes">
        {(shown) => (
          <table className="cards">
            <thead>
              <tr>
                <th scope="col" className="number">
                  Devices
                </th>
                <th scope="col">Cause</th>
                <th scope="col">First step</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((cause) => (
                <tr key={cause.key}>
                  <td className="number" data-label="Devices">
                    <Link
                      to={devicesLink({ cause: cause.key })}
                      aria-label={`${countOf(cause.devices, 'device')}: ${cause.title}`}
                    >
                      {showNumber(cause.devices)}
                    </Link>
                  </td>
                  <td className="strong">{cause.title}</td>
                  <td data-label="First step">{cause.fix ?? '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </FirstFew>
    </section>
  );
}
