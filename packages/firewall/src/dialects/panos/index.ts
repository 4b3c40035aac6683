import { complementAddresses } from '../../address.js';
import { Draft } from '../../draft.js';
import type { Path } from '../../policy.js';
import type { Ranges } from '../../ranges.js';
import { child, childrenNamed, childText, type Element, everywhere, parseXml } from '../../xml.js';
import { PolicyBuilder } from '../builder.js';
import type { ParsedPolicy } from '../dialect.js';
import { PanosObjects } from './objects.js';

export function recognisesPanos(text: string): boolean {
  return (
    /<(config|response)\b/.test(text) &&
    (/\burldb=/.test(text) || /<security>\s*<rules>/.test(text) || /<(pre-|post-)?rulebase>/.test(text))
  );
}

/** Reads a PAN-OS or Panorama configuration, or an API answer that has one inside. */
export function parsePanos(text: string): ParsedPolicy {
  const parsed = parseXml(text);
  if ('diagnostic' in parsed) return { diagnostics: [parsed.diagnostic] };
  return { policy: new PanosReader(parsed.root).read(), diagnostics: [] };
}

type Standard = readonly [protocols: Ranges, ports: Ranges];

/** Standard ports of common applications; outside of them `application-default` never matches. */
const standardPorts = new Map<string, Standard>([
  [
    'icmp',
    [
      [1, 2],
      [0, 65536],
    ],
  ],
  [
    'ping',
    [
      [1, 2],
      [0, 65536],
    ],
  ],
  [
    'ipv6-icmp',
    [
      [58, 59],
      [0, 65536],
    ],
  ],
  [
    'ping6',
    [
      [58, 59],
      [0, 65536],
    ],
  ],
  [
    'dns',
    [
      [6, 7, 17, 18],
      [53, 54],
    ],
  ],
  [
    'ssl',
    [
      [6, 7],
      [443, 444],
    ],
  ],
  [
    'web-browsing',
    [
      [6, 7],
      [80, 81],
    ],
  ],
  [
    'ssh',
    [
      [6, 7],
      [22, 23],
    ],
  ],
  [
    'ntp',
    [
      [17, 18],
      [123, 124],
    ],
  ],
  [
    'smtp',
    [
      [6, 7],
      [25, 26],
    ],
  ],
]);

function restrictTo(draft: Draft, [protocols, ports]: Standard): void {
  draft.protocols(protocols);
  draft.destinationPorts(ports);
}

const chain = 'security';
/** The order in which Panorama's rulebases stand around the firewall's own. */
const rulebases = ['pre-rulebase', 'rulebase', 'post-rulebase'];

class PanosReader {
  private readonly builder = new PolicyBuilder('panos');
  private readonly objects: PanosObjects;

  constructor(private readonly root: Element) {
    this.objects = new PanosObjects(root);
  }

  read(): ReturnType<PolicyBuilder['build']> {
    this.builder.chain(chain);
    for (const name of rulebases) {
      for (const base of everywhere(this.root, name)) {
        for (const rule of childrenNamed(child(base, 'security', 'rules'), 'entry')) this.rule(rule);
      }
    }
    const zones = this.zones();
    this.defaults(zones);
    const path: Path = {
      name: 'security',
      tracksSessions: true,
      stages: [
        {
          chain,
          fallback: 'deny',
          fallbackId: 'interzone-default',
          fallbackText: 'interzone-default: deny',
          isMain: true,
        },
      ],
    };
    const outside = zones.filter((zone) => /^(l3[-_]?)?(untrust|outside|internet|external|wan)/i.test(zone));
    return this.builder.build({ families: [4, 6], paths: [path], outside });
  }

  private zones(): string[] {
    const named = everywhere(this.root, 'zone').flatMap((zone) =>
      childrenNamed(zone, 'entry').map((entry) => entry.attributes.get('name') ?? ''),
    );
    return [...new Set(named)].filter((name) => name !== '');
  }

  /** Traffic that stays in its zone is allowed unless the default rule says otherwise. */
  private defaults(zones: readonly string[]): void {
    const entries = everywhere(this.root, 'default-security-rules').flatMap((base) =>
      childrenNamed(child(base, 'rules'), 'entry'),
    );
    const actionOf = (name: string): string | undefined => {
      const entry = entries.find((one) => one.attributes.get('name') === name);
      return entry === undefined ? undefined : childText(entry, 'action') || undefined;
    };
    const intrazone = actionOf('intrazone-default') ?? 'allow';
    for (const zone of zones) {
      const draft = new Draft();
      draft.interface('in', { names: [zone], negated: false });
      draft.interface('out', { names: [zone], negated: false });
      this.addDefault('intrazone-default', draft, intrazone === 'allow');
    }
    if (actionOf('interzone-default') === 'allow') this.addDefault('interzone-default', new Draft(), true);
  }

