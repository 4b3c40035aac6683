/** Keys and indexes from the root to a value. */
export type KeyPath = readonly (string | number)[];

/** `networks[0].match.cidr[1]`; keys that are no plain words are quoted. */
export function formatPath(path: KeyPath): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else if (/^[A-Za-z_][\w-]*$/.test(part)) text += text === '' ? part : `.${part}`;
    else text += `[${JSON.stringify(part)}]`;
  }
  return text;
}
