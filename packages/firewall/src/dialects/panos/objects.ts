import { type AddressSet, noAddress, parseAddresses, uniteAllAddresses } from '../../address.js';
import { Lookup } from '../../lookup.js';
import { protocolNumber } from '../../names/protocols.js';
import type { Ranges } from '../../ranges.js';
import { portsIn } from '../../values.js';
import { child, childrenNamed, childText, type Element, everywhere } from '../../xml.js';

export interface PanosService {
  readonly protocols: Ranges;
  readonly source?: Ranges;
  readonly destination?: Ranges;
}

interface Addresses {
  readonly addresses: AddressSet;
  readonly opaque: readonly string[];
}

interface Services {
  readonly items: readonly PanosService[];
  readonly opaque: readonly string[];
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
  private readonly knownAddresses = new Lookup<Addresses>();
  private readonly knownServices = new Lookup<Services>();

  constructor(places: readonly Element[]) {
    this.addressEntries = entries(places, 'address');
    this.addressGroups = entries(places, 'address-group');
    this.serviceEntries = entries(places, 'service');
    this.serviceGroups = entries(places, 'service-group');
  }

  isNamed(name: string): boolean {
    return this.addressEntries.has(name) || this.addressGroups.has(name);
  }

  addresses(names: readonly string[], depth = 0): Addresses {
    const sets: AddressSet[] = [];
    const opaque = new Set<string>();
    for (const name of names) {
      const inner = this.knownAddresses.of(name, () => this.named(name, depth));
      sets.push(inner.addresses);
      for (const reason of inner.opaque) opaque.add(reason);
    }
    return { addresses: uniteAllAddresses(sets), opaque: [...opaque] };
  }

  private named(name: string, depth: number): Addresses {
    const group = this.addressGroups.get(name);
    return group === undefined ? this.single(name) : this.group(name, group, depth);
  }

  private group(name: string, group: Element, depth: number): Addresses {
    const list = child(group, 'static') ?? group;
    const members = childrenNamed(list, 'member').map((one) => one.text.trim());
    if (child(group, 'dynamic') !== undefined)
      return { addresses: noAddress, opaque: [`dynamic group ${name}`] };
    if (depth > deepest) return { addresses: noAddress, opaque: [`group ${name} is nested too deep`] };
    return this.addresses(members, depth + 1);
  }

  private single(name: string): Addresses {
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

  services(names: readonly string[], depth = 0): Services {
    const items = new Set<PanosService>();
    const opaque = new Set<string>();
    for (const name of names) {
      const inner = this.knownServices.of(name, () => this.servicesOf(name, depth));
      for (const item of inner.items) items.add(item);
      for (const reason of inner.opaque) opaque.add(reason);
    }
    return { items: [...items], opaque: [...opaque] };
  }

  private servicesOf(name: string, depth: number): Services {
    const group = this.serviceGroups.get(name);
    if (group !== undefined && depth <= deepest) {
      const inner = childrenNamed(child(group, 'members'), 'member').map((one) => one.text.trim());
      return this.services(inner, depth + 1);
    }
    const item = this.service(name);
    return item === undefined ? { items: [], opaque: [`service ${name}`] } : { items: [item], opaque: [] };
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
