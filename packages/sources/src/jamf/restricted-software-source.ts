import {
  get,
  getArray,
  optional,
  type AppBlocker,
  type AppBlockerScope,
  type AppBlockerTargets,
  type DeviceIdentity,
  type Diagnostic,
  type Value,
} from '@ringcheck/model';
import { capped, diagnostic } from '../diagnostics.js';
import { bool, text } from '../facts/convert.js';
import { identityOf } from '../facts/identity.js';
import { UnreadKeys } from '../facts/unread-keys.js';
import { siteName } from '../inventory/device-shape.js';
import { extendPath } from '../paths.js';
import type { Source, SourceInput, SourceOutput } from '../source.js';
import { xmlToValue } from '../xml/to-value.js';
import { vendorIdOf } from './vendor-id.js';

const root = 'restricted_software';

/** Restricted Software of the Jamf Pro Classic API, in XML or JSON: one item, several, or the list of their names. */
export const restrictedSoftwareSource: Source = {
  id: 'jamf-restricted-software',
  recognise: ({ value, xml }) => xml?.root?.name === root || isOurs(value),
  read,
};

const itemsTried = 20;

function isOurs(value: Value | undefined): boolean {
  if (value?.type === 'array') return value.items.slice(0, itemsTried).some(isWrapped);
  return value !== undefined && isWrapped(value);
}

function isWrapped(value: Value): boolean {
  const inner = value.type === 'dict' && value.entries.length === 1 ? get(value, root) : undefined;
  return inner?.type === 'dict' || inner?.type === 'array';
}

/** Elements of a scope that hold a list; in JSON these are lists already. */
const listElements: ReadonlySet<string> = new Set([
  'computers',
  'computer_groups',
  'buildings',
  'departments',
  'users',
  'user_groups',
  'network_segments',
  'ibeacons',
  'jss_users',
  'jss_user_groups',
]);

const knownKeys = [
  'id',
  'scope',
  ...[
    'id',
    'name',
    'process_name',
    'match_exact_process_name',
    'send_notification',
    'kill_process',
    'delete_executable',
    'display_message',
    'site',
  ].map((key) => `general.${key}`),
];

interface Item {
  readonly value: Value;
  readonly path: string;
}

function read(input: SourceInput): SourceOutput {
  const items = itemsOf(input);
  const problems: Diagnostic[] = [];
  const unread = new UnreadKeys(knownKeys);
  const appBlockers = items.flatMap(({ value, path }): AppBlocker[] => {
    const blocker = blockerOf(value, path);
    if (blocker === undefined) problems.push(problemOf(value, path));
    else unread.note(value);
    return blocker === undefined ? [] : [blocker];
  });
  const isNothing = items.length > 0 && appBlockers.length === 0;
  return {
    kind: 'app-blocking',
    status: isNothing ? 'rejected' : problems.length > 0 ? 'partial' : 'ingested',
    devices: [],
    profiles: [],
    diagnostics: [...capped(problems), ...unread.diagnostics('unimplemented-restricted-software-keys')],
    appBlockers,
  };
}

function itemsOf({ value, xml }: SourceInput): readonly Item[] {
  if (xml?.root !== undefined) {
    const body = xmlToValue(xml.root, listElements).value;
    const titles = body.type === 'dict' ? body.entries.filter(({ key }) => key === `${root}_title`) : [];
    if (titles.length > 0)
      return titles.map((title, index) => ({
        value: title.value,
        path: extendPath(root, `${root}_title`, index),
      }));
    return isEmptyList(body) ? [] : [{ value: body, path: root }];
  }
  if (value?.type === 'array')
    return value.items.flatMap((item, index) => unwrapped(item, extendPath('', index)));
  return value === undefined ? [] : unwrapped(value, '');
}

/** `<restricted_software><size>0</size></restricted_software>`: the server has none. */
function isEmptyList(body: Value): boolean {
  if (body.type !== 'dict') return true;
  return body.entries.every(({ key }) => key === 'size');
}

function unwrapped(item: Value, path: string): readonly Item[] {
  const inner = get(item, root);
  if (inner === undefined) return [{ value: item, path }];
  const innerPath = extendPath(path, root);
  if (inner.type !== 'array') return [{ value: inner, path: innerPath }];
  return inner.items.map((each, index) => ({ value: each, path: extendPath(innerPath, index) }));
}

function blockerOf(item: Value, path: string): AppBlocker | undefined {
  const general = get(item, 'general');
  const named = get(general, 'process_name');
  const pattern = named?.type === 'string' ? named.value.trim() : '';
  if (named === undefined || pattern === '') return undefined;
  return {
    vendor: 'jamf',
    by: 'Restricted Software of Jamf Pro',
    name: textAt(general, 'name') ?? pattern,
    compares: 'process',
    pattern,
    match: flag(general, 'match_exact_process_name') ? 'exact' : 'contains',
    ends: flag(general, 'kill_process'),
    scope: scopeOf(item, general),
    at: named.at,
    path: extendPath(path, 'general', 'process_name'),
  };
}

function scopeOf(item: Value, general: Value | undefined): AppBlockerScope {
  const scope = get(item, 'scope');
  const exclusions = get(scope, 'exclusions');
  const limitations = get(scope, 'limitations');
  const site = get(get(general, 'site'), 'name');
  const targets = targetsOf(scope);
  return {
    ...targets,
    hasOther: targets.hasOther || (limitations !== undefined && targetsOf(limitations).hasOther),
    all: flag(scope, 'all_computers'),
    isStated: scope?.type === 'dict',
    ...optional('site', site === undefined ? undefined : siteName(site)),
    exclusions: targetsOf(exclusions),
  };
}

const otherTargets = [...listElements].filter((name) => name !== 'computers' && name !== 'computer_groups');

function targetsOf(scope: Value | undefined): AppBlockerTargets {
  const groups = listAt(scope, 'computer_groups', 'computer_group');
  const names = groups.flatMap((group) => textAt(group, 'name') ?? []);
  const computers = listAt(scope, 'computers', 'computer');
  const devices = computers.flatMap((computer) => deviceOf(computer) ?? []);
  return {
    devices,
    groups: names,
    hasOther:
      names.length < groups.length ||
      devices.length < computers.length ||
      otherTargets.some((name) => listAt(scope, name, '').length > 0),
  };
}

/** The older JSON form wraps each entry in its name and puts a size before them. */
function listAt(scope: Value | undefined, key: string, wrapper: string): readonly Value[] {
  const items = getArray(scope, key) ?? [];
  return items.flatMap((item) => {
    const inner = wrapper === '' ? undefined : get(item, wrapper);
    return get(item, 'size') !== undefined && inner === undefined ? [] : [inner ?? item];
  });
}

function deviceOf(computer: Value): DeviceIdentity | undefined {
  return identityOf({
    udid: textAt(computer, 'udid'),
    vendorId: vendorIdOf('macos', textAt(computer, 'id')),
  });
}

function textAt(value: Value | undefined, key: string): string | undefined {
  const found = get(value, key);
  return found === undefined ? undefined : text(found);
}

function flag(value: Value | undefined, key: string): boolean {
  const found = get(value, key);
  return found !== undefined && bool(found) === true;
}

function problemOf(item: Value, path: string): Diagnostic {
  const message =
    get(item, 'general') === undefined
      ? 'Only the name of this item stands here. Export it itself: /JSSResource/restrictedsoftware/id/<id>.'
      : 'This item names no process (general, process_name) and is left out.';
  return diagnostic('error', 'restricted-software-incomplete', message, item.at, path);
}
