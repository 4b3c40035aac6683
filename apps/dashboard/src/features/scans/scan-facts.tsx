import type { Scan } from '@ringcheck/contracts';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { routes } from '../../app/paths.js';
import { countOf, showNumber } from '../../ui/count.js';
import { showDuration } from '../../ui/duration.js';
import { fleetSize } from '../../ui/fleet-size.js';
import { OutcomeBadge, verdictNames } from '../../ui/outcome.js';
import { scopeWords } from '../../ui/scope.js';
import { showTime } from '../../ui/time.js';
import { ScanStatus } from './scan-status.js';
import { triggerWords } from './scan-words.js';

export function ScanFacts({ scan }: { readonly scan: Scan }) {
  const rows: readonly (readonly [string, ReactNode])[] = [
    ['State', <ScanStatus key="status" status={scan.status} />],
    [
      'Started',
      scan.trigger === 'manual' ? (
        triggerWords.manual
      ) : (
        <Link key="trigger" to={routes.schedules}>
          {triggerWords[scan.trigger]}
        </Link>
      ),
    ],
    ['Only', scan.scope && scopeWords(scan.scope)],
    ['Judged as of', scan.now && showTime(scan.now)],
    ['Took', scan.finishedAt && scan.startedAt && showDuration(scan.startedAt, scan.finishedAt)],
    ['Devices', devicesOf(scan)],
    ['Verdicts', scan.verdicts && <Verdicts key="verdicts" verdicts={scan.verdicts} />],
    [
      'Findings',
      scan.opened !== undefined &&
        scan.closed !== undefined &&
        `${countOf(scan.opened, 'finding')} opened, ${showNumber(scan.closed)} ended`,
    ],
    ['Rules', scan.rulePack && <code key="rules">{scan.rulePack}</code>],
  ];
  return (
    <dl>
      {rows.map(([name, value]) =>
        value === undefined || value === false || value === '' ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

function devicesOf(scan: Scan): string | undefined {
  const size = fleetSize(scan);
  if (size === undefined || scan.devices === undefined) return undefined;
  return `${showNumber(size)} · ${showNumber(scan.devices)} judged anew`;
}

function Verdicts({ verdicts }: { readonly verdicts: NonNullable<Scan['verdicts']> }) {
  return (
    <ul className="badges">
      {verdictNames.map((verdict) => (
        <li key={verdict}>
          <OutcomeBadge outcome={verdict} /> {showNumber(verdicts[verdict])}
        </li>
      ))}
    </ul>
  );
}
