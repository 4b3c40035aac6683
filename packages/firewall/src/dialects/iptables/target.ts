import type { Draft } from '../../draft.js';
import type { RuleAction } from '../../policy.js';

/** Targets after which the next rule is read. */
const passing = new Set([
  'LOG',
  'ULOG',
  'NFLOG',
  'AUDIT',
  'TRACE',
  'MARK',
  'CONNMARK',
  'SECMARK',
  'CONNSECMARK',
  'CLASSIFY',
  'DSCP',
  'TOS',
  'ECN',
  'TTL',
  'HL',
  'TCPMSS',
  'TCPOPTSTRIP',
  'CHECKSUM',
  'SET',
  'RATEEST',
  'IDLETIMER',
  'LED',
  'TEE',
  'IMQ',
  'HMARK',
  'ACCOUNT',
  'IPMARK',
  'LOGMARK',
  'SYSRQ',
  'DNETMAP',
]);
const denying = new Set(['DROP', 'REJECT', 'TARPIT', 'DELUDE', 'MIRROR', 'STEAL', 'CHAOS']);
/** Targets that send the packet elsewhere; what happens to it then is not in this policy. */
const diverting = new Map([
  ['QUEUE', 'handed to a program'],
  ['NFQUEUE', 'handed to a program'],
  ['DNAT', 'sent to another address'],
  ['REDIRECT', 'sent to the firewall itself'],
  ['NETMAP', 'sent to another address'],
  ['TPROXY', 'sent to a proxy on the firewall'],
  ['BALANCE', 'sent to another address'],
  ['SAME', 'sent to another address'],
  ['CLUSTERIP', 'handled by one node of a cluster'],
  ['SYNPROXY', 'answered by the firewall first'],
  ['ROUTE', 'sent another way'],
  ['RAWDNAT', 'sent to another address'],
]);
/** Source translation changes nothing for the client's way out. */
const harmlessNat = new Set(['SNAT', 'MASQUERADE', 'RAWSNAT']);

/** What a target does; `words` are its own options. Unknown names are left to the caller as chains. */
export function builtInTarget(
  target: string,
  words: readonly string[],
  draft: Draft,
): RuleAction | undefined {
  if (target === 'ACCEPT' || harmlessNat.has(target)) return { type: 'allow' };
  if (target === 'RETURN') return { type: 'return' };
  if (denying.has(target)) return { type: 'deny' };
  if (passing.has(target)) return { type: 'continue' };
  if (target === 'NOTRACK') return { type: 'untrack' };
  if (target === 'CT') return { type: words.includes('--notrack') ? 'untrack' : 'continue' };
  if (target === 'ROUTE' && words.includes('--continue')) return { type: 'continue' };
  const elsewhere = diverting.get(target);
  if (elsewhere === undefined) return undefined;
  draft.undecidable(elsewhere);
  return { type: 'unknown' };
}
