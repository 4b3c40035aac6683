import { stateBits } from './policy.js';

const flagBits: ReadonlyMap<string, number> = new Map([
  ['FIN', 1],
  ['SYN', 2],
  ['RST', 4],
  ['PSH', 8],
  ['ACK', 16],
  ['URG', 32],
  ['ECE', 64],
  ['CWR', 128],
  ['ALL', 63],
  ['NONE', 0],
]);

/** `SYN,ACK`, `ALL`, `NONE` as bits; undefined when a name is unknown. */
export function tcpFlags(text: string): number | undefined {
  let bits = 0;
  for (const name of text.toUpperCase().split(',')) {
    const bit = flagBits.get(name.trim());
    if (bit === undefined) return undefined;
    bits |= bit;
  }
  return bits;
}

const syn = 2;
/** What a conversation is made of after its first packet: SYN+ACK, ACK, PSH+ACK, FIN+ACK. */
const later = [18, 16, 24, 17];

/**
 * Connection states of ordinary TCP packets for which `packet & mask === value` holds.
 * A new connection starts with a bare SYN; where only some later packets match, the state is uncertain.
 */
export function statesOfFlags(
  mask: number,
  value: number,
  negated: boolean,
): { certain: number; uncertain: number } {
  const holds = (flags: number): boolean => ((flags & mask) === value) !== negated;
  const hits = later.filter(holds).length;
  const rest = stateBits.related | stateBits.invalid | stateBits.untracked;
  const certain = (holds(syn) ? stateBits.new : 0) | (hits === later.length ? stateBits.established : 0);
  const mixed = hits > 0 && hits < later.length ? stateBits.established : 0;
  return { certain, uncertain: mixed | rest };
}
