import { get, type DeclarationState, type DeviceRecord, type Diagnostic, type Value } from '@ringcheck/model';
import { capped, diagnostic } from '../diagnostics.js';
import { identityOf } from '../facts/identity.js';
import { instantOf } from '../facts/instant.js';
import { UnreadKeys } from '../facts/unread-keys.js';
import { extendPath } from '../paths.js';
import type { Source, SourceInput, SourceOutput } from '../source.js';
import { declarationState } from './declarations.js';

/** Declaration status as a KMFDDM server gives it: a list for each enrolment id. */
export const declarationStatusSource: Source = {
  id: 'kmfddm-declaration-status',
  recognise: ({ value }) => {
    if (value?.type !== 'dict') return false;
    return value.entries.slice(0, entriesTried).some((entry) => firstOf(entry.value).some(isState));
  },
  read,
};

const entriesTried = 20;

function firstOf(value: Value): readonly Value[] {
  return value.type === 'array' ? value.items.slice(0, 1) : [];
}

function isState(item: Value): boolean {
  return ['identifier', 'server-token', 'active', 'valid'].every((key) => get(item, key) !== undefined);
}

const knownKeys = [
  ...['identifier', 'active', 'valid', 'server-token', 'reasons'],
  ...['current', 'status_received', 'status_id'],
];

function read({ value }: SourceInput): SourceOutput {
  const unread = new UnreadKeys(knownKeys);
  const devices: DeviceRecord[] = [];
  const problems: Diagnostic[] = [];
  for (const { key, value: list, keyAt } of value?.type === 'dict' ? value.entries : []) {
    const path = extendPath('', key);
    const identity = identityOf({ udid: key });
    const states = list.type === 'array' ? statesOf(list.items, path, unread) : [];
    if (identity === undefined || list.type !== 'array') {
      const message = 'This entry is no enrolment with its declarations and is left out.';
      problems.push(diagnostic('warning', 'no-device-identity', message, keyAt, path));
      continue;
    }
    const times = list.items.flatMap((item) => instantOf(get(item, 'status_received')) ?? []).sort();
    const observedAt = times.at(-1);
    devices.push({
      identity,
      creates: true,
      basis: 'device-answer',
      ...(observedAt === undefined ? {} : { observedAt }),
      claims: {},
      declarations: states,
      at: list.at,
    });
  }
  return {
    kind: 'ddm-status',
    status: devices.length === 0 ? 'rejected' : problems.length > 0 ? 'partial' : 'ingested',
    devices,
    profiles: [],
    diagnostics: [...capped(problems), ...unread.diagnostics('unimplemented-status-items')],
  };
}

/** The server does not say of which kind a declaration is; what it reports on are configurations first of all. */
function statesOf(items: readonly Value[], path: string, unread: UnreadKeys): readonly DeclarationState[] {
  return items.flatMap((item, index) => {
    unread.note(item);
    return declarationState(item, 'configuration', extendPath(path, index)) ?? [];
  });
}
