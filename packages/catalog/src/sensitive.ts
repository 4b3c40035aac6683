import { findPayload } from './catalog.js';

/**
 * Whether the value under a key must never leave the decoder: Apple's own flags, then the name.
 * `key` is a name (`SharedSecret`) or a path in the payload (`IKEv2.SharedSecret`).
 */
export function isSensitive(payloadType: string, key: string): boolean {
  const flagged = flaggedKeys(payloadType);
  const leaf = lastPart(key);
  if (flagged.paths.has(key) || flagged.leaves.has(leaf.toLowerCase())) return true;
  return namesSecret(leaf);
}

interface Flagged {
  readonly paths: ReadonlySet<string>;
  readonly leaves: ReadonlySet<string>;
}

const none: Flagged = { paths: new Set(), leaves: new Set() };
const cache = new Map<string, Flagged>();

function flaggedKeys(payloadType: string): Flagged {
  const known = cache.get(payloadType);
  if (known) return known;
  const payload = findPayload(payloadType);
  if (!payload) return none;
  const paths = payload.keys.filter((key) => key.sensitive === true).map((key) => key.key);
  const flagged = {
    paths: new Set(paths),
    leaves: new Set(paths.map((path) => lastPart(path).toLowerCase())),
  };
  cache.set(payloadType, flagged);
  return flagged;
}

function lastPart(key: string): string {
  return key.slice(key.lastIndexOf('.') + 1).replaceAll('[]', '');
}

/** Words that say "this is a switch or a limit", so that the secret they speak of is not the value. */
const switchWords = new Set(
  'ask asks allow allows allowed force forces require requires required enable enabled disable disabled show is has min max minimum maximum set prohibit prevent supported'.split(
    ' ',
  ),
);

/** What may follow a secret's name without turning it into something else. */
const qualifiers = new Set(
  'hash hashed data value values sha1 sha256 sha512 encrypted base64 text plain plaintext cms pem der string 1 2'.split(
    ' ',
  ),
);

const secretEnd =
  /(?:password|passwd|passphrase|secret|secretkey|privatekey|presharedkey|sharedkey|apikey|accesskey|encryptionkey|recoverykey|signingkey|unlocktoken|psk|token|credential|challenge|bypasscode|pushmagic)s?$/;

/** Revision marks of declarations that happen to be called tokens. */
const revisionMarks = new Set(['servertoken', 'declarationstoken']);

/** Whether the name alone gives a secret away: `AuthPassword`, `wifi_psk`, `clientSecret`; not `allowPasswordSharing`. */
export function namesSecret(name: string): boolean {
  if (name.length > 200) return false;
  const words = wordsOf(name);
  if (words.some((word) => switchWords.has(word))) return false;
  while (words.length > 1 && qualifiers.has(words[words.length - 1] ?? '')) words.pop();
  const joined = words.join('');
  if (/^(?:allow|force|onetime)/.test(joined) || revisionMarks.has(joined)) return false;
  return secretEnd.test(joined);
}

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}
