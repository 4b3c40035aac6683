import { usePlaces } from '../../api/places.js';

export interface ChosenScope {
  readonly groups: readonly string[];
  /** As typed: separated by commas. */
  readonly tags: string;
}

export const wholeFleet: ChosenScope = { groups: [], tags: '' };

/** What is sent: nothing for the whole fleet. */
export function scopeRequest({ groups, tags }: ChosenScope): { groups?: string[]; tags?: string[] } {
  const names = tags.split(',').flatMap((name) => name.trim() || []);
  return {
    ...(groups.length === 0 ? {} : { groups: [...groups] }),
    ...(names.length === 0 ? {} : { tags: names }),
  };
}

/** Which part of the fleet is scanned: groups of the policy and tags; with neither, all of it. */
export function ScopeFields({
  scope,
  change,
}: {
  readonly scope: ChosenScope;
  readonly change: (scope: ChosenScope) => void;
}) {
  const places = usePlaces('groups');
  const names = places.data?.items.flatMap(({ name }) => name || []) ?? [];
  const toggle = (name: string, isChosen: boolean): void =>
    change({
      ...scope,
      groups: isChosen ? [...scope.groups, name] : scope.groups.filter((each) => each !== name),
    });
  return (
    <>
      {names.length > 0 && (
        <fieldset>
          <legend>Only these groups</legend>
          {names.map((name) => (
            <label key={name} className="check">
              <input
                type="checkbox"
                checked={scope.groups.includes(name)}
                onChange={(event) => toggle(name, event.target.checked)}
              />{' '}
              {name}
            </label>
          ))}
        </fieldset>
      )}
      <label>
        Only devices with a tag
        <input
          placeholder="exam, lab-*"
          autoComplete="off"
          maxLength={1_000}
          aria-describedby="scope-help"
          value={scope.tags}
          onChange={(event) => change({ ...scope, tags: event.target.value })}
        />
      </label>
    </>
  );
}
