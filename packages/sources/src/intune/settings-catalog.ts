import { findPayload } from '@ringcheck/catalog';
import { get, getArray, getString, type Entry, type Value } from '@ringcheck/model';
import type { ImpliedPayload } from './general-configuration.js';

const maxDepth = 12;

/** The payloads of a settings catalog policy: every setting is `<payload type>_<key in lower case>`. */
export function catalogPayloads(policy: Value): readonly ImpliedPayload[] {
  const byType = new Map<string, Entry[]>();
  for (const setting of getArray(policy, 'settings') ?? []) {
    const instance = get(setting, 'settingInstance');
    if (instance !== undefined) collect(instance, byType, 0);
  }
  return [...byType].map(([type, entries]) => ({ type, entries }));
}

function collect(instance: Value, byType: Map<string, Entry[]>, depth: number): void {
  if (depth > maxDepth) return;
  const value = valueOf(instance);
  const id = get(instance, 'settingDefinitionId');
  const named = id?.type === 'string' ? nameOf(id.value) : undefined;
  if (value !== undefined && named !== undefined && id !== undefined) {
    const entries = byType.get(named.type) ?? [];
    byType.set(named.type, entries);
    entries.push({ key: named.key, value, keyAt: id.at });
  }
  for (const child of childrenOf(instance)) collect(child, byType, depth + 1);
}

function childrenOf(instance: Value): readonly Value[] {
  const groups = getArray(instance, 'groupSettingCollectionValue') ?? [];
  const choice = get(instance, 'choiceSettingValue');
  return [...groups, ...(choice === undefined ? [] : [choice])].flatMap(
    (group) => getArray(group, 'children') ?? [],
  );
}

/** Apple's payload types hold no underscore, so the first one ends the type. Keys are spelt as the catalogue does. */
function nameOf(id: string): { type: string; key: string } | undefined {
  const cut = id.indexOf('_');
  if (cut <= 0 || !id.startsWith('com.apple.')) return undefined;
  const type = id.slice(0, cut);
  const lower = id.slice(cut + 1);
  const known = findPayload(type)?.keys.find(({ key }) => key.toLowerCase() === lower.toLowerCase());
  return { type, key: known?.key ?? lower };
}

function valueOf(instance: Value): Value | undefined {
  const choice = get(get(instance, 'choiceSettingValue'), 'value');
  if (choice?.type === 'string') {
    const id = getString(instance, 'settingDefinitionId') ?? '';
    const option = choice.value.startsWith(`${id}_`) ? choice.value.slice(id.length + 1) : choice.value;
    if (option === 'true' || option === 'false')
      return { type: 'boolean', value: option === 'true', at: choice.at };
    return { ...choice, value: option };
  }
  const simple = get(get(instance, 'simpleSettingValue'), 'value');
  if (simple !== undefined) return simple;
  const collection = get(instance, 'simpleSettingCollectionValue');
  if (collection?.type !== 'array') return undefined;
  const items = collection.items.flatMap((item) => get(item, 'value') ?? []);
  return { type: 'array', items, at: collection.at };
}
