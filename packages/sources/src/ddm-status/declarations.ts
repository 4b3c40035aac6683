import {
  get,
  getArray,
  getBoolean,
  getString,
  optional,
  type DeclarationKind,
  type DeclarationState,
  type Value,
} from '@ringcheck/model';
import { extendPath } from '../paths.js';

const lists: readonly (readonly [string, DeclarationKind])[] = [
  ['activations', 'activation'],
  ['configurations', 'configuration'],
  ['assets', 'asset'],
  ['management', 'management'],
];

/** The states under `management.declarations` of a status report; those marked as removed are left out. */
export function declarationStates(
  declarations: Value | undefined,
  path: string,
): readonly DeclarationState[] | undefined {
  if (declarations?.type !== 'dict') return undefined;
  return lists.flatMap(([key, kind]) =>
    (getArray(declarations, key) ?? []).flatMap(
      (item, index) => declarationState(item, kind, extendPath(path, key, index)) ?? [],
    ),
  );
}

/** The state of one declaration; undefined when it has no identifier, or was taken away. */
export function declarationState(
  item: Value,
  kind: DeclarationKind,
  path: string,
): DeclarationState | undefined {
  const identifier = getString(item, 'identifier')?.trim() ?? '';
  if (identifier === '' || getBoolean(item, '_removed') === true) return undefined;
  return {
    kind,
    identifier,
    ...optional('active', getBoolean(item, 'active')),
    ...optional('valid', validity(get(item, 'valid'))),
    ...optional('serverToken', getString(item, 'server-token')),
    reasons: (getArray(item, 'reasons') ?? []).flatMap((reason) => reasonOf(reason) ?? []),
    at: item.at,
    path,
  };
}

/** A word in Apple's reports, true or false where a server has rewritten it. */
function validity(value: Value | undefined): DeclarationState['valid'] | undefined {
  if (value?.type === 'boolean') return value.value ? 'valid' : 'invalid';
  if (value?.type !== 'string') return undefined;
  const word = value.value.trim().toLowerCase();
  return word === 'valid' || word === 'invalid' || word === 'unknown' ? word : undefined;
}

function reasonOf(reason: Value): DeclarationState['reasons'][number] | undefined {
  const code = getString(reason, 'code') ?? getString(reason, 'Code');
  const description = getString(reason, 'description') ?? getString(reason, 'Description');
  if (code === undefined && description === undefined) return undefined;
  return { code: code ?? 'unknown', ...optional('description', description) };
}
