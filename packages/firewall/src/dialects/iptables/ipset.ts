import {
  type AddressSet,
  noAddress,
  parseAddressList,
  subtractAddresses,
  uniteAddresses,
} from '../../address.js';
import { type Ranges, uniteAll } from '../../ranges.js';
import type { Word } from '../../text.js';
import { portList } from './match.js';

/** An ipset of the same file, as far as it can be decided. */
export type IpSet =
  | { readonly kind: 'addresses'; readonly addresses: AddressSet }
  | { readonly kind: 'ports'; readonly ports: Ranges }
  | { readonly kind: 'other' };

/** Collects `create` and `add` lines of an `ipset save`. */
export class IpSets {
  private readonly types = new Map<string, string>();
  private readonly texts = new Map<string, { readonly members: string[]; readonly holes: string[] }>();

  /** True when the line is one of an `ipset save`. */
  read(words: readonly Word[]): boolean {
    const [verb, name, value] = words.filter((word) => word.text !== 'ipset').map((word) => word.text);
    if (name === undefined || value === undefined) return false;
    if (verb === 'create' || verb === '-N') {
      this.types.set(name, value);
      this.texts.set(name, { members: [], holes: [] });
      return true;
    }
    const lists = this.texts.get(name);
    if ((verb !== 'add' && verb !== '-A') || lists === undefined) return false;
    (words.some((word) => word.text === 'nomatch') ? lists.holes : lists.members).push(value);
    return true;
  }

  result(): Map<string, IpSet> {
    return new Map(
      [...this.texts].map(([name, { members, holes }]) => [name, this.build(name, members, holes)]),
    );
  }

  private build(name: string, members: readonly string[], holes: readonly string[]): IpSet {
    const type = this.types.get(name) ?? '';
    if (type === 'bitmap:port') {
      const ranges = members.map((member) => portList(member.replace('-', ':')));
      return ranges.includes(undefined)
        ? { kind: 'other' }
        : { kind: 'ports', ports: uniteAll(ranges.map((one) => one ?? [])) };
    }
    if (!['hash:ip', 'hash:net', 'bitmap:ip', 'iphash', 'nethash', 'ipmap'].includes(type))
      return { kind: 'other' };
    const [inside, outside] = [parseAddressList(members), parseAddressList(holes)];
    if (inside === undefined || outside === undefined) return { kind: 'other' };
    return { kind: 'addresses', addresses: subtractAddresses(uniteAddresses(noAddress, inside), outside) };
  }
}
