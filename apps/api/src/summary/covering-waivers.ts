import { platforms, schemaPlatform } from '@ringcheck/model';
import type { Waiver } from '@ringcheck/policy';
import type { CoveringWaiver } from '@ringcheck/store';

/**
 * Waivers as the store asks of its rows, with the meaning of `matchesSelector`: a selector without keys, or with
 * `default: false`, takes nothing, and `iOS` takes iPads too.
 */
export function coveringWaivers(waivers: readonly Waiver[]): readonly CoveringWaiver[] {
  return waivers.flatMap(({ rule, select: { default: all, platform, ...globs } }) => {
    const isEmpty = all === undefined && platform === undefined && Object.values(globs).length === 0;
    if (all === false || isEmpty) return [];
    const taken = platforms.filter(
      (one) => platform?.includes(one) === true || platform?.includes(schemaPlatform(one)) === true,
    );
    return [{ rule, select: { ...globs, ...(platform === undefined ? {} : { platform: taken }) } }];
  });
}
