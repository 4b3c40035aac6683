import type { Trend } from '@ringcheck/contracts';
import { Link } from 'react-router';
import { scanLink } from '../../app/paths.js';
import { countOf, showNumber } from '../../ui/count.js';
import { OutcomeBadge, outcomeWord, verdictNames, type VerdictName } from '../../ui/outcome.js';
import { Failed, Loading } from '../../ui/states.js';
import { showTime } from '../../ui/time.js';
import { TrendChart, type TrendPoint } from './trend-chart.js';
import { useTrend } from './trend-api.js';

/** How the verdicts moved over the last scans: a picture, and the same as a table. */
export function TrendSection() {
  const trend = useTrend();
  const points = (trend.data?.items ?? []).map(pointOf);
  const [last] = points.slice(-1);
  return (
    <section aria-labelledby="trend">
      <h2 id="trend">Over the last scans</h2>
      {trend.isPending && <Loading what="the trend" />}
      {trend.error && <Failed what="The trend" error={trend.error} retry={() => void trend.refetch()} />}
      {trend.data && points.length < 2 && (
        <p className="muted">From the second scan on this shows how the verdicts move.</p>
      )}
      {points.length > 1 && last && (
        <>
          <TrendChart points={points} label={inWords(points)} />
          <details>
            <summary>As a table</summary>
            <TrendTable points={[...points].reverse()} />
          </details>
        </>
      )}
    </section>
  );
}

function pointOf({ scan, at, counts }: Trend['items'][number]): TrendPoint {
  const devices = new Map(counts.map((count) => [count.key, count.devices]));
  return { scan, at, parts: verdictNames.map((verdict) => [verdict, devices.get(verdict) ?? 0] as const) };
}

/** What the picture says, for those who do not see it. */
function inWords(points: readonly TrendPoint[]): string {
  const [first, last] = [points[0], points[points.length - 1]];
  if (first === undefined || last === undefined) return '';
  const moves = last.parts.map(
    ([verdict, now], index) =>
      `${outcomeWord(verdict).toLowerCase()} ${showNumber(first.parts[index]?.[1] ?? 0)} to ${showNumber(now)}`,
  );
  return `Devices by verdict over ${countOf(points.length, 'scan')}, from ${showTime(first.at)} to ${showTime(last.at)}: ${moves.join(', ')}.`;
}

function TrendTable({ points }: { readonly points: readonly TrendPoint[] }) {
  return (
    <table className="cards">
      <thead>
        <tr>
          <th scope="col">Scan</th>
          {verdictNames.map((verdict: VerdictName) => (
            <th key={verdict} scope="col" className="number">
              <OutcomeBadge outcome={verdict} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {points.map(({ scan, at, parts }) => (
          <tr key={scan}>
            <td>
              <Link to={scanLink(scan)}>{showTime(at)}</Link>
            </td>
            {parts.map(([verdict, devices]) => (
              <td key={verdict} className="number" data-label={outcomeWord(verdict)}>
                {showNumber(devices)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
