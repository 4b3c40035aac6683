import type { ScanScope } from '@ringcheck/contracts';
import { countOf } from './count.js';

/** A scope in a few words; undefined for the whole fleet. */
export function scopeWords({ devices, groups, tags }: ScanScope): string | undefined {
  const parts = [
    devices && countOf(devices.length, 'device'),
    groups && `${groups.length === 1 ? 'group' : 'groups'} ${groups.join(', ')}`,
    tags && `${tags.length === 1 ? 'tag' : 'tags'} ${tags.join(', ')}`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(' with ');
}
