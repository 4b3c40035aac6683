import { useRules } from '../../api/rules.js';
import { useSummary } from '../../api/summary.js';

interface Props {
  readonly filter: Readonly<Record<string, string>>;
  readonly change: (name: string, value: string) => void;
  readonly clear: () => void;
}

const names = { cause: 'Cause', rule: 'Rule' } as const;

/** Filters that a link set and no field shows: each can be read and taken away. */
export function FilterChips({ filter, change, clear }: Props) {
  const causes = useSummary().data?.causes ?? [];
  const rules = useRules().data?.items ?? [];
  if (Object.keys(filter).every((name) => name === 'sort')) return null;
  const words = (name: keyof typeof names, value: string): string => {
    if (name === 'cause') return causes.find(({ key }) => key === value)?.title ?? value;
    return rules.find(({ id }) => id === value)?.title ?? value;
  };
  const set = (Object.keys(names) as (keyof typeof names)[]).flatMap((name) => {
    const value = filter[name];
    return value === undefined ? [] : [{ name, text: `${names[name]}: ${words(name, value)}` }];
  });
  return (
    <div className="chips">
      {set.map(({ name, text }) => (
        <span key={name} className="chip">
          <span>{text}</span>
          <button type="button" aria-label={`Remove ${text}`} onClick={() => change(name, '')}>
            ×
          </button>
        </span>
      ))}
      <button type="button" className="plain" onClick={clear}>
        Clear all filters
      </button>
    </div>
  );
}
