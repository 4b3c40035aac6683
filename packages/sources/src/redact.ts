import {
  optional,
  toJson,
  type DictValue,
  type DigestSecret,
  type Entry,
  type Value,
} from '@ringcheck/model';
import { isSensitive } from '@ringcheck/catalog';
import { maskVpnConfig, vpnConfigKind } from './vpn-config/mask.js';

/** Words that give a secret away although they are no passwords or keys by name. */
const secretKey = /^pin$|licen[cs]e_?key$|activation_?(?:code|key)$|hash_?salt$|^passcode$/i;

const secretText =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----|-----BEGIN OpenVPN |\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{4,}|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_\w{20,}|\bxox[abpr]-[\w-]{10,}|\bsk-[\w-]{20,}|[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:[^\s/@]+@/i;

/** Payloads whose own content is an identity or a key. */
const secretPayload = /pkcs12|com\.apple\.security\.identity/i;

/**
 * The tree without its secrets: what Apple marks sensitive, what a key's name gives away, and texts that have the
 * form of a key or token become `{ type: 'secret' }` at the same place, with a digest where the caller can make one.
 */
export function redactPayload(payloadType: string, settings: DictValue, digest?: DigestSecret): DictValue {
  return redactDict(settings, { payloadType, digest });
}

/** The same for trees that are no payload. */
export function redactTree(value: Value, digest?: DigestSecret): Value {
  return redactValue(value, { payloadType: '', digest }, '');
}

interface Redacting {
  readonly payloadType: string;
  readonly digest: DigestSecret | undefined;
}

const encoder = new TextEncoder();

function secretOf(value: Value, digest: DigestSecret | undefined): Value {
  // The type goes in: the text `1` and the number 1 are two secrets.
  const content = JSON.stringify([value.type, toJson(value)]);
  return { type: 'secret', ...optional('digest', digest?.(encoder.encode(content))), at: value.at };
}

function redactDict(dict: DictValue, how: Redacting): DictValue {
  const entries = dict.entries.map((entry) => redactEntry(entry, how));
  return entries.every((entry, index) => entry === dict.entries[index])
    ? dict
    : { type: 'dict', entries, at: dict.at };
}

function redactEntry(entry: Entry, how: Redacting): Entry {
  const value = redactValue(entry.value, how, entry.key);
  return value === entry.value ? entry : { key: entry.key, value, keyAt: entry.keyAt };
}

function redactValue(value: Value, how: Redacting, key: string): Value {
  // Before anything else: such a text is full of keys, and its routes decide where calls go.
  const kind = value.type === 'string' ? vpnConfigKind(value.value) : undefined;
  if (kind !== undefined && value.type === 'string')
    return { type: 'string', value: maskVpnConfig(value.value, kind), at: value.at };
  if (isSecret(value, how.payloadType, key)) return secretOf(value, how.digest);
  switch (value.type) {
    case 'dict':
      return redactDict(value, how);
    case 'array': {
      const items = value.items.map((item) => redactValue(item, how, key));
      return items.every((item, index) => item === value.items[index])
        ? value
        : { type: 'array', items, at: value.at };
    }
    default:
      return value;
  }
}

function isSecret(value: Value, payloadType: string, key: string): boolean {
  // A switch or an empty place is never a password itself.
  if (value.type === 'boolean' || value.type === 'null' || key === '') return isSecretText(value);
  if (isSensitive(payloadType, key) || secretKey.test(key)) return true;
  if (key === 'PayloadContent' && value.type === 'data') return secretPayload.test(payloadType);
  return isSecretText(value);
}

function isSecretText(value: Value): boolean {
  return value.type === 'string' && secretText.test(value.value);
}
