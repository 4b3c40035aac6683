import { showNumber } from '../../ui/count.js';
import { OutcomeBadge, outcomeWord, verdictNames, type VerdictName } from '../../ui/outcome.js';
import { showTime } from '../../ui/time.js';

export interface TrendPoint {
  readonly scan: string;
  readonly at: string;
  /** Devices by verdict, worst first. */
  readonly parts: readonly (readonly [VerdictName, number])[];
}

const height = 100;
const step = 10;
const gap = 2;
/** Few scans are drawn as narrow as many, not as broad as the page. */
const leastColumns = 12;

/** One column per scan, stacked worst first from the bottom. */
export function TrendChart({
  points,
  label,
}: {
  readonly points: readonly TrendPoint[];
  readonly label: string;
}) {
  const most = Math.max(1, ...points.map(totalOf));
  const columns = Math.max(points.length, leastColumns);
  const first = points[0];
  const last = points[points.length - 1];
  return (
    <figure className="trend">
      <div className="plot">
        <span className="scale" aria-hidden="true">
          <span>{showNumber(most)}</span>
          <span>0</span>
        </span>
        <svg
          className="chart"
          role="img"
          aria-label={label}
          viewBox={`0 0 ${columns * step} ${height}`}
          preserveAspectRatio="none"
        >
          {points.map((point, index) => (
            <Column key={point.scan} point={point} x={index * step} most={most} />
          ))}
        </svg>
      </div>
      <p className="muted" aria-hidden="true">
        {showTime(first?.at)} to {showTime(last?.at)}, one column per scan, oldest on the left
      </p>
      <ul className="badges" aria-hidden="true">
        {verdictNames.map((verdict) => (
          <li key={verdict}>
            <OutcomeBadge outcome={verdict} />
          </li>
        ))}
      </ul>
    </figure>
  );
}

function Column({
  point,
  x,
  most,
}: {
  readonly point: TrendPoint;
  readonly x: number;
  readonly most: number;
}) {
  let bottom = height;
  return (
    <g>
      <title>{tipOf(point)}</title>
      {point.parts.map(([verdict, devices]) => {
        const tall = (devices / most) * height;
        bottom -= tall;
        return <rect key={verdict} className={verdict} x={x} y={bottom} width={step - gap} height={tall} />;
      })}
    </g>
  );
}

function totalOf({ parts }: TrendPoint): number {
  return parts.reduce((sum, [, devices]) => sum + devices, 0);
}

function tipOf({ at, parts }: TrendPoint): string {
  const said = parts.map(([verdict, devices]) => `${outcomeWord(verdict)} ${showNumber(devices)}`);
  return `${showTime(at)}: ${said.join(', ')}`;
}
