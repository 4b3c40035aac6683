import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { compilePolicy, type NamedFirewall } from '@ringcheck/firewall';
import { decodeText, readFirewall } from '@ringcheck/intake';
import { UsageError } from '../failure.js';
import type { Output } from '../output.js';
import { policyOf } from './flows.js';

/** The firewalls of some files, in the order given; what cannot be read of them is said on standard error. */
export async function readFirewalls(
  files: readonly string[],
  output: Output,
): Promise<readonly NamedFirewall[]> {
  const firewalls: NamedFirewall[] = [];
  for (const file of files) firewalls.push(await readOne(file, output));
  return firewalls;
}

/** The files of the firewalls a network of a policy file has, in the order traffic meets them. */
export async function firewallsOfNetwork(policyFile: string, network: string): Promise<readonly string[]> {
  const { networks } = await policyOf(policyFile);
  const found = networks.find(({ name }) => name === network);
  if (found === undefined) {
    const names = networks.map(({ name }) => name).join(', ');
    throw new UsageError(`--network ${network}: the policy has ${names || 'no network'}`);
  }
  if (found.firewall.length === 0) {
    throw new UsageError(`--network ${network}: it has no firewall; name one under "firewall" in the policy`);
  }
  return found.firewall.map((name) => path.join(path.dirname(policyFile), name));
}

async function readOne(file: string, output: Output): Promise<NamedFirewall> {
  const bytes = await readFile(file).catch(() => {
    throw new UsageError(`${file}: cannot be read`);
  });
  const { text, policy, diagnostics } = readFirewall(decodeText(bytes).text);
  for (const diagnostic of diagnostics.slice(0, 20)) {
    const line = diagnostic.at?.line === undefined ? '' : `:${diagnostic.at.line}`;
    output.err(`ringcheck: ${file}${line}: ${diagnostic.message}`);
  }
  if (policy === undefined) throw new UsageError(`${file}: no firewall policy that can be judged`);
  return { name: file, compiled: compilePolicy(policy), text };
}
