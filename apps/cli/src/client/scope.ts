import type { ScanScope } from '@ringcheck/contracts';
import type { Arguments, OptionTable } from '../arguments.js';

/** Options that limit a scan to a part of the fleet. */
export const scopeOptions = (verb: string): OptionTable => ({
  device: {
    type: 'string',
    value: 'ID',
    multiple: true,
    help: `${verb} this device only; may be given more than once`,
  },
  group: {
    type: 'string',
    value: 'NAME',
    multiple: true,
    help: `${verb} the devices of this group of the policy only; may be given more than once`,
  },
  tag: {
    type: 'string',
    value: 'TAG',
    multiple: true,
    help: `${verb} devices with this tag only; may be given more than once`,
  },
});

/** The scope asked for; nothing: the whole fleet. */
export function scopeOf(args: Arguments): ScanScope {
  const [devices, groups, tags] = [args.list('device'), args.list('group'), args.list('tag')];
  return {
    ...(devices.length === 0 ? {} : { devices: [...devices] }),
    ...(groups.length === 0 ? {} : { groups: [...groups] }),
    ...(tags.length === 0 ? {} : { tags: [...tags] }),
  };
}

/** A scope in a few words; empty for the whole fleet. */
export function scopeText({ devices, groups, tags }: ScanScope): string {
  const listed = (what: string, names: readonly string[] | undefined): string[] =>
    names === undefined ? [] : [`${what} ${names.join(' or ')}`];
  return [
    ...(devices === undefined ? [] : [`${devices.length} ${devices.length === 1 ? 'device' : 'devices'}`]),
    ...listed('group', groups),
    ...listed('tag', tags),
  ].join(', ');
}
