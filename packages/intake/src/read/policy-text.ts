import { get, getNumber, type Value } from '@ringcheck/model';

const policyWords = [
  'groups',
  'networks',
  'vpns',
  'thresholds',
  'rules',
  'waivers',
  'accounts',
  'externalControls',
  'attestations',
  'outages',
  'latestVersions',
  'region',
  'expiry',
  'flows',
  'tunnels',
];

/** True for the text of a policy file: `version: 1` and one of its sections at the left edge. */
export function isPolicyText(text: string): boolean {
  if (!/^version[ \t]*:[ \t]*1[ \t]*(?:#.*)?\r?$/m.test(text)) return false;
  for (const match of text.matchAll(/^([A-Za-z]{4,20})[ \t]*:/gm))
    if (match[1] !== undefined && policyWords.includes(match[1])) return true;
  return false;
}

/** The same for a policy written as JSON. */
export function isPolicyTree(value: Value): boolean {
  return getNumber(value, 'version') === 1 && policyWords.some((word) => get(value, word) !== undefined);
}

/** True for a text that can only be meant as a mapping file: `version: 1` and `columns` at the left edge. */
export function isMappingText(text: string): boolean {
  const head = text.slice(0, 100_000);
  return /^version[ \t]*:[ \t]*1[ \t]*(?:#.*)?\r?$/m.test(head) && /^columns[ \t]*:/m.test(head);
}

/** The same for a mapping written as JSON. */
export function isMappingTree(value: Value): boolean {
  return getNumber(value, 'version') === 1 && get(value, 'columns')?.type === 'dict';
}
