import { decodeJson } from '@ringcheck/plist';
import {
  get,
  getArray,
  getDict,
  getString,
  type Diagnostic,
  type DictValue,
  type Position,
  type Value,
} from '@ringcheck/model';
import { diagnostic } from '../diagnostics.js';
import { openJsonString } from '../layers/nested.js';
import { extendPath, layerSeparator } from '../paths.js';
import { isDeclaration, isJamfDeclaration } from './recognise.js';

/** One declaration, whatever it was wrapped in. */
export interface OpenedDeclaration {
  readonly type: string;
  /** Empty where it has none. */
  readonly identifier: string;
  readonly serverToken?: string;
  readonly payload: DictValue;
  readonly payloadPath: string;
  /** The declaration as a whole, for keys that nobody reads. */
  readonly declaration: Value;
  readonly path: string;
  readonly at: Position;
}

export interface OpenedDeclarations {
  readonly declarations: readonly OpenedDeclaration[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Declarations of a tree: one, a list, or Jamf's list with each as JSON inside a string. */
export function openDeclarations(value: Value, bytes: Uint8Array | undefined): OpenedDeclarations {
  if (isDeclaration(value)) return openOne(value, '', bytes);
  const [items, base] =
    value.type === 'array' ? [value.items, ''] : [getArray(value, 'declarations') ?? [], 'declarations'];
  const parts = items.map((item, index) => openOne(item, extendPath(base, index), bytes));
  return {
    declarations: parts.flatMap(({ declarations }) => declarations),
    diagnostics: parts.flatMap(({ diagnostics }) => diagnostics),
  };
}

function openOne(item: Value, path: string, bytes: Uint8Array | undefined): OpenedDeclarations {
  if (isDeclaration(item)) return { declarations: wholeDeclaration(item, path), diagnostics: [] };
  if (isJamfDeclaration(item)) return openJamf(item, path, bytes);
  const message = 'This entry is no declaration (Type, Identifier and Payload) and is left out.';
  return {
    declarations: [],
    diagnostics: [diagnostic('warning', 'not-a-declaration', message, item.at, path)],
  };
}

function wholeDeclaration(item: Value, path: string): readonly OpenedDeclaration[] {
  const payload = getDict(item, 'Payload');
  if (payload === undefined) return [];
  const serverToken = getString(item, 'ServerToken');
  return [
    {
      type: getString(item, 'Type') ?? '',
      identifier: getString(item, 'Identifier')?.trim() ?? '',
      ...(serverToken === undefined ? {} : { serverToken }),
      payload,
      payloadPath: extendPath(path, 'Payload'),
      declaration: item,
      path,
      at: item.at,
    },
  ];
}

/** `payloadJson` holds a declaration or its payload alone; type and name stand beside it then. */
function openJamf(item: Value, path: string, bytes: Uint8Array | undefined): OpenedDeclarations {
  const text = get(item, 'payloadJson');
  if (text?.type !== 'string') return { declarations: [], diagnostics: [] };
  const textPath = extendPath(path, 'payloadJson');
  const layer = openJsonString(text, bytes);
  const { value, diagnostics, status } = decodeJson(layer.bytes, { locate: layer.locate });
  const problems = [...layer.diagnostics, ...diagnostics].map((found) => ({
    ...found,
    path: found.path === undefined ? textPath : `${textPath}${layerSeparator}${found.path}`,
  }));
  if (status === 'ok' && value !== undefined && isDeclaration(value))
    return { declarations: wholeDeclaration(value, textPath + layerSeparator), diagnostics: problems };
  // Half a payload would pass for one that leaves the rest unset.
  if (status !== 'ok' || value?.type !== 'dict') {
    const message = 'The content of the declaration (payloadJson) is no whole JSON object. Export it again.';
    const refusal = diagnostic('error', 'unreadable-declaration', message, text.at, textPath);
    return { declarations: [], diagnostics: [...problems, refusal] };
  }
  const declaration: OpenedDeclaration = {
    type: getString(item, 'type') ?? '',
    identifier: getString(item, 'identifier') ?? getString(item, 'uuid') ?? '',
    payload: value,
    payloadPath: textPath + layerSeparator,
    declaration: { type: 'dict', entries: [], at: item.at },
    path,
    at: item.at,
  };
  return { declarations: [declaration], diagnostics: problems };
}
