import {
  compilePolicy,
  decidePacket,
  type Dialect,
  type FirewallPolicy,
  type Packet,
  parseFirewall,
} from '../index.js';

/** A client's first media packet; tests change what matters to them. */
export const media: Packet = {
  protocol: 'udp',
  source: '10.20.30.40',
  sourcePort: 50_000,
  destination: '8.8.8.8',
  destinationPort: 3478,
};

export function policyOf(dialect: Dialect, text: string): FirewallPolicy {
  const { policy, diagnostics } = parseFirewall(text, dialect);
  if (policy === undefined) throw new Error(diagnostics[0]?.message ?? 'no policy');
  return policy;
}

/** Decisions as `allow 7` (with the line), `deny` (by the end of the rules) or `unknown 3: reason`. */
export function decider(dialect: Dialect, text: string): (packet?: Partial<Packet>) => string {
  const compiled = compilePolicy(policyOf(dialect, text));
  return (packet = {}) => {
    const { action, line, reason } = decidePacket(compiled, { ...media, ...packet });
    const place = line === undefined || line === 0 ? action : `${action} ${line}`;
    return reason === undefined ? place : `${place}: ${reason}`;
  };
}
