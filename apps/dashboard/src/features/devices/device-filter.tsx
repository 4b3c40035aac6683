import { useEffect, useState } from 'react';
import { FilterChips } from './filter-chips.js';
import { PlaceFilter } from './place-filter.js';

interface Props {
  readonly filter: Readonly<Record<string, string>>;
  /** Sets one filter; the empty text takes it away. */
  readonly change: (name: string, value: string) => void;
  readonly clear: () => void;
}

const choices = [
  [
    'verdict',
    'Verdict',
    [
      ['', 'Any'],
      ['blocked', 'Blocked'],
      ['limited', 'Limited'],
      ['unknown', 'Unknown'],
      ['at-risk', 'At risk'],
      ['clear', 'Clear'],
    ],
  ],
  [
    'compliance',
    'Compliance',
    [
      ['', 'Any'],
      ['non-compliant', 'Non-compliant'],
      ['undetermined', 'Undetermined'],
      ['compliant', 'Compliant'],
      ['waived', 'Waived'],
    ],
  ],
  [
    'platform',
    'System',
    [
      ['', 'Any'],
      ...['iOS', 'iPadOS', 'macOS', 'tvOS', 'visionOS', 'watchOS'].map((name) => [name, name] as const),
    ],
  ],
  [
    'sort',
    'Sort by',
    [
      ['', 'Worst first'],
      ['name', 'Name'],
      ['id', 'Id'],
      ['osVersion', 'OS version'],
    ],
  ],
] as const;

export function DeviceFilter({ filter, change, clear }: Props) {
  return (
    <form className="filter" role="search" aria-label="Devices" onSubmit={(event) => event.preventDefault()}>
      <SearchBox value={filter['q'] ?? ''} change={(value) => change('q', value)} />
      {choices.map(([name, label, options]) => (
        <label key={name}>
          {label}
          <select value={filter[name] ?? ''} onChange={(event) => change(name, event.target.value)}>
            {options.map(([value, word]) => (
              <option key={value} value={value}>
                {word}
              </option>
            ))}
          </select>
        </label>
      ))}
      <PlaceFilter filter={filter} change={change} />
      <FilterChips filter={filter} change={change} clear={clear} />
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
        placeholder="Name, serial number or id"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </label>
  );
}
