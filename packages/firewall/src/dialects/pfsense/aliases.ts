import { type AddressSet, parseAddresses, uniteAllAddresses } from '../../address.js';
import { Lookup } from '../../lookup.js';
import { type Ranges, uniteAll } from '../../ranges.js';
import { portsIn } from '../../values.js';
import { child, childrenNamed, childText, type Element } from '../../xml.js';

interface Alias {
  readonly type: string;
  readonly members: readonly string[];
}

const deepest = 40;

/** Aliases of both stores; a member may be another alias. */
export class Aliases {
  private readonly aliases = new Map<string, Alias>();
  private readonly known = new Lookup<AddressSet | string>();
  private readonly knownPorts = new Lookup<Ranges | string>();

  constructor(root: Element) {
    const legacy = childrenNamed(child(root, 'aliases'), 'alias');
    const model = childrenNamed(child(root, 'OPNsense', 'Firewall', 'Alias', 'aliases'), 'alias');
    for (const alias of [...legacy, ...model]) {
      const text = childText(alias, 'content') || childText(alias, 'address');
      const isOff = childText(alias, 'enabled') === '0';
      if (isOff) continue;
      this.aliases.set(childText(alias, 'name'), {
        type: childText(alias, 'type'),
        members: text.split(/\s+/).filter((one) => one !== ''),
      });
    }
  }

  has(name: string): boolean {
    return this.aliases.has(name);
  }

  /** Undefined when there is no such alias; a reason when its members cannot be turned into addresses. */
  addresses(name: string, depth = 0): AddressSet | string | undefined {
    const alias = this.aliases.get(name);
    return alias && this.known.of(name, () => this.united(name, alias, depth));
  }

  private united(name: string, alias: Alias, depth: number): AddressSet | string {
    if (!['host', 'network', 'networkgroup', ''].includes(alias.type)) return `alias ${name} (${alias.type})`;
    const sets: AddressSet[] = [];
    for (const text of alias.members) {
      const one = parseAddresses(text) ?? (depth > deepest ? undefined : this.addresses(text, depth + 1));
      if (one === undefined) return `member ${text} of alias ${name}`;
      if (typeof one === 'string') return one;
      sets.push(one);
    }
    return uniteAllAddresses(sets);
  }

  /** A number, range, service name or alias; undefined when it is none of them. */
  ports(text: string, depth = 0): Ranges | string | undefined {
    const direct = portsIn([text]);
    if (direct !== undefined) return direct;
    const alias = this.aliases.get(text);
    return alias && this.knownPorts.of(text, () => this.unitedPorts(text, alias, depth));
  }

  private unitedPorts(text: string, alias: Alias, depth: number): Ranges | string {
    if (alias.type !== 'port' || depth > deepest) return `alias ${text} (${alias.type})`;
    const ports: Ranges[] = [];
    for (const member of alias.members) {
      const one = this.ports(member, depth + 1);
      if (one === undefined) return `member ${member} of alias ${text}`;
      if (typeof one === 'string') return one;
      ports.push(one);
    }
    return uniteAll(ports);
  }
}
