import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { decodeText } from '@ringcheck/intake';
import type { Diagnostic } from '@ringcheck/model';
import { parsePolicy, type ParsedPolicy } from '@ringcheck/policy';
import { policyVocabulary } from '@ringcheck/rules';
import { UsageError } from '../failure.js';
import { sha256, shownPath } from '../read-inputs.js';

export interface ReadPolicy extends ParsedPolicy {
  /** The file as messages show it. */
  readonly path: string;
}

/** The policy file with every diagnostic: its own, and files that do not stand where it says. */
export async function readPolicy(file: string): Promise<ReadPolicy> {
  const bytes = await readFile(file).catch(() => {
    throw new UsageError(`${file}: cannot be read`);
  });
  const shown = shownPath(file);
  const ref = { path: shown, sha256: sha256(bytes) };
  const parsed = parsePolicy(decodeText(new Uint8Array(bytes)).text, ref, policyVocabulary);
  return {
    ...parsed,
    path: shown,
    diagnostics: [...parsed.diagnostics, ...(await absentFiles(file, parsed))],
  };
}

/** On a server the names are those of uploads, so that an absent file is no error. */
async function absentFiles(file: string, { policy }: ParsedPolicy): Promise<Diagnostic[]> {
  const absent: Diagnostic[] = [];
  const stated = [
    ...(policy?.networks ?? []).flatMap(({ name, firewall, at }) =>
      firewall.map((wanted) => ({ wanted, what: `the firewall file ${wanted} of the network ${name}`, at })),
    ),
    ...(policy?.tunnels ?? []).map(({ config, at }) => ({
      wanted: config,
      what: `the VPN file ${config}`,
      at,
    })),
  ];
  for (const { wanted, what, at } of stated) {
    const found = await stat(path.resolve(path.dirname(file), wanted)).catch(() => undefined);
    if (found?.isFile() === true) continue;
    absent.push({ code: 'policy-file-absent', severity: 'warning', message: `${what} is not there`, at });
  }
  return absent;
}

/** A diagnostic as compilers print it: file, line, column, severity, message. */
export function diagnosticLine(file: string, { at, severity, message }: Diagnostic): string {
  const place = at?.line === undefined ? '' : `:${at.line}:${at.column ?? 1}`;
  return `${file}${place}: ${severity}: ${message}`;
}
