import { get, getArray, getString, type Diagnostic, type Value } from '@ringcheck/model';
import { capped, diagnostic } from '../diagnostics.js';
import { UnreadKeys } from '../facts/unread-keys.js';
import { hasKeys } from '../inventory/inventory-source.js';
import { extendPath } from '../paths.js';
import type { Source, SourceInput, SourceOutput } from '../source.js';

/** The list of profiles of Jamf School: names and hours, no settings. */
export const jamfSchoolProfilesSource: Source = {
  id: 'jamf-school-profiles',
  recognise: ({ value }) =>
    (getArray(value, 'profiles') ?? [])
      .slice(0, 1)
      .some((item) => hasKeys(item, 'identifier', 'name', 'platform') && hasKeys(item, 'daysOfTheWeek')),
  read,
};

const knownKeys = [
  ...['id', 'locationId', 'type', 'status', 'identifier', 'name', 'description', 'platform', 'isTemplate'],
  ...['daysOfTheWeek', 'startTime', 'endTime', 'useHolidays', 'restrictedWeekendUse'],
];

function read({ value }: SourceInput): SourceOutput {
  const unread = new UnreadKeys(knownKeys);
  const items = getArray(value, 'profiles') ?? [];
  for (const item of items) unread.note(item);
  const timed = items.flatMap((item, index) => atSchoolHours(item, extendPath('profiles', index)) ?? []);
  return {
    kind: 'jamf-profile',
    status: 'partial',
    devices: [],
    profiles: [],
    diagnostics: [
      withoutContent(get(value, 'profiles')),
      ...capped(timed),
      ...unread.diagnostics('unimplemented-inventory-keys'),
    ],
  };
}

function withoutContent(list: Value | undefined): Diagnostic {
  const message =
    'Jamf School lists its profiles without their settings. Download each in question under Profiles and upload it.';
  return diagnostic('warning', 'no-profile-content', message, list?.at, 'profiles');
}

/** Such a profile comes and goes by itself, so calls fail at some hours only. */
function atSchoolHours(item: Value, path: string): Diagnostic | undefined {
  const start = getString(item, 'startTime') ?? '';
  const end = getString(item, 'endTime') ?? '';
  if (start === '' || end === '') return undefined;
  const name = (getString(item, 'name') ?? '').slice(0, 60);
  const message = `The profile "${name}" is in force from ${start.slice(0, 8)} to ${end.slice(0, 8)} only: what it blocks, it blocks at these hours.`;
  return diagnostic('info', 'profile-at-hours', message, item.at, path);
}
