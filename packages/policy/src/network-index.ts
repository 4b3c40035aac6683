import { bitsOf, blocksOf, type Address, type Cidr } from './address.js';
import type { Place } from './placement.js';
import type { NetworkDefinition } from './types.js';

/** Blocks of one length: networks by the bits that addresses in them begin with. */
interface Level {
  readonly family: Address['family'];
  readonly shift: bigint;
  readonly networks: Map<bigint, number[]>;
}

/**
 * Networks by one of the keys a place must hold: of each network those are found that can fit, each by its place in
 * the file, some of them twice. A device is not compared with every network of a large policy.
 */
export class NetworkIndex {
  private readonly byName = new Map<string, NetworkDefinition>();
  private readonly bySsid = new Map<string, number[]>();
  private readonly byLabel = new Map<string, number[]>();
  private readonly levels: Level[] = [];

  constructor(networks: readonly NetworkDefinition[]) {
    for (const [at, network] of networks.entries()) {
      if (!this.byName.has(network.name)) this.byName.set(network.name, network);
      this.add(network, at);
    }
  }

  /** Every key of a network must hold, so that one of them is enough to find it by. */
  private add({ match: { ssid, cidr, site, vlan, tags } }: NetworkDefinition, at: number): void {
    if (ssid) for (const name of ssid) put(this.bySsid, name, at);
    else if (cidr) for (const block of blocksOf(cidr)) put(this.level(block).networks, headOf(block), at);
    else if (site) this.addLabels('site', site, at);
    else if (vlan) this.addLabels('vlan', vlan, at);
    else if (tags) this.addLabels('tag', tags, at);
  }

  private addLabels(kind: Labelled, labels: readonly string[], at: number): void {
    for (const label of labels) put(this.byLabel, `${kind} ${label.toLowerCase()}`, at);
  }

  private level({ family, prefix }: Cidr): Level {
    const shift = BigInt(bitsOf({ family }) - prefix);
    const held = this.levels.find((level) => level.family === family && level.shift === shift);
    if (held !== undefined) return held;
    const level: Level = { family, shift, networks: new Map() };
    this.levels.push(level);
    return level;
  }

  named(name: string): NetworkDefinition | undefined {
    return this.byName.get(name);
  }

  candidates({ ssid, site, vlan, tags }: Place, address: Address | undefined): readonly number[] {
    const found: number[] = [];
    if (ssid !== undefined) this.take(found, this.bySsid.get(ssid));
    if (address !== undefined)
      for (const { family, shift, networks } of this.levels)
        if (family === address.family) this.take(found, networks.get(address.value >> shift));
    if (this.byLabel.size === 0) return found;
    this.takeLabel(found, 'site', site);
    this.takeLabel(found, 'vlan', vlan);
    for (const tag of tags) this.takeLabel(found, 'tag', tag);
    return found;
  }

  private takeLabel(found: number[], kind: Labelled, label: string | undefined): void {
    if (label !== undefined) this.take(found, this.byLabel.get(`${kind} ${label.trim().toLowerCase()}`));
  }

  private take(found: number[], more: readonly number[] | undefined): void {
    for (const at of more ?? []) found.push(at);
  }
}

type Labelled = 'site' | 'vlan' | 'tag';

function headOf(block: Cidr): bigint {
  return block.value >> BigInt(bitsOf(block) - block.prefix);
}

function put<K>(map: Map<K, number[]>, key: K, at: number): void {
  const held = map.get(key);
  if (held) held.push(at);
  else map.set(key, [at]);
}
