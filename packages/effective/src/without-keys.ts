import type { DictValue, Entry } from '@ringcheck/model';

/** A dictionary without the entries at these paths (`VPN.ExcludeAPNs`). */
export function withoutKeys(settings: DictValue, paths: readonly string[]): DictValue {
  if (paths.length === 0) return settings;
  const here = new Set(paths.filter((path) => !path.includes('.')));
  const entries = settings.entries.flatMap((entry): Entry[] => {
    if (here.has(entry.key)) return [];
    if (entry.value.type !== 'dict') return [entry];
    const prefix = `${entry.key}.`;
    const inside = paths.flatMap((path) => (path.startsWith(prefix) ? [path.slice(prefix.length)] : []));
    return [inside.length === 0 ? entry : { ...entry, value: withoutKeys(entry.value, inside) }];
  });
  return { ...settings, entries };
}
