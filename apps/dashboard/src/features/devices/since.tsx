import type { ReportFinding } from '@ringcheck/contracts';
import { showTime } from '../../ui/time.js';

/** Since when scans have seen a finding without a break. */
export function Since({ finding: { since } }: { readonly finding: ReportFinding }) {
  if (since === undefined) return null;
  return (
    <>
      {' '}
      · since <time dateTime={since}>{showTime(since)}</time>
    </>
  );
}
