import { type AddressSet, parseAddresses, uniteAllAddresses } from '@ringcheck/firewall';
import { byHand, type Stretch, type Tunnel, type UnreadEntry } from './tunnel.js';

/** One line of prefixes that a peer takes. */
export interface AllowedLine {
  readonly line: number;
  /** Which `[Peer]`, from 1. */
  readonly peer: number;
  readonly prefixes: readonly string[];
  readonly addresses: AddressSet;
}

export interface WireguardConfig {
  readonly allowed: readonly AllowedLine[];
  readonly unread: readonly UnreadEntry[];
  /** `Table = off`: prefixes are no routes. */
  readonly setsRoutes: boolean;
}

/**
 * Reads the routes of a WireGuard configuration (`wg-quick` form, with or without its keys). A prefix with host bits
 * set means its network, as in the kernel; an entry that is no prefix is kept as unread. Empty `AllowedIPs` takes
 * nothing.
 */
export function readWireguard(text: string): WireguardConfig {
  const allowed: AllowedLine[] = [];
  const unread: UnreadEntry[] = [];
  let setsRoutes = true;
  let peer = 0;
  text.split(/\r\n|\n|\r/).forEach((whole, index) => {
    const line = index + 1;
    const bare = whole.replace(/#.*$/, '').trim();
    if (/^\[peer\]$/i.test(bare)) peer += 1;
    if (/^table\s*=\s*off$/i.test(bare)) setsRoutes = false;
    const value = /^allowedips\s*=(.*)$/i.exec(bare)?.[1];
    if (value === undefined) return;
    const words = value
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '');
    const known: string[] = [];
    const sets: AddressSet[] = [];
    for (const word of words) {
      const set = isPrefix(word) ? parseAddresses(word) : undefined;
      if (set === undefined) unread.push({ line, text: word.slice(0, 60) });
      else {
        known.push(word);
        sets.push(set);
      }
    }
    allowed.push({ line, peer, prefixes: known, addresses: uniteAllAddresses(sets) });
  });
  return { allowed, unread, setsRoutes };
}

/** Ranges and dotted masks are no prefixes of WireGuard. */
function isPrefix(word: string): boolean {
  return /^[\d.]+(\/\d{1,2})?$/.test(word) || /^[\da-f:.]*:[\da-f:.]*(\/\d{1,3})?$/i.test(word);
}

/** What a WireGuard tunnel takes while it is up: the prefixes of its peers, and nothing else. */
export function wireguardTunnel(text: string, key?: string): Tunnel {
  const { allowed, unread, setsRoutes } = readWireguard(text);
  const at = key === undefined ? {} : { key };
  const stretches: readonly Stretch[] = setsRoutes
    ? allowed.map(({ addresses, line, prefixes }) => ({
        addresses,
        way: 'tunnel',
        because: { id: 'allowed-prefix', ...at, line, text: shortList(prefixes) },
      }))
    : [];
  return {
    kind: 'wireguard',
    stretches,
    // An entry nobody understands could hold any address.
    otherwise:
      unread.length > 0 && setsRoutes
        ? { way: 'depends', because: { id: 'unread-entry', ...at, ...entryOf(unread) } }
        : { way: 'direct', because: { id: 'not-listed', ...at } },
    situations: byHand,
    unread,
  };
}

export function entryOf(unread: readonly UnreadEntry[]): { line?: number; text?: string } {
  const [first] = unread;
  if (first === undefined) return {};
  return { ...(first.line === undefined ? {} : { line: first.line }), text: first.text };
}

function shortList(prefixes: readonly string[]): string {
  const shown = prefixes.slice(0, 6).join(', ');
  return prefixes.length > 6 ? `${shown} and ${prefixes.length - 6} more` : shown;
}