  private addDefault(id: string, draft: Draft, allows: boolean): void {
    this.builder.add(chain, {
      line: 0,
      text: id,
      id,
      draft,
      action: { type: allows ? 'allow' : 'deny' },
      counts: false,
    });
  }

  private rule(rule: Element): void {
    const name = rule.attributes.get('name') ?? '';
    const draft = new Draft();
    this.zoneOf(draft, 'in', rule, 'from');
    this.zoneOf(draft, 'out', rule, 'to');
    this.addresses(draft, 'source', rule);
    this.addresses(draft, 'destination', rule);
    this.conditions(draft, rule);
    this.service(draft, rule);
    const action = childText(rule, 'action');
    const text = `${name}: ${action} ${members(rule, 'source').join(',')} -> ${members(rule, 'destination').join(',')} ${members(rule, 'service').join(',')} ${members(rule, 'application').join(',')}`;
    const place = { line: rule.line, text };
    if (!['allow', 'deny', 'drop', 'reset-client', 'reset-server', 'reset-both'].includes(action)) {
      draft.problem(`action ${action}`);
    }
    if (childText(rule, 'disabled') === 'yes') {
      this.builder.count(place.line, text, draft.problems);
      this.builder.note('disabled-rule', place.line, name);
      return;
    }
    this.builder.add(chain, {
      ...place,
      id: name,
      draft,
      action: { type: action === 'allow' ? 'allow' : 'deny' },
    });
  }

  private zoneOf(draft: Draft, side: 'in' | 'out', rule: Element, key: string): void {
    const zones = members(rule, key);
    if (zones.length > 0 && !zones.includes('any')) draft.interface(side, { names: zones, negated: false });
  }

  private addresses(draft: Draft, side: 'source' | 'destination', rule: Element): void {
    const names = members(rule, side);
    if (names.length === 0 || names.includes('any')) return;
    const { addresses, opaque } = this.objects.addresses(names);
    draft.objects.push(...names.filter((name) => this.objects.isNamed(name)));
    for (const reason of opaque) draft.undecidable(reason);
    if (opaque.length > 0) return;
    draft[side](childText(rule, `negate-${side}`) === 'yes' ? complementAddresses(addresses) : addresses);
  }

  private conditions(draft: Draft, rule: Element): void {
    const applications = members(rule, 'application').filter((name) => name !== 'any');
    if (applications.length > 0) draft.undecidable(`application ${applications.slice(0, 5).join(', ')}`);
    const usual = applications.map((name) => standardPorts.get(name));
    if (
      members(rule, 'service').includes('application-default') &&
      usual.length > 0 &&
      !usual.includes(undefined)
    ) {
      draft.either(
        usual.map(
          (one) => (copy: Draft) =>
            restrictTo(
              copy,
              one ?? [
                [0, 256],
                [0, 65536],
              ],
            ),
        ),
      );
    }
    for (const [key, reason] of [
      ['source-user', 'user'],
      ['category', 'URL category'],
      ['hip-profiles', 'host profile'],
      ['source-hip', 'host profile'],
      ['destination-hip', 'host profile'],
    ] as const) {
      if (members(rule, key).some((name) => name !== 'any')) draft.undecidable(reason);
    }
    if (childText(rule, 'schedule') !== '') draft.undecidable('time of day');
  }

  private service(draft: Draft, rule: Element): void {
    const names = members(rule, 'service');
    if (names.length === 0 || names.includes('any')) return;
    if (names.includes('application-default')) {
      const isAnyApplication = members(rule, 'application').every((name) => name === 'any');
      if (isAnyApplication) draft.undecidable('the standard ports of whatever application it is');
      return;
    }
    const { items, opaque } = this.objects.services(names);
    draft.objects.push(...names);
    for (const reason of opaque) draft.undecidable(reason);
    if (opaque.length > 0) return;
    draft.either(
      items.map((item) => (copy: Draft) => {
        copy.protocols(item.protocols);
        if (item.source !== undefined) copy.sourcePorts(item.source);
        if (item.destination !== undefined) copy.destinationPorts(item.destination);
      }),
    );
  }
}

function members(rule: Element, key: string): string[] {
  return childrenNamed(child(rule, key), 'member').map((one) => one.text.trim());
}
