import { Link, useSearchParams } from 'react-router';
import { scanLink } from '../../app/paths.js';
import { countOf, showNumber } from '../../ui/count.js';
import { MoreButton } from '../../ui/more-button.js';
import { Empty, Failed, Loading } from '../../ui/states.js';
import { showTime } from '../../ui/time.js';
import { ChangeTable } from './change-table.js';
import { changeKinds, changeWords } from './scan-words.js';
import { useScanDiff } from './scans-api.js';

/** Of the first scan there is. */
export function NothingBefore() {
  return (
    <section aria-labelledby="changes">
      <h2 id="changes">What changed</h2>
      <Empty>
        <p>No finished scan before this one is kept. The next scan will say here what has changed since.</p>
      </Empty>
    </section>
  );
}

/** What a finished scan found otherwise than the one before it. */
export function Changes({ id }: { readonly id: string }) {
  const [search, setSearch] = useSearchParams();
  const kind = changeKinds.find((each) => each === search.get('kind')) ?? '';
  const diff = useScanDiff(id, kind);
  const first = diff.data?.pages[0];
  const items = diff.data?.pages.flatMap((page) => page.items) ?? [];
  const total = first === undefined ? 0 : changeKinds.reduce((sum, each) => sum + first.counts[each], 0);
  const choose = (next: string): void => setSearch(next === '' ? {} : { kind: next }, { replace: true });
  return (
    <section aria-labelledby="changes">
      <h2 id="changes">What changed</h2>
      {diff.isPending && <Loading what="the changes" />}
      {diff.error && <Failed what="The changes" error={diff.error} retry={() => void diff.refetch()} />}
      {first && (
        <>
          <p className="muted">
            Compared with the <Link to={scanLink(first.from.scan)}>scan of {showTime(first.from.now)}</Link>.
          </p>
          {total > 0 && <KindFilter counts={first.counts} total={total} kind={kind} choose={choose} />}
          <p className="muted" role="status">
            {summary(items.length, kind === '' ? total : first.counts[kind])}
            {diff.isPlaceholderData && ' · loading…'}
          </p>
          {items.length > 0 && <ChangeTable items={items} />}
          {items.length === 0 && (
            <Empty>
              {total === 0 ? (
                <p>Nothing: every device has the findings and the verdict it had.</p>
              ) : (
                <p>Nothing of this kind. Choose “All” to see the other changes.</p>
              )}
            </Empty>
          )}
          <MoreButton of={diff} label="Show more changes" />
        </>
      )}
    </section>
  );
}

function summary(shown: number, all: number): string {
  return shown < all
    ? `The first ${showNumber(shown)} of ${countOf(all, 'change')}.`
    : countOf(shown, 'change');
}

function KindFilter({
  counts,
  total,
  kind,
  choose,
}: {
  readonly counts: Readonly<Record<(typeof changeKinds)[number], number>>;
  readonly total: number;
  readonly kind: string;
  readonly choose: (kind: string) => void;
}) {
  const choices = [
    ['', 'All', total],
    ...changeKinds.map((each) => [each, changeWords[each], counts[each]] as const),
  ] as const;
  return (
    <div className="choices" role="group" aria-label="Kind of change">
      {choices.map(([value, words, count]) => (
        <button
          key={value}
          type="button"
          aria-pressed={kind === value}
          disabled={count === 0 && kind !== value}
          onClick={() => choose(value)}
        >
          {words}: {showNumber(count)}
        </button>
      ))}
    </div>
  );
}
