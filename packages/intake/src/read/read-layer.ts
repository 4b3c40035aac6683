import { recogniseFirewall } from '@ringcheck/firewall';
import {
  optional,
  type ColumnMapping,
  type DigestSecret,
  type DocumentRef,
  type SignatureInfo,
  type Value,
} from '@ringcheck/model';
import { recognisePlist } from '@ringcheck/plist';
import {
  maskVpnConfig,
  openTable,
  readXml,
  sources,
  tableWithoutHeader,
  vpnConfigKind,
  type SourceInput,
  type TextCodingInfo,
} from '@ringcheck/sources';
import type { Sniffed } from '../sniff.js';
import { decodeText, type DecodedText } from '../text.js';
import {
  decodeJsonLinesTree,
  decodeJsonTree,
  decodePlistTree,
  decodeWrappedJson,
  type DecodedTree,
} from './decode-tree.js';
import { emptyDraft, note, type Draft } from './draft.js';
import { maskFirewallText } from './mask-firewall.js';
import { isMappingText, isMappingTree, isPolicyText, isPolicyTree } from './policy-text.js';

/** Bytes that are no container, with what the layers around them said. */
export interface Layer {
  readonly ref: DocumentRef;
  readonly bytes: Uint8Array;
  readonly signature?: SignatureInfo;
  readonly digestSecret?: DigestSecret;
  readonly columnMapping?: ColumnMapping;
}

type LayerKind = Extract<Sniffed, 'plist-binary' | 'xml' | 'json' | 'jsonlines' | 'text'>;

/** Decodes a layer and lets the source that knows it read it. */
export function readLayer(layer: Layer, kind: LayerKind): Draft {
  switch (kind) {
    case 'plist-binary':
      return readTree(layer, decodePlistTree(layer.bytes, false));
    case 'json':
      return recognisePlist(layer.bytes) === 'openstep'
        ? readTree(layer, decodePlistTree(layer.bytes, false))
        : readTree(layer, decodeJsonTree(layer.bytes));
    case 'jsonlines':
      return readTree(layer, decodeJsonLinesTree(layer.bytes));
    case 'xml':
      return recognisePlist(layer.bytes) === 'xml'
        ? readTree(layer, decodePlistTree(layer.bytes, true))
        : readXmlLayer(layer);
    case 'text':
      return readText(layer);
  }
}

/** What the source that knows a tree makes of it. */
export function readTree(layer: Layer, tree: DecodedTree): Draft {
  if (tree.value === undefined) return emptyDraft('unknown', 'rejected', tree.diagnostics);
  const draft = fromSource(layer, { value: tree.value });
  if (draft !== undefined) return withDecoding(draft, tree);
  return withDecoding(
    textDocument(decodeText(layer.bytes), tree.value) ?? unrecognisedTree(tree.value),
    tree,
  );
}

/** What could not be decoded makes the document partial, whatever the source thought of the rest. */
function withDecoding(draft: Draft, decoding: Pick<DecodedTree, 'isComplete' | 'diagnostics'>): Draft {
  const status = draft.status === 'ingested' && !decoding.isComplete ? 'partial' : draft.status;
  return { ...draft, status, diagnostics: [...decoding.diagnostics, ...draft.diagnostics] };
}

function fromSource(layer: Layer, input: Omit<SourceInput, 'ref' | 'signature'>): Draft | undefined {
  const full: SourceInput = {
    ref: layer.ref,
    bytes: layer.bytes,
    ...optional('signature', layer.signature),
    ...optional('digestSecret', layer.digestSecret),
    ...optional('mapping', layer.columnMapping),
    ...input,
  };
  return sources.find((source) => source.recognise(full))?.read(full);
}

function readXmlLayer(layer: Layer): Draft {
  const decoded = decodeText(layer.bytes);
  const firewall = textDocument(decoded);
  if (firewall !== undefined) return firewall;
  const xml = readXml(decoded.text, codingOf(decoded));
  const isComplete = !xml.diagnostics.some((found) => found.severity === 'error');
  const decoding = { isComplete, diagnostics: [...decoded.diagnostics, ...xml.diagnostics] };
  if (xml.root === undefined) return emptyDraft('unknown', 'rejected', withReason(decoding.diagnostics));
  const draft = fromSource(layer, { xml });
  return withDecoding(draft ?? unrecognisedXml(xml.root.name), decoding);
}

function withReason(diagnostics: Draft['diagnostics']): Draft['diagnostics'] {
  if (diagnostics.length > 0) return diagnostics;
  return [note('error', 'unrecognised', 'The XML holds no element. Export it again.', { offset: 0 })];
}

