import { type AddressSet, noAddress, parseAddresses, uniteAddresses } from '../../address.js';
import { protocolNumber } from '../../names/protocols.js';
import type { Ranges } from '../../ranges.js';
import { portsIn } from '../../values.js';
import { child, childrenNamed, childText, type Element, everywhere } from '../../xml.js';

export interface PanosService {
  readonly protocols: Ranges;
  readonly source?: Ranges;
  readonly destination?: Ranges;
}

const predefined: ReadonlyMap<string, PanosService> = new Map([
  ['service-http', { protocols: [6, 7], destination: [80, 81, 8080, 8081] }],
  ['service-https', { protocols: [6, 7], destination: [443, 444] }],
]);
const deepest = 40;

/** Named addresses and services; of several places the later ones win. */
export class PanosObjects {
  private readonly addressEntries: ReadonlyMap<string, Element>;
  private readonly addressGroups: ReadonlyMap<string, Element>;
  private readonly serviceEntries: ReadonlyMap<string, Element>;
  private readonly serviceGroups: ReadonlyMap<string, Element>;

  constructor(places: readonly Element[]) {
    this.addressEntries = entries(places, 'address');
    this.addressGroups = entries(places, 'address-group');
    this.serviceEntries = entries(places, 'service');
    this.serviceGroups = entries(places, 'service-group');
  }

  isNamed(name: string): boolean {
    return this.addressEntries.has(name) || this.addressGroups.has(name);
  }

  addresses(names: readonly string[], depth = 0): { addresses: AddressSet; opaque: string[] } {
    let addresses = noAddress;
    const opaque: string[] = [];
    for (const name of names) {
      const group = this.addressGroups.get(name);
      const inner = group === undefined ? this.single(name) : this.group(name, group, depth);
      addresses = uniteAddresses(addresses, inner.addresses);
      opaque.push(...inner.opaque);
    }
    return { addresses, opaque };
  }

  private group(name: string, group: Element, depth: number): { addresses: AddressSet; opaque: string[] } {
    const list = child(group, 'static') ?? group;
    const members = childrenNamed(list, 'member').map((one) => one.text.trim());
    if (child(group, 'dynamic') !== undefined)
      return { addresses: noAddress, opaque: [`dynamic group ${name}`] };
    if (depth > deepest) return { addresses: noAddress, opaque: [`group ${name} is nested too deep`] };
    return this.addresses(members, depth + 1);
  }

  private single(name: string): { addresses: AddressSet; opaque: string[] } {
    const entry = this.addressEntries.get(name);
    const text = entry === undefined ? name : childText(entry, 'ip-netmask') || childText(entry, 'ip-range');
    const set = parseAddresses(text);
    if (set !== undefined) return { addresses: set, opaque: [] };
    const fqdn = childText(entry, 'fqdn');
    const reason =
      fqdn !== ''
        ? `name ${fqdn}`
        : entry === undefined
          ? `object ${name} is not in the document`
          : `object ${name}`;
    return { addresses: noAddress, opaque: [reason] };
  }

  services(names: readonly string[], depth = 0): { items: PanosService[]; opaque: string[] } {
    const items: PanosService[] = [];
    const opaque: string[] = [];
    for (const name of names) {
      const group = this.serviceGroups.get(name);
      if (group !== undefined && depth <= deepest) {
        const inner = childrenNamed(child(group, 'members'), 'member').map((one) => one.text.trim());
        const resolved = this.services(inner, depth + 1);
        items.push(...resolved.items);
        opaque.push(...resolved.opaque);
        continue;
      }
      const item = this.service(name);
      if (item === undefined) opaque.push(`service ${name}`);
      else items.push(item);
    }
    return { items, opaque };
  }

  private service(name: string): PanosService | undefined {
    const entry = this.serviceEntries.get(name);
    if (entry === undefined) return predefined.get(name);
    const [protocol] = child(entry, 'protocol')?.children ?? [];
    const number = protocol === undefined ? undefined : protocolNumber(protocol.name);
    if (protocol === undefined || number === undefined) return undefined;
    const destination = portsIn([childText(protocol, 'port')]);
    const source = portsIn([childText(protocol, 'source-port')]);
    if (destination === undefined || source === undefined) return undefined;
    return {
      protocols: [number, number + 1],
      ...(destination.length === 0 ? {} : { destination }),
      ...(source.length === 0 ? {} : { source }),
    };
  }
}

/** Entries directly below elements of that name; rules have lists of the same name, with members instead. */
function entries(places: readonly Element[], name: string): Map<string, Element> {
  return new Map(
    places
      .flatMap((place) => everywhere(place, name))
      .flatMap((list) =>
        childrenNamed(list, 'entry').map((entry) => [entry.attributes.get('name') ?? '', entry] as const),
      ),
  );
}
