import type { ReactNode } from 'react';

/** One column of a table whose rows become cards where there is little room. */
export interface Column<T> {
  readonly title: string;
  /** What stands before the value in a card: the title, other words, or nothing where the value speaks for itself. */
  readonly label?: string | false;
  readonly className?: string;
  readonly cell: (item: T) => ReactNode;
}

export function ItemTable<T extends { readonly id: string }>({
  columns,
  items,
  className = '',
}: {
  readonly columns: readonly Column<T>[];
  readonly items: readonly T[];
  readonly className?: string;
}) {
  return (
    <table className={`cards ${className}`.trim()}>
      <thead>
        <tr>
          {columns.map(({ title, className: of = '' }) => (
            <th key={title} scope="col" className={of.includes('number') ? 'number' : undefined}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.id}>
            {columns.map(({ title, label = title, className: of, cell }) => (
              <td key={title} className={of} data-label={label === false ? undefined : label}>
                {cell(item)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
