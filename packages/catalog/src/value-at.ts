import type { DictValue, Entry, Value } from '@ringcheck/model';

/** The entry at a path of dictionaries, `VPN.IncludeAllNetworks`; paths into arrays (`[]`) have no single entry. */
export function entryAt(settings: DictValue, path: string): Entry | undefined {
  let dict: Value = settings;
  const parts = path.split('.');
  for (const [index, part] of parts.entries()) {
    if (dict.type !== 'dict') return undefined;
    const entry: Entry | undefined = dict.entries.find(({ key }) => key === part);
    if (!entry || index === parts.length - 1) return entry;
    dict = entry.value;
  }
  return undefined;
}

/** Whether a value has the type Apple demands; what cannot be read counts as right until it is known. */
export function hasType(value: Value, wanted: Value['type']): boolean {
  if (value.type === wanted || value.type === 'templated' || value.type === 'secret') return true;
  return wanted === 'real' && value.type === 'integer';
}
