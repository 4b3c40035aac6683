import { decodeText, openCms, sniff } from '@ringcheck/intake';
import { getString, type DictValue, type Value } from '@ringcheck/model';
import { decodeJson, decodePlist } from '@ringcheck/plist';
import { redactPayload, redactTree } from '@ringcheck/sources';

/** Documents inside documents are opened this deep to look for secrets; what lies deeper is hidden unseen. */
const deepest = 4;
/** Shorter texts cannot hold a document with a secret. */
const shortest = 40;

/**
 * The tree without its secrets, payload by payload. A text or data value that is itself a document with a secret in
 * it (a profile inside a command, an escaped payload) is hidden as a whole.
 */
export async function withoutSecrets(value: Value, depth = 0): Promise<Value> {
  const hidden = new Set<Value>();
  for (const candidate of embeddedIn(value))
    if (await holdsSecret(candidate.bytes, depth + 1)) hidden.add(candidate.value);
  return redactTree(redactPayloads(hidden.size === 0 ? value : without(value, hidden)));
}

function redactPayloads(value: Value): Value {
  if (value.type === 'array') return withItems(value, value.items.map(redactPayloads));
  if (value.type !== 'dict') return value;
  const dict = withValues(value, (inner) => redactPayloads(inner));
  const type = getString(dict, 'PayloadType');
  return type === undefined ? dict : redactPayload(type, dict);
}

function without(value: Value, hidden: ReadonlySet<Value>): Value {
  if (hidden.has(value)) return { type: 'secret', at: value.at };
  if (value.type === 'array')
    return withItems(
      value,
      value.items.map((item) => without(item, hidden)),
    );
  return value.type === 'dict' ? withValues(value, (inner) => without(inner, hidden)) : value;
}

function withItems(value: Extract<Value, { type: 'array' }>, items: readonly Value[]): Value {
  return items.every((item, index) => item === value.items[index]) ? value : { ...value, items };
}

function withValues(dict: DictValue, change: (value: Value) => Value): DictValue {
  const entries = dict.entries.map((entry) => {
    const value = change(entry.value);
    return value === entry.value ? entry : { ...entry, value };
  });
  return entries.every((entry, index) => entry === dict.entries[index]) ? dict : { ...dict, entries };
}

interface Embedded {
  readonly value: Value;
  readonly bytes: Uint8Array;
}

function* embeddedIn(value: Value): Generator<Embedded> {
  if (value.type === 'array') for (const item of value.items) yield* embeddedIn(item);
  else if (value.type === 'dict') for (const entry of value.entries) yield* embeddedIn(entry.value);
  else if (value.type === 'data') yield { value, bytes: base64Bytes(value.value) };
  else if (value.type === 'string' && value.value.length >= shortest)
    yield { value, bytes: bytesOf(value.value) };
}

/** Web hooks carry replies as base64, vendors as escaped XML. */
function bytesOf(text: string): Uint8Array {
  const isBase64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text.slice(0, 200)) && !text.includes('<');
  return isBase64 ? base64Bytes(text) : new TextEncoder().encode(text);
}

function base64Bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}

async function holdsSecret(bytes: Uint8Array, depth: number): Promise<boolean> {
  const kind = sniff(bytes);
  switch (kind) {
    case 'cms-der':
    case 'cms-pem':
    case 'cms-base64': {
      if (depth > deepest) return true;
      const { content } = await openCms(bytes);
      return content !== undefined && holdsSecret(content, depth + 1);
    }
    case 'plist-binary':
    case 'xml':
    case 'json': {
      if (depth > deepest) return true;
      const { value } = kind === 'json' ? decodeJson(bytes) : decodePlist(bytes);
      return value !== undefined && (await withoutSecrets(value, depth)) !== value;
    }
    case 'text': {
      const text: Value = { type: 'string', value: decodeText(bytes).text, at: { offset: 0 } };
      return redactTree(text) !== text;
    }
    case 'empty':
    case 'zip':
    case 'gzip':
    case 'tar':
    case 'jsonlines':
    case 'noise':
      return false;
  }
}
