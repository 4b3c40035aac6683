/** Makes one of all that meet, directly or by way of others; in the order in which the last of each came. */
export function mergeMeeting<T>(
  items: readonly T[],
  meet: (one: T, other: T) => boolean,
  merge: (all: readonly T[]) => T,
): readonly T[] {
  let groups: readonly T[] = [];
  for (const item of items) {
    const met = groups.filter((group) => meet(group, item));
    const merged = met.length === 0 ? item : merge([...met, item]);
    groups = [...groups.filter((group) => !met.includes(group)), merged];
  }
  return groups;
}
