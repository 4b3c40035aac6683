import type { Diagnostic } from '@ringcheck/model';
import { parseAsa, parseIos, recognisesAsa, recognisesIos } from './dialects/cisco/index.js';
import { parseAws, recognisesAws } from './dialects/aws/index.js';
import { parseFortios, recognisesFortios } from './dialects/fortios/index.js';
import { parseSrx, recognisesSrx } from './dialects/juniper/index.js';
import { parsePf, recognisesPf } from './dialects/pf/index.js';
import { parseMeraki, recognisesMeraki } from './dialects/meraki/index.js';
import { parseUnifi, recognisesUnifi } from './dialects/unifi/index.js';
import { parsePanos, recognisesPanos } from './dialects/panos/index.js';
import {
  parseOpnsense,
  parsePfsense,
  recognisesOpnsense,
  recognisesPfsense,
} from './dialects/pfsense/index.js';
import type { ParsedPolicy } from './dialects/dialect.js';
import { Shape } from './dialects/shape.js';
import { parseIptables, recognisesIptables } from './dialects/iptables/index.js';
import { parseNftables, recognisesNftables } from './dialects/nftables/index.js';
import type { Chain, Dialect } from './policy.js';

interface Reader {
  readonly dialect: Dialect;
  readonly recognises: (document: Shape) => boolean;
  readonly parse: (text: string) => ParsedPolicy;
}

/** In the order in which content is tried: the most particular marks first. */
const readers: readonly Reader[] = [
  { dialect: 'pfsense', recognises: recognisesPfsense, parse: parsePfsense },
  { dialect: 'opnsense', recognises: recognisesOpnsense, parse: parseOpnsense },
  { dialect: 'panos', recognises: recognisesPanos, parse: parsePanos },
  { dialect: 'aws', recognises: recognisesAws, parse: parseAws },
  { dialect: 'unifi', recognises: recognisesUnifi, parse: parseUnifi },
  { dialect: 'meraki', recognises: recognisesMeraki, parse: parseMeraki },
  { dialect: 'fortios', recognises: recognisesFortios, parse: parseFortios },
  { dialect: 'juniper-srx', recognises: recognisesSrx, parse: parseSrx },
  { dialect: 'nftables', recognises: recognisesNftables, parse: parseNftables },
  { dialect: 'cisco-asa', recognises: recognisesAsa, parse: parseAsa },
  { dialect: 'cisco-ios', recognises: recognisesIos, parse: parseIos },
  { dialect: 'iptables', recognises: recognisesIptables, parse: parseIptables },
  { dialect: 'pf', recognises: recognisesPf, parse: parsePf },
];

/** Larger documents are refused unread; a policy of 100,000 rules has about a fifth of this. */
const longestText = 64 * 1024 * 1024;

/** The payload of the firewall built into macOS; it stands in clear text in XML and in signed profiles. */
const applicationFirewall = 'com.apple.security.firewall';
const applicationMessage =
  'This is a configuration profile for the firewall built into macOS. It admits or refuses applications, not ports, ' +
  'so there are no lines to ask: run `ringcheck check` on it, rule mac-firewall says what it does to FaceTime.';

/** The dialect of a text by its content; undefined when it is none we read. */
export function recogniseFirewall(text: string): Dialect | undefined {
  if (text.length > longestText) return undefined;
  const document = new Shape(text);
  return readers.find((reader) => reader.recognises(document))?.dialect;
}

/**
 * Reads a firewall policy. Lines that are not understood stay in the policy as undecidable rules and are listed;
 * there is no policy when the text is of no known dialect, too large, or its chains call each other in a circle.
 */
export function parseFirewall(text: string, dialect?: Dialect): ParsedPolicy {
  if (text.length > longestText) return refused('firewall-too-large', 'The document is larger than 64 MiB.');
  const wanted = dialect ?? recogniseFirewall(text);
  const reader = readers.find((candidate) => candidate.dialect === wanted);
  if (reader === undefined) {
    return text.includes(applicationFirewall)
      ? refused('firewall-of-applications', applicationMessage)
      : refused('firewall-not-recognised', 'No firewall dialect known here matches this document.');
  }
  const parsed = reader.parse(text);
  if (parsed.policy === undefined) return parsed;
  const fault = nestingFault(parsed.policy.chains);
  if (fault === undefined) return parsed;
  return { diagnostics: [...parsed.diagnostics, fault] };
}

function refused(code: string, message: string): ParsedPolicy {
  return { diagnostics: [error(code, message)] };
}

function error(code: string, message: string): Diagnostic {
  return { code, severity: 'error', message };
}

/** Chains nested deeper than this no firewall accepts, and following them would cost the stack. */
const deepestNesting = 500;

function nestingFault(chains: readonly Chain[]): Diagnostic | undefined {
  const targets = new Map(
    chains.map((chain) => [
      chain.name,
      new Set(chain.rules.flatMap(({ action }) => ('chain' in action ? [action.chain] : []))),
    ]),
  );
  const depth = new Map<string, number>();
  const open = new Set<string>();
  const visit = (name: string, level: number): Diagnostic | undefined => {
    if (open.has(name)) {
      return error('firewall-chain-loop', `Chain "${name}" calls itself, directly or through others.`);
    }
    if (level > deepestNesting) {
      return error(
        'firewall-chain-depth',
        `Chains are nested more than ${deepestNesting} deep at "${name}".`,
      );
    }
    if (depth.has(name)) return undefined;
    open.add(name);
    let below = 0;
    for (const target of targets.get(name) ?? []) {
      const fault = visit(target, level + 1);
      if (fault !== undefined) return fault;
      below = Math.max(below, (depth.get(target) ?? 0) + 1);
    }
    open.delete(name);
    depth.set(name, below);
    return below > deepestNesting
      ? error('firewall-chain-depth', `Chains are nested more than ${deepestNesting} deep at "${name}".`)
      : undefined;
  };
  for (const chain of chains) {
    const fault = visit(chain.name, 0);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
