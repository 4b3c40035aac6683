import type { Dialect } from '../../policy.js';
import { parseXml } from '../../xml.js';
import type { ParsedPolicy } from '../dialect.js';
import type { Shape } from '../shape.js';
import { SenseReader } from './reader.js';

export function recognisesPfsense({ root }: Shape): boolean {
  return root === 'pfsense';
}

export function recognisesOpnsense({ root }: Shape): boolean {
  return root === 'opnsense';
}

function parse(text: string, dialect: Extract<Dialect, 'pfsense' | 'opnsense'>): ParsedPolicy {
  const parsed = parseXml(text);
  if ('diagnostic' in parsed) return { diagnostics: [parsed.diagnostic] };
  return { policy: new SenseReader(parsed.root, dialect).read(), diagnostics: [] };
}

/** Reads pfSense's `config.xml`. */
export function parsePfsense(text: string): ParsedPolicy {
  return parse(text, 'pfsense');
}

/** Reads OPNsense's `config.xml`, older rules and the newer ones of the automation model. */
export function parseOpnsense(text: string): ParsedPolicy {
  return parse(text, 'opnsense');
}
