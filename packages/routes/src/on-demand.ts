import { getArray, getNumber, getString, stringsOf, get, type DictValue, type Value } from '@ringcheck/model';

/** In which situations a tunnel is up. */
export interface Situations {
  /** `always`: nothing asks the user; `rules`: by its on-demand rules; `by-hand`: when the user starts it; `never`. */
  readonly up: 'always' | 'rules' | 'by-hand' | 'never';
  /** In words, as they follow "traffic goes through the VPN". */
  readonly when: string;
  /** Numbers (from 1) of rules behind one that always matches. */
  readonly unreachable: readonly string[];
}

const byHand = 'while the user has it switched on';

/**
 * The first on-demand rule that matches decides, so the answer is given per situation: networks where the tunnel
 * comes up, and those where it does not.
 */
export function situationsOf(kind: string, settings: DictValue | undefined): Situations {
  if (kind === 'AlwaysOn' || kind === 'TransparentProxy') {
    return { up: 'always', when: 'at all times', unreachable: [] };
  }
  if (getNumber(settings, 'OnDemandEnabled') !== 1) return { up: 'by-hand', when: byHand, unreachable: [] };
  const rules = getArray(settings, 'OnDemandRules') ?? [];
  const last = rules.findIndex((rule) => conditionsOf(rule).length === 0);
  const reachable = last < 0 ? rules : rules.slice(0, last + 1);
  const unreachable = rules.slice(reachable.length).map((_, index) => `${reachable.length + index + 1}`);
  return { ...decide(reachable), unreachable };
}

type Effect = 'up' | 'down' | 'left';

function decide(rules: readonly Value[]): Pick<Situations, 'up' | 'when'> {
  const places = rules.map((rule, index) => ({ effect: effectOf(rule), name: nameOf(rule, index > 0) }));
  const inside = places.filter(({ effect }) => effect === 'up').map(({ name }) => name);
  const outside = places.filter(({ effect }) => effect === 'down').map(({ name }) => name);
  const isClosed = rules.some((rule) => conditionsOf(rule).length === 0);
  if (inside.length === 0) {
    const isNever = isClosed && places.every(({ effect }) => effect === 'down');
    return isNever ? { up: 'never', when: 'never' } : { up: 'by-hand', when: byHand };
  }
  const except = outside.length === 0 ? '' : ` (not on ${outside.join(', ')})`;
  return { up: 'rules', when: `on ${inside.join(', ')}${except}` };
}

/** What a rule does with the tunnel where it matches. */
function effectOf(rule: Value): Effect {
  switch (getString(rule, 'Action')) {
    case 'Connect':
    case 'Allow':
      return 'up';
    case 'Disconnect':
      return 'down';
    case 'EvaluateConnection':
      return (getArray(rule, 'ActionParameters') ?? []).every(
        (item) => getString(item, 'DomainAction') === 'NeverConnect',
      )
        ? 'left'
        : 'up';
    default:
      return 'left';
  }
}

function nameOf(rule: Value, isLater: boolean): string {
  const conditions = conditionsOf(rule);
  const name =
    conditions.length > 0 ? conditions.join(' with ') : isLater ? 'any other network' : 'every network';
  return getString(rule, 'Action') === 'EvaluateConnection'
    ? `${name} once one of its names is asked for`
    : name;
}

const interfaces = new Map([
  ['WiFi', 'Wi-Fi'],
  ['Cellular', 'cellular'],
  ['Ethernet', 'Ethernet'],
]);

function conditionsOf(rule: Value): readonly string[] {
  const kind = getString(rule, 'InterfaceTypeMatch');
  const probe = getString(rule, 'URLStringProbe');
  const ssids = stringsOf(get(rule, 'SSIDMatch'));
  const domains = stringsOf(get(rule, 'DNSDomainMatch'));
  const servers = stringsOf(get(rule, 'DNSServerAddressMatch'));
  return [
    ...(ssids.length > 0 ? [`Wi-Fi ${ssids.map((ssid) => `"${ssid}"`).join(' or ')}`] : []),
    ...(kind === undefined || ssids.length > 0 ? [] : [interfaces.get(kind) ?? kind]),
    ...(domains.length > 0 ? [`domain ${domains.join(' or ')}`] : []),
    ...(servers.length > 0 ? [`DNS server ${servers.join(' or ')}`] : []),
    ...(probe === undefined ? [] : ['a reachable probe']),
  ];
}
