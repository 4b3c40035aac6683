import { useState, type ReactNode } from 'react';

const few = 8;

/** The first rows of a ranked list; the rest on demand. */
export function FirstFew<T>({
  items,
  what,
  children,
}: {
  readonly items: readonly T[];
  readonly what: string;
  readonly children: (shown: readonly T[]) => ReactNode;
}) {
  const [all, setAll] = useState(false);
  return (
    <>
      {children(all ? items : items.slice(0, few))}
      {items.length > few && (
        <p>
          <button type="button" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'Show fewer' : `Show all ${items.length} ${what}`}
          </button>
        </p>
      )}
    </>
  );
}
