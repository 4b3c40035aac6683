/** An IP address as a number of 32 or 128 bits. */
export interface Address {
  readonly family: 4 | 6;
  readonly value: bigint;
}

/** A block of addresses: those whose first `prefix` bits equal those of `value`. */
export interface Cidr extends Address {
  readonly prefix: number;
}

/**
 * IPv4 in dotted decimal without leading zeros, or IPv6 (with `::`, also with an IPv4 tail, no zone).
 * IPv4 written inside IPv6 (`::ffff:10.0.0.1`) is the IPv4 address. Undefined: not an address.
 */
export function parseAddress(text: string): Address | undefined {
  const trimmed = text.trim();
  if (trimmed.length > 45) return undefined;
  if (!trimmed.includes(':')) {
    const value = parseIpv4(trimmed);
    return value === undefined ? undefined : { family: 4, value };
  }
  const value = parseIpv6(trimmed);
  if (value === undefined) return undefined;
  return value >> 32n === 0xffffn ? { family: 4, value: value & 0xffffffffn } : { family: 6, value };
}

/** `10.20.0.0/16`, `2001:db8::/32`, or one address. Bits behind the prefix are ignored. Undefined: no block. */
export function parseCidr(text: string): Cidr | undefined {
  const [addressText = '', prefixText, more] = text.trim().split('/');
  if (more !== undefined) return undefined;
  const address = parseAddress(addressText);
  if (address === undefined) return undefined;
  const bits = bitsOf(address);
  if (prefixText === undefined) return { ...address, prefix: bits };
  if (!/^(0|[1-9]\d{0,2})$/.test(prefixText)) return undefined;
  const mapped = address.family === 4 && addressText.includes(':');
  const prefix = Number(prefixText) - (mapped ? 96 : 0);
  if (prefix < 0 || prefix > bits) return undefined;
  const shift = BigInt(bits - prefix);
  return { family: address.family, value: (address.value >> shift) << shift, prefix };
}

const parsed = new WeakMap<readonly string[], readonly Cidr[]>();

/** Those of the texts that are blocks; parsed once for all devices. */
export function blocksOf(texts: readonly string[]): readonly Cidr[] {
  let blocks = parsed.get(texts);
  if (blocks === undefined) parsed.set(texts, (blocks = texts.flatMap((text) => parseCidr(text) ?? [])));
  return blocks;
}

/** Whether the block holds the address; blocks of one family never hold addresses of the other. */
export function contains(block: Cidr, address: Address): boolean {
  if (block.family !== address.family) return false;
  const shift = BigInt(bitsOf(block) - block.prefix);
  return block.value >> shift === address.value >> shift;
}

export function bitsOf(address: Pick<Address, 'family'>): 32 | 128 {
  return address.family === 4 ? 32 : 128;
}

const dot = 0x2e;
const zero = 0x30;

/** Read by hand: it is asked of the address of every device. */
function parseIpv4(text: string): bigint | undefined {
  let value = 0;
  let parts = 0;
  let digits = 0;
  let part = 0;
  for (let index = 0; index <= text.length; index++) {
    const code = index === text.length ? dot : text.charCodeAt(index);
    if (code === dot) {
      if (digits === 0 || ++parts > 4) return undefined;
      value = value * 256 + part;
      digits = part = 0;
      continue;
    }
    const digit = code - zero;
    const isLeadingZero = digits > 0 && part === 0;
    if (digit < 0 || digit > 9 || isLeadingZero) return undefined;
    digits++;
    part = part * 10 + digit;
    if (part > 255) return undefined;
  }
  return parts === 4 ? BigInt(value) : undefined;
}

function parseIpv6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [headText = '', tailText] = halves;
  const head = parseGroups(headText, tailText === undefined);
  if (head === undefined) return undefined;
  if (tailText === undefined) return head.length === 8 ? join(head) : undefined;
  const tail = parseGroups(tailText, true);
  if (tail === undefined || head.length + tail.length > 7) return undefined;
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => 0n);
  return join([...head, ...zeros, ...tail]);
}

/** Sixteen-bit groups; an IPv4 address at the very end counts as two. */
function parseGroups(text: string, isEnd: boolean): bigint[] | undefined {
  if (text === '') return [];
  const groups: bigint[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (isEnd && index === parts.length - 1 && part.includes('.')) {
      const tail = parseIpv4(part);
      if (tail === undefined) return undefined;
      groups.push(tail >> 16n, tail & 0xffffn);
    } else {
      if (!/^[0-9a-fA-F]{1,4}$/.test(part)) return undefined;
      groups.push(BigInt(`0x${part}`));
    }
  }
  return groups;
}

function join(groups: readonly bigint[]): bigint {
  return groups.reduce((value, group) => (value << 16n) | group, 0n);
}