function readText(layer: Layer): Draft {
  const plist = recognisePlist(layer.bytes);
  const decoded = decodeText(layer.bytes);
  const isComplete = !decoded.diagnostics.some((found) => found.severity === 'error');
  const decoding = { isComplete, diagnostics: decoded.diagnostics };
  const known = textDocument(decoded);
  if (known !== undefined) return withDecoding(known, decoding);
  if (plist === 'xml' || plist === 'openstep') {
    const tree = decodePlistTree(layer.bytes, plist === 'xml');
    if (tree.value !== undefined) return readTree(layer, tree);
  }
  const wrapped = decodeWrappedJson(layer.bytes);
  const inside = wrapped?.value === undefined ? undefined : fromSource(layer, { value: wrapped.value });
  if (inside !== undefined) return inside;
  const table = openTable(decoded.text, codingOf(decoded));
  const draft = table === undefined ? undefined : fromSource(layer, { table });
  return withDecoding(draft ?? unrecognisedText(decoded.text, table !== undefined), decoding);
}

/** Firewall, tunnel and policy files stay text: a later step reads them with its own positions. */
function textDocument(decoded: DecodedText, tree?: Value): Draft | undefined {
  const { text } = decoded;
  const common = { status: 'ingested', diagnostics: [], devices: [], profiles: [], text } as const;
  const tunnel = vpnConfigKind(text);
  if (tunnel !== undefined) return { kind: 'vpn-config', ...common, text: maskVpnConfig(text, tunnel) };
  const dialect = recogniseFirewall(text);
  if (dialect !== undefined)
    return {
      kind: 'firewall-policy',
      ...common,
      text: maskFirewallText(text, dialect),
      firewall: { dialect },
    };
  const isPolicy = tree === undefined ? isPolicyText(text) : isPolicyTree(tree);
  if (isPolicy) return { kind: 'policy-file', ...common };
  const isMapping = tree === undefined ? isMappingText(text) : isMappingTree(tree);
  return isMapping ? { kind: 'column-mapping', ...common } : undefined;
}

function codingOf(decoded: DecodedText): TextCodingInfo {
  const bomBytes = !decoded.hadBom ? 0 : decoded.encoding === 'utf-8' ? 3 : 2;
  const { encoding, replaced } = decoded;
  return { encoding, bomBytes, ...(replaced === undefined ? {} : { replaced }) };
}

const wanted =
  'Ringcheck reads configuration profiles, MDM replies, inventory exports, firewall policies and its own policy file.';

function unrecognisedTree(value: Value): Draft {
  const keys = value.type === 'dict' ? value.entries.slice(0, 8).map(({ key }) => key.slice(0, 40)) : [];
  const what = keys.length > 0 ? ` (it has the keys ${keys.join(', ')})` : '';
  return ignored(`The document is none that is known${what}. ${wanted}`);
}

function unrecognisedXml(root: string): Draft {
  return ignored(`The XML document is none that is known (its root is ${root.slice(0, 60)}). ${wanted}`);
}

function unrecognisedText(text: string, isTable: boolean): Draft {
  if (text.trim() === '')
    return emptyDraft('unknown', 'rejected', [
      note('error', 'empty-file', 'The file holds only blanks.', start),
    ]);
  if (isTable && looksLikeDevices(text)) return emptyDraft('unknown', 'rejected', [tableWithoutHeader()]);
  return ignored(`The text is none that is known. ${wanted}`);
}

/** Rows of as many cells each, one of them like a serial number or a UDID: a list of devices without its header. */
function looksLikeDevices(text: string): boolean {
  const lines = text.split(/\r?\n/, 20).filter((line) => line.trim() !== '');
  const delimiter = [',', ';', '\t', '|'].find((mark) => lines.every((line) => line.includes(mark)));
  if (delimiter === undefined) return false;
  const rows = lines.map((line) => line.split(delimiter).map((cell) => cell.trim().replaceAll('"', '')));
  return rows.every((cells) => cells.length === rows[0]?.length && cells.some(isDeviceName));
}

function isDeviceName(cell: string): boolean {
  return (
    /^(?=.*\d)(?=.*[A-Z])[A-Z0-9]{8,14}$/.test(cell) || /^[0-9A-Fa-f]{8}-[0-9A-Fa-f-]{16,27}$/.test(cell)
  );
}

const start = { offset: 0, line: 1, column: 1 };

function ignored(message: string): Draft {
  return emptyDraft('unknown', 'ignored', [note('warning', 'unrecognised', message, start)]);
}
