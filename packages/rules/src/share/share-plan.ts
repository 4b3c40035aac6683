import type { Picture } from '@ringcheck/assemble';
import type { Facts } from '@ringcheck/model';
import { readsProfiles } from '../reads.js';
import type { Rule } from '../types.js';
import type { Sight } from './canonical.js';

/** Which rules are answered together, for devices of which the same freely varying facts are known. */
export interface SharePlan {
  readonly name: string;
  /** Rules about profiles, the system and statements. */
  readonly profiles: ReadonlySet<Rule>;
  /** Rules about the network the device is in, which ask nothing of its profiles. */
  readonly network: ReadonlySet<Rule>;
  /** Rules that look at a fact of the device's own. */
  readonly apart: ReadonlySet<Rule>;
  readonly sights: { readonly profiles: Sight; readonly network: Sight };
}

/** Facts that are different from device to device, or from day to day: with them in the key nothing would be shared. */
const freelyVarying: readonly string[] = [
  'storageFreeGB',
  'storageTotalGB',
  'subscriptions',
  'apps',
  'partNumber',
  'build',
  'timeZone',
  'buildSince',
  'linesSince',
  'name',
  'ssid',
  'ipAddress',
];

/** Facts that are looked at beside the rules: which payloads and keys can act. */
const conditions: readonly string[] = [
  'platform',
  'osVersion',
  'isSupervised',
  'enrolment',
  'isUserApproved',
  'isSharedIpad',
  'productName',
];

/** The plan for a device, made once for each set of freely varying facts that is met. */
export function planner(rules: readonly Rule[]): (picture: Picture) => SharePlan {
  const plans = new Map<string, SharePlan>();
  const asked = freelyVarying.filter((name) => rules.some((rule) => readsFact(rule, name)));
  return ({ facts }) => {
    let name = '';
    for (const fact of asked) name += facts[fact as keyof Facts] === undefined ? '-' : '+';
    let plan = plans.get(name);
    if (plan === undefined) {
      const own = new Set(asked.filter((fact) => facts[fact as keyof Facts] !== undefined));
      plans.set(name, (plan = planFor(name, rules, own)));
    }
    return plan;
  };
}

const readsFact = (rule: Rule, name: string): boolean => rule.reads.some((read) => read === `fact:${name}`);

function planFor(name: string, rules: readonly Rule[], own: ReadonlySet<string>): SharePlan {
  const sides = { profiles: new Set<Rule>(), network: new Set<Rule>(), apart: new Set<Rule>() };
  for (const rule of rules) {
    const isOwn = [...own].some((fact) => readsFact(rule, fact));
    const isPlaced = rule.reads.includes('network');
    if (isOwn || (isPlaced && readsProfiles(rule))) sides.apart.add(rule);
    else (isPlaced ? sides.network : sides.profiles).add(rule);
  }
  const familyOnly = !rules.some((rule) => readsFact(rule, 'productName'));
  return {
    name,
    ...sides,
    sights: {
      profiles: { side: 'profiles', facts: factsOf(sides.profiles, own, conditions), familyOnly },
      network: { side: 'network', facts: factsOf(sides.network, own, ['platform']), familyOnly },
    },
  };
}

function factsOf(
  rules: ReadonlySet<Rule>,
  own: ReadonlySet<string>,
  always: readonly string[],
): readonly (keyof Facts)[] {
  const names = new Set(always);
  for (const rule of rules)
    for (const read of rule.reads) if (read.startsWith('fact:')) names.add(read.slice('fact:'.length));
  return [...names].filter((name) => !own.has(name)).sort() as (keyof Facts)[];
}
