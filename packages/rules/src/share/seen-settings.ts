import type { Picture } from '@ringcheck/assemble';
import { resolve, type Effective, type OsReaches } from '@ringcheck/effective';
import type { Clock } from '../clock.js';
import { resolving } from '../judge-options.js';
import type { Family } from './sight.js';

/** The settings in force as far as the family's rules may ask for them. */
export function effectiveOf(
  picture: Picture,
  { types }: Family,
  clock: Clock,
  assumeInstalled: boolean,
  osReaches: OsReaches,
  onLook: () => void,
): Effective {
  if (types !== 'every' && types.size === 0) return limited(nothingInForce, types, onLook);
  const effective = resolve(picture, resolving(clock, assumeInstalled, osReaches));
  return types === 'every' ? effective : limited(effective, types, onLook);
}

const nothing = (): readonly never[] => [];
export const nothingInForce: Effective = {
  settings: nothing,
  undetermined: nothing,
  payloads: nothing,
  ignored: nothing,
  notes: [],
};

/** Whoever asks for a type the family does not see is told apart from it. */
function limited(effective: Effective, types: ReadonlySet<string>, onLook: () => void): Effective {
  const checked = <T>(type: string | undefined, answer: T): T => {
    if (type === undefined || !types.has(type)) onLook();
    return answer;
  };
  return {
    settings: (type, key) => checked(type, effective.settings(type, key)),
    undetermined: (type, key) => checked(type, effective.undetermined(type, key)),
    payloads: (type) => checked(type, effective.payloads(type)),
    ignored: (type, key) => checked(type, effective.ignored(type, key)),
    notes: effective.notes,
  };
}
