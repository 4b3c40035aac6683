import { decodeText, decodeWrappedJson } from '@ringcheck/intake';
import type { DocumentKind, Value } from '@ringcheck/model';
import { decodeJson, decodePlist, recognisePlist, type PlistResult } from '@ringcheck/plist';
import type { Sniffed } from '@ringcheck/intake';
import { csvValue } from './csv-value.js';
import { moved } from './moved.js';
import type { DecodeRecord, Encoding } from './record.js';

/** What the innermost content is; without `status` the reading of the document decides. */
export interface ReadTree {
  readonly encoding: Encoding;
  readonly status?: DecodeRecord['status'];
  readonly value?: Value;
}

/** The content as a tree of values, where it is one. `kind` is what the content was recognised as. */
export function readTree(bytes: Uint8Array, sniffed: Sniffed, kind: DocumentKind): ReadTree {
  switch (sniffed) {
    case 'plist-binary':
      return ofPlist(decodePlist(bytes), 'binary');
    case 'xml':
      return recognisePlist(bytes) === 'xml' ? ofPlist(decodePlist(bytes), 'xml') : { encoding: 'xml' };
    case 'json':
      return recognisePlist(bytes) === 'openstep'
        ? ofPlist(decodePlist(bytes), 'openstep')
        : ofPlist(decodeJson(bytes), 'json');
    case 'jsonlines':
      return readJsonLines(bytes);
    case 'text':
      return readText(bytes, kind);
    case 'empty':
      return { encoding: 'text' };
    case 'zip':
    case 'gzip':
    case 'tar':
    case 'cms-der':
    case 'cms-pem':
    case 'cms-base64':
    case 'noise':
      return { encoding: 'binary' };
  }
}

function ofPlist(result: PlistResult, encoding: Encoding): ReadTree {
  return {
    encoding: result.encoding ?? encoding,
    status: result.status,
    ...(result.value === undefined ? {} : { value: result.value }),
  };
}

function readText(bytes: Uint8Array, kind: DocumentKind): ReadTree {
  if (
    kind === 'firewall-policy' ||
    kind === 'vpn-config' ||
    kind === 'policy-file' ||
    kind === 'column-mapping'
  )
    return { encoding: 'text' };
  const plist = recognisePlist(bytes);
  if (plist === 'xml' || plist === 'openstep') {
    const result = decodePlist(bytes);
    if (result.value !== undefined) return ofPlist(result, plist);
  }
  const wrapped = comesWrapped(kind) ? decodeWrappedJson(bytes)?.value : undefined;
  if (wrapped !== undefined) return { encoding: 'json', value: wrapped };
  if (!isTable(kind)) return { encoding: 'text' };
  const { text, encoding, hadBom } = decodeText(bytes);
  const value = csvValue(text, { encoding, bomBytes: !hadBom ? 0 : encoding === 'utf-8' ? 3 : 2 });
  return { encoding: 'csv', ...(value === undefined ? {} : { value }) };
}

/** Kinds that tools print with something around their JSON. */
function comesWrapped(kind: DocumentKind): boolean {
  return kind === 'service-status' || kind === 'network-quality' || kind === 'device-list';
}

/** Kinds that come as delimited text when they come as text at all. */
function isTable(kind: DocumentKind): boolean {
  return kind === 'inventory-csv' || kind === 'placement-csv' || kind === 'jamf-inventory';
}

/** A value per line; where a line holds none, the first value of the whole is all there is to show. */
function readJsonLines(bytes: Uint8Array): ReadTree {
  const items: Value[] = [];
  let lines = 0;
  for (let start = 0; start < bytes.length; lines++) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline < 0 ? bytes.length : newline;
    const line = bytes.subarray(start, end);
    if (line.some((octet) => octet > 0x20)) {
      const { value, status } = decodeJson(line);
      if (value === undefined || status !== 'ok') return ofPlist(decodeJson(bytes), 'json');
      items.push(moved(value, { bytes: start, lines }));
    }
    start = end + 1;
  }
  const at = { offset: 0, end: bytes.length, line: 1, column: 1 };
  return { encoding: 'json', status: 'ok', value: { type: 'array', items, at } };
}
