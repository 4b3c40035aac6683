import { useEffect, useState } from 'react';

interface Props {
  readonly filter: Readonly<Record<string, string>>;
  readonly change: (name: string, value: string) => void;
}

const choices = [
  ['verdict', 'Verdict', ['blocked', 'limited', 'unknown', 'at-risk', 'clear']],
  ['compliance', 'Compliance', ['non-compliant', 'undetermined', 'compliant', 'waived']],
  ['platform', 'System', ['iOS', 'iPadOS', 'macOS', 'tvOS', 'visionOS', 'watchOS']],
  ['sort', 'Order', ['verdict', 'name', 'id', 'osVersion']],
] as const;

export function DeviceFilter({ filter, change }: Props) {
  return (
    <form className="filter" role="search" onSubmit={(event) => event.preventDefault()}>
      <SearchBox value={filter['q'] ?? ''} change={(value) => change('q', value)} />
      {choices.map(([name, label, values]) => (
        <label key={name}>
          {label}
          <select value={filter[name] ?? ''} onChange={(event) => change(name, event.target.value)}>
            <option value="">{name === 'sort' ? 'worst first' : 'any'}</option>
            {values.map((value) => (
              <option key={value}>{value}</option>
            ))}
          </select>
        </label>
      ))}
      {filter['cause'] !== undefined && (
        <button type="button" onClick={() => change('cause', '')}>
          Cause: {filter['cause']} ✕
        </button>
      )}
    </form>
  );
}

/** Asks the server once typing pauses, not at every key. */
function SearchBox({ value, change }: { readonly value: string; readonly change: (value: string) => void }) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return undefined;
    const timer = setTimeout(() => change(text), 250);
    return () => clearTimeout(timer);
  }, [text, value, change]);
  return (
    <label className="grow">
      Search
      <input
        type="search"
        placeholder="name, serial number or id"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </label>
  );
}
