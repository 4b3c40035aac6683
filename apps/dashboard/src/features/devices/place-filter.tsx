import { usePlaces } from '../../api/places.js';
import { useSummary } from '../../api/summary.js';
import { countOf } from '../../ui/count.js';

interface Option {
  readonly value: string;
  readonly words: string;
}

/** Filters whose choices come from the fleet: groups and networks of the policy, and what is missing. */
export function PlaceFilter({
  filter,
  change,
}: {
  readonly filter: Readonly<Record<string, string>>;
  readonly change: (name: string, value: string) => void;
}) {
  const gaps = useSummary().data?.gaps ?? [];
  const fields = [
    ['group', 'Group', usePlaceOptions('groups')],
    ['network', 'Network', usePlaceOptions('networks')],
    ['gap', 'Missing', gaps.map(({ key, title, devices }) => optionOf(key, title, devices))],
  ] as const;
  return fields.map(([name, label, options]) => (
    <Field
      key={name}
      label={label}
      options={options}
      value={filter[name] ?? ''}
      change={(value) => change(name, value)}
    />
  ));
}

function usePlaceOptions(kind: 'groups' | 'networks'): readonly Option[] {
  const places = usePlaces(kind).data?.items ?? [];
  return places.filter(({ name }) => name !== '').map(({ name, devices }) => optionOf(name, name, devices));
}

function optionOf(value: string, title: string, devices: number): Option {
  return { value, words: `${title} (${countOf(devices, 'device')})` };
}

/** Left out where there is nothing to choose; a value that a link set is shown in any case. */
function Field({
  label,
  options,
  value,
  change,
}: {
  readonly label: string;
  readonly options: readonly Option[];
  readonly value: string;
  readonly change: (value: string) => void;
}) {
  const isListed = value === '' || options.some((option) => option.value === value);
  const shown = isListed ? options : [...options, { value, words: value }];
  if (shown.length === 0) return null;
  return (
    <label className="choice">
      {label}
      <select value={value} onChange={(event) => change(event.target.value)}>
        <option value="">Any</option>
        {shown.map((option) => (
          <option key={option.value} value={option.value}>
            {option.words}
          </option>
        ))}
      </select>
    </label>
  );
}
