import { get, getArray, getString, type Value } from '@ringcheck/model';

const itemsTried = 20;

/** One declaration, a list of them, or a blueprint. */
export function isDeclarations(value: Value): boolean {
  if (isDeclaration(value) || isBlueprint(value)) return true;
  const list = value.type === 'array' ? value.items : (getArray(value, 'declarations') ?? []);
  return list.slice(0, itemsTried).some((item) => isDeclaration(item) || isJamfDeclaration(item));
}

/** Apple's own form. Keys and type together: `Type` alone is a word of many formats. */
export function isDeclaration(value: Value): boolean {
  const type = getString(value, 'Type') ?? '';
  return (
    /^com\.apple\.(?:configuration|activation|asset|management)\./.test(type) && isDict(value, 'Payload')
  );
}

function isDict(value: Value, key: string): boolean {
  return get(value, key)?.type === 'dict';
}

/** Jamf's list of what a device was sent. */
export function isJamfDeclaration(value: Value): boolean {
  return get(value, 'payloadJson')?.type === 'string' && get(value, 'type')?.type === 'string';
}

/** Jamf's blueprints are written in its own words, which it turns into declarations itself. */
export function isBlueprint(value: Value): boolean {
  return (getArray(value, 'steps') ?? []).some((step) =>
    (getArray(step, 'components') ?? []).some(
      (part) => getString(part, 'identifier')?.startsWith('com.jamf.ddm') === true,
    ),
  );
}
