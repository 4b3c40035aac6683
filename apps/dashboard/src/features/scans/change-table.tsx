import type { ScanChange } from '@ringcheck/contracts';
import { Link } from 'react-router';
import { deviceLink } from '../../app/paths.js';
import { OutcomeBadge, type OutcomeName } from '../../ui/outcome.js';
import { stageNames } from '../../ui/stages.js';
import { changeWord } from './scan-words.js';

export function ChangeTable({ items }: { readonly items: readonly ScanChange[] }) {
  return (
    <table className="cards">
      <thead>
        <tr>
          <th scope="col">Change</th>
          <th scope="col">Device</th>
          <th scope="col">From → to</th>
          <th scope="col">What</th>
        </tr>
      </thead>
      <tbody>
        {items.map((change) => (
          <tr key={keyOf(change)}>
            <td data-label="Change" className="short">
              {changeWord[change.kind]}
            </td>
            <td className="name">
              <Link to={deviceLink(change.device)}>{change.name ?? change.device}</Link>
              {change.name !== undefined && <div className="muted">{change.device}</div>}
            </td>
            <td>
              <FromTo {...sidesOf(change)} />
            </td>
            <td>
              <What change={change} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function keyOf({ kind, device, finding }: ScanChange): string {
  return [kind, device, finding?.ruleId, finding?.scope, finding?.cause].join('\n');
}

interface Sides {
  readonly before?: OutcomeName | undefined;
  readonly after?: OutcomeName | undefined;
}

function sidesOf({ kind, finding, verdict }: ScanChange): Sides {
  if (finding === undefined) return verdict ?? {};
  if (kind === 'fixed') return { before: finding.outcome };
  return { before: finding.before, after: finding.outcome };
}

function FromTo({ before, after }: Sides) {
  return (
    <>
      {before === undefined ? <span className="muted">none</span> : <OutcomeBadge outcome={before} />}
      <span aria-hidden="true"> → </span>
      <span className="sr">to</span>{' '}
      {after === undefined ? <span className="muted">none</span> : <OutcomeBadge outcome={after} />}
    </>
  );
}

/** A rule's title reads as a fact; where nothing is known it is only a question. */
function What({ change: { kind, finding } }: { readonly change: ScanChange }) {
  if (finding === undefined) return <>{deviceWords(kind)}</>;
  return (
    <>
      {finding.title}
      {finding.outcome === 'unknown' && '?'}{' '}
      {finding.scope !== undefined && <span className="tag">{finding.scope}</span>}
      <div className="muted">
        {stageNames[finding.stage]} · severity {finding.severity}
      </div>
    </>
  );
}

function deviceWords(kind: ScanChange['kind']): string {
  switch (kind) {
    case 'appeared':
      return 'The device is new here.';
    case 'vanished':
      return 'The device is in no upload that counts any more.';
    case 'verdict':
      return 'Verdict of the device';
    case 'new':
    case 'fixed':
    case 'changed':
      return '–';
  }
}
