import type { DeviceRecord } from './document.js';
import type { FactValues, Subscription } from './facts.js';

/** Lines by what Apple registers: which SIM, which number. */
function linesKey(lines: readonly Subscription[]): string {
  return lines
    .map(({ iccid, phoneNumber }) => `${iccid ?? ''} ${phoneNumber ?? ''}`)
    .sort()
    .join('\n');
}

const keysOfValues: { readonly [K in 'build' | 'subscriptions']: (value: FactValues[K]) => string } = {
  build: (build) => build,
  subscriptions: linesKey,
};

/** A fact of which it is told since when it holds. */
export type ToldSince = keyof typeof keysOfValues;

export const toldSince = Object.keys(keysOfValues) as readonly ToldSince[];

/** What makes a value of such a fact another than one before; undefined: the record does not speak of it. */
export function sinceKey<K extends ToldSince>({ claims }: DeviceRecord, name: K): string | undefined {
  const claim = claims[name] as { readonly value: FactValues[K] } | undefined;
  return claim === undefined ? undefined : keysOfValues[name](claim.value);
}

/** Whether what is said of one device differs in such a fact: then each time it was said tells since when it holds. */
export function differInSince(said: readonly { readonly record: DeviceRecord }[]): boolean {
  return said.length > 1 && toldSince.some((name) => differIn(said, name));
}

function differIn(said: readonly { readonly record: DeviceRecord }[], name: ToldSince): boolean {
  let first: string | undefined;
  return said.some(({ record }) => {
    const key = sinceKey(record, name);
    first ??= key;
    return key !== undefined && key !== first;
  });
}
