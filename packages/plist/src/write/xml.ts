import type { Value } from '@ringcheck/model';
import { build, type PlistValue } from 'plist';
import { bytesOfBase64 } from '../base64.js';
import { UnwritableError } from './unwritable.js';

const privateUse = '\ue000';

/**
 * npm `plist` writes whole reals as integers and knows no placeholders or integers beyond 2^53. Those are
 * written as marked strings first and put in place afterwards, so that every type survives.
 */
export function xmlOf(value: Value): Uint8Array {
  let marker = privateUse;
  while (holdsText(value, marker)) marker += privateUse;
  const elements: string[] = [];
  const text = build(
    plain(value, (element) => {
      elements.push(element);
      return `${marker}${elements.length - 1}${marker}`;
    }),
  );
  const marked = new RegExp(`<string>${marker}(\\d+)${marker}</string>`, 'g');
  const placed = text.replace(marked, (_whole, index: string) => elements[Number(index)] ?? '');
  return new TextEncoder().encode(`${placed}\n`);
}

type Mark = (element: string) => string;

function plain(value: Value, mark: Mark): PlistValue {
  switch (value.type) {
    case 'string':
      return legal(value.value);
    case 'boolean':
      return value.value;
    case 'integer':
      return mark(`<integer>${value.exact ?? value.value}</integer>`);
    case 'real':
      return mark(`<real>${realText(value.value)}</real>`);
    case 'date':
      return new Date(value.value);
    case 'data':
      return bytesOfBase64(value.value);
    case 'uid':
      return { CF$UID: value.value };
    case 'templated':
      return mark(templateElement(value.wanted, value.value));
    case 'array':
      return value.items.map((item) => plain(item, mark));
    case 'dict':
      // Own properties whatever the key is called: `__proto__` stays data.
      return Object.fromEntries(value.entries.map((entry) => [legal(entry.key), plain(entry.value, mark)]));
    case 'null':
    case 'secret':
      throw new UnwritableError(`A value of type ${value.type}`, 'xml');
  }
}

function realText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return Object.is(value, -0) ? '-0' : String(value);
}

function templateElement(wanted: string, text: string): string {
  const escaped = legal(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return ['integer', 'real', 'date', 'data'].includes(wanted) ? `<${wanted}>${escaped}</${wanted}>` : escaped;
}

function legal(text: string): string {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 0x20 ? c !== 9 && c !== 10 && c !== 13 : c === 0xfffe || c === 0xffff)
      throw new UnwritableError('A control character', 'xml');
  }
  if (/\p{Surrogate}/u.test(text)) throw new UnwritableError('Half of a surrogate pair', 'xml');
  return text;
}

function holdsText(value: Value, text: string): boolean {
  switch (value.type) {
    case 'string':
    case 'templated':
      return value.value.includes(text);
    case 'array':
      return value.items.some((item) => holdsText(item, text));
    case 'dict':
      return value.entries.some((entry) => entry.key.includes(text) || holdsText(entry.value, text));
    case 'boolean':
    case 'integer':
    case 'real':
    case 'date':
    case 'data':
    case 'uid':
    case 'null':
    case 'secret':
      return false;
  }
}
