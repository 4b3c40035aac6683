import { platforms } from '@ringcheck/model';
import type { SelectableDevice } from '@ringcheck/policy';
import { UsageError } from '../failure.js';

const names = {
  serial: 'serial',
  udid: 'udid',
  name: 'name',
  model: 'modelName',
  product: 'productName',
  site: 'site',
} as const;

/**
 * A device as `--device` describes it: `serial=XFAKE1,tag=student,platform=iOS`. A word without `=` is a serial
 * number; `tag` may come more than once. Throws UsageError for a trait that selectors do not ask for.
 */
export function readTraits(given: string): SelectableDevice {
  let traits: SelectableDevice = { tags: [] };
  for (const part of given.split(',').map((each) => each.trim())) {
    const equals = part.indexOf('=');
    const key = equals < 0 ? 'serial' : part.slice(0, equals);
    const value = part.slice(equals + 1);
    if (key === 'tag') traits = { ...traits, tags: [...traits.tags, value] };
    else if (key === 'platform') traits = { ...traits, platform: platformOf(value) };
    else traits = { ...traits, [fieldOf(key)]: value };
  }
  return traits;
}

function fieldOf(key: string): string {
  const field = Object.entries(names).find(([name]) => name === key)?.[1];
  if (field !== undefined) return field;
  throw new UsageError(
    `--device ${key}=…: expected one of ${[...Object.keys(names), 'platform', 'tag'].join(', ')}`,
  );
}

function platformOf(value: string): (typeof platforms)[number] {
  const platform = platforms.find((each) => each.toLowerCase() === value.toLowerCase());
  if (platform !== undefined) return platform;
  throw new UsageError(`--device platform=${value}: expected one of ${platforms.join(', ')}`);
}
