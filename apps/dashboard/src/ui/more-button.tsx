/** The next page of a list, on demand; nothing when there is none. */
export function MoreButton({
  of,
  label,
}: {
  readonly of: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => unknown;
  };
  readonly label: string;
}) {
  if (!of.hasNextPage) return null;
  return (
    <p>
      <button type="button" disabled={of.isFetchingNextPage} onClick={() => void of.fetchNextPage()}>
        {of.isFetchingNextPage ? 'Loading…' : label}
      </button>
    </p>
  );
}
