/** Names FaceTime rests on: identity and push, accounts. */
const needed = ['apple.com', 'icloud.com'];

/**
 * Whether a domain of a list (`apple.com`, `*.push.apple.com`, `com`) holds names FaceTime needs, or is held by
 * one of them.
 */
export function touchesFaceTime(domain: string): boolean {
  const plain = domain
    .trim()
    .toLowerCase()
    .replace(/^\*?\.?/, '')
    .replace(/\.$/, '');
  if (plain === '') return true;
  return needed.some((name) => name === plain || name.endsWith(`.${plain}`) || plain.endsWith(`.${name}`));
}
