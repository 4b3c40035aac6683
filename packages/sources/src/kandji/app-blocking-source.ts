import {
  get,
  getArray,
  getString,
  type AppBlocker,
  type AppBlockerScope,
  type Diagnostic,
  type Value,
} from '@ringcheck/model';
import { capped, diagnostic } from '../diagnostics.js';
import { text } from '../facts/convert.js';
import { UnreadKeys } from '../facts/unread-keys.js';
import { extendPath } from '../paths.js';
import type { Source, SourceInput, SourceOutput } from '../source.js';

/**
 * App Blocking items of Kandji (Iru). The vendor documents which identifiers an item holds and how they are compared,
 * but no export of them: an item is taken in JSON with `type: "App Blocking"`, its identifiers and its blueprints.
 */
export const appBlockingSource: Source = {
  id: 'kandji-app-blocking',
  recognise: ({ value }) => {
    if (value === undefined) return false;
    return recordsOf(value, recordsTried).some(({ record }) => isItem(record));
  },
  read,
};

const recordsTried = 20;

interface Located {
  readonly record: Value;
  readonly path: string;
}

function recordsOf(value: Value, most = Infinity): readonly Located[] {
  for (const envelope of ['results', 'library_items', 'data']) {
    const items = getArray(value, envelope);
    if (items !== undefined)
      return items.slice(0, most).map((record, index) => ({ record, path: extendPath(envelope, index) }));
  }
  if (value.type !== 'array') return [{ record: value, path: '' }];
  return value.items.slice(0, most).map((record, index) => ({ record, path: extendPath('', index) }));
}

function isItem(record: Value): boolean {
  return /^app(?:lication)?[ _-]?blocking$/i.test(getString(record, 'type')?.trim() ?? '');
}

const knownKeys = [
  'id',
  'name',
  'type',
  'identifiers',
  'blueprints',
  'active',
  'message',
  'button_title',
  'button_url',
];

function read({ value }: SourceInput): SourceOutput {
  const problems: Diagnostic[] = [];
  const unread = new UnreadKeys(knownKeys);
  const items = value === undefined ? [] : recordsOf(value).filter(({ record }) => isItem(record));
  const appBlockers = items.flatMap(({ record, path }) => {
    unread.note(record);
    return blockersIn(record, path, problems);
  });
  const isNothing = appBlockers.length === 0 && problems.length > 0;
  return {
    kind: 'app-blocking',
    status: isNothing ? 'rejected' : problems.length > 0 ? 'partial' : 'ingested',
    devices: [],
    profiles: [],
    diagnostics: [...capped(problems), ...unread.diagnostics('unimplemented-app-blocking-keys')],
    appBlockers,
  };
}

const compared: ReadonlyMap<string, AppBlocker['compares']> = new Map([
  ['process', 'process'],
  ['process name', 'process'],
  ['path', 'path'],
  ['bundle id', 'bundle-id'],
  ['bundle identifier', 'bundle-id'],
  ['developer id', 'developer-id'],
]);

const matches: ReadonlyMap<string, AppBlocker['match']> = new Map([
  ['exact', 'exact'],
  ['contains', 'contains'],
  ['regex', 'regex'],
]);

function blockersIn(record: Value, path: string, problems: Diagnostic[]): readonly AppBlocker[] {
  const identifiers = getArray(record, 'identifiers');
  if (identifiers === undefined) {
    problems.push(withoutContent(record, path));
    return [];
  }
  const name = getString(record, 'name')?.trim() ?? 'App Blocking';
  const scope = scopeOf(record);
  const active = get(record, 'active');
  return identifiers.flatMap((entry, index): AppBlocker[] => {
    const entryPath = extendPath(path, 'identifiers', index);
    const compares = compared.get(wordOf(entry, 'type'));
    const match = matches.get(wordOf(entry, 'match_type'));
    const pattern = getString(entry, 'value')?.trim() ?? '';
    if (compares === undefined || match === undefined || pattern === '') {
      problems.push(unreadableIdentifier(entry, entryPath));
      return [];
    }
    return [
      {
        vendor: 'kandji',
        by: 'App Blocking of Kandji',
        name,
        compares,
        pattern,
        match,
        ends: active?.type !== 'boolean' || active.value,
        scope,
        at: entry.at,
        path: entryPath,
      },
    ];
  });
}

function scopeOf(record: Value): AppBlockerScope {
  const blueprints = get(record, 'blueprints');
  const items = blueprints?.type === 'array' ? blueprints.items : [];
  const groups = items.flatMap((item) => text(item) ?? text(get(item, 'name') ?? item) ?? []);
  const isStated = blueprints?.type === 'array';
  const nobody = { devices: [], groups: [], hasOther: false };
  return {
    devices: [],
    groups,
    hasOther: groups.length < items.length,
    all: false,
    isStated,
    exclusions: nobody,
  };
}

function wordOf(entry: Value, key: string): string {
  return (getString(entry, key) ?? '').trim().toLowerCase().replace(/[_-]/g, ' ');
}

function withoutContent(record: Value, path: string): Diagnostic {
  const message =
    'This App Blocking item is named without its identifiers, so what it blocks cannot be told. Add them as "identifiers", or state the item under externalControls in the policy file.';
  return diagnostic('error', 'app-blocking-without-content', message, record.at, path);
}

function unreadableIdentifier(entry: Value, path: string): Diagnostic {
  const message =
    'An identifier has "type" (process, path, bundle_id or developer_id), "match_type" (exact, contains or regex) and "value"; this one is left out.';
  return diagnostic('error', 'app-blocking-identifier', message, entry.at, path);
}
