import type { Instant } from '@ringcheck/model';
import {
  attests,
  defaultThresholds,
  endOfWaiver,
  groupOf,
  waiversFor,
  waiverState,
  type Policy,
  type SelectableDevice,
} from '@ringcheck/policy';

type Waiver = Policy['waivers'][number];
type Attestation = Policy['attestations'][number];

/** What a policy means, in its own order: groups, networks, tunnels, thresholds in force, waivers at `now`. */
export function policyText(policy: Policy, now: Instant): string {
  const sections = [
    section('Groups, the first that fits takes the device', policy.groups.map(groupLine)),
    section('Networks', policy.networks.map(networkLine)),
    section(
      'Tunnels',
      policy.vpns.map(({ match, egress }) => `${selectorText(match)} leaves through ${egress}`),
    ),
    section(
      'Tunnels from files',
      policy.tunnels.map(({ config, select }) => `${config} on ${selectorText(select)}`),
    ),
    section('Flows stated in place of the built-in ones', policy.flows.map(flowLine)),
    section('Thresholds in force', thresholdLines(policy)),
    section(
      'Rules changed',
      policy.rules.map(({ rule, severity, enabled }) =>
        [rule, severity === undefined ? '' : `severity ${severity}`, enabled === false ? 'off' : '']
          .filter((part) => part !== '')
          .join(', '),
      ),
    ),
    section(
      'Other tools that block',
      policy.externalControls.map(
        ({ match, blocks, by, owner, expires }) =>
          `${by} blocks ${blocks} on ${selectorText(match)} (${owner}, until ${expires}${ended(expires, now)})`,
      ),
    ),
    section(
      'Waivers',
      policy.waivers.map((waiver) => waiverLine(waiver, now, policy.expirySoonDays)),
    ),
    section(
      'Answers to questions',
      policy.attestations.map((stated) => attestationLine(stated, now, policy.expirySoonDays)),
    ),
    ...knowledgeSections(policy.knowledge),
  ];
  return `${sections.flat().join('\n')}\n`;
}

/** What a policy does with one device: its group, groups that would have taken it, its waivers. */
export function deviceText(policy: Policy, device: SelectableDevice, now: Instant): string {
  const { group, others } = groupOf(policy, device);
  const isPast = (instant: Instant): boolean => Date.parse(instant) <= Date.parse(now);
  const traits = group === undefined ? device : { ...device, group: group.name };
  const { active, expired } = waiversFor(policy, traits, isPast);
  const lines = [
    group === undefined ? 'No group takes this device.' : `Group: ${group.name} (${group.intent})`,
    ...others.map(({ name, intent }) => `It would also fit: ${name} (${intent})`),
    ...[...active, ...expired].map((waiver) => `Waiver: ${waiverLine(waiver, now, policy.expirySoonDays)}`),
    ...policy.attestations
      .filter((stated) => attests(stated, traits))
      .map((stated) => `Answer: ${attestationLine(stated, now, policy.expirySoonDays)}`),
  ];
  return `${lines.join('\n')}\n`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  ${line}`)];
}

function groupLine({ name, intent, select, atLeast }: Policy['groups'][number]): string {
  const least = atLeast === undefined ? '' : `, at least ${atLeast}`;
  return `${name}: ${intent}${least}; ${selectorText(select)}`;
}

function networkLine(network: Policy['networks'][number]): string {
  const flags = (['sipAlg', 'tlsInspection', 'proxyOnly', 'dnsFilter', 'fixed'] as const).flatMap((flag) =>
    network[flag] === undefined ? [] : [network[flag] ? flag : `no ${flag}`],
  );
  const stated = network.faceTime;
  const parts = [
    selectorText(network.match) || 'placed by name only',
    network.firewall.length === 0 ? 'no firewall described' : `firewall ${network.firewall.join(', then ')}`,
    ...flags,
    ...Object.entries(network.quality ?? {}).map(([name, value]) => `${name} ${value}`),
    ...(stated === undefined
      ? []
      : [`FaceTime ${stated.value} says ${stated.owner} until ${stated.expires}`]),
  ];
  return `${network.name}: ${parts.join('; ')}`;
}

function flowLine({ id, protocol, ports, destinations, loses, required }: Policy['flows'][number]): string {
  const stated = [
    protocol?.toUpperCase(),
    ports?.map(([from, last]) => (from === last ? `${from}` : `${from}-${last}`)).join(', '),
    destinations === undefined ? undefined : `to ${[destinations].flat().join(', ')}`,
    loses === undefined ? undefined : `loses ${loses}`,
    required === undefined ? undefined : required ? 'required' : 'not required',
  ];
  return `${id}: ${stated.filter((part) => part !== undefined).join('; ')}`;
}

function thresholdLines({ thresholds }: Policy): string[] {
  return Object.entries(thresholds).map(([name, value]) => {
    const standard = Object.entries(defaultThresholds).find(([key]) => key === name)?.[1];
    return `${name}: ${value}${standard === value ? '' : ` (default ${standard})`}`;
  });
}

function attestationLine(
  { question, answer, select, device = [], owner, date, expires }: Attestation,
  now: Instant,
  soonDays: number,
): string {
  const { state, soon } = stateOf(expires, now, soonDays);
  const whom = select === undefined ? `device ${device.join(' or ')}` : selectorText(select);
  const given = date === undefined ? '' : `, ${date}`;
  return `${state}: ${question} = ${answer} on ${whom} (${owner}${given}, until ${expires}${soon})`;
}

function knowledgeSections({
  outages,
  latestVersions,
  countries,
  suffixes,
}: Policy['knowledge']): string[][] {
  return [
    section(
      'Outages',
      outages.map(
        ({ service, from, until, owner }) =>
          `${service} from ${from} until ${until ?? 'further notice'} (${owner})`,
      ),
    ),
    section(
      'Newest versions',
      Object.entries(latestVersions).map(([platform, version]) => `${platform}: ${version}`),
    ),
    section('Countries and units, in place of the built-in tables', [
      ...countries.map(
        ({ mcc, state, verified, source }) =>
          `country ${mcc.join(' or ')}: ${state} (${source}, ${verified})`,
      ),
      ...suffixes.map(
        ({ suffix, faceTime, verified, source }) =>
          `units ${suffix.join(' or ')}: FaceTime ${faceTime} (${source}, ${verified})`,
      ),
    ]),
  ];
}

function stateOf(expires: string, now: Instant, soonDays: number): { state: string; soon: string } {
  const state = waiverState(expires, now, soonDays);
  return {
    state: state === 'ended' ? 'expired' : 'active',
    soon: state === 'ending-soon' ? ', ends soon' : '',
  };
}

function waiverLine(
  { rule, select, reason, owner, expires }: Waiver,
  now: Instant,
  soonDays: number,
): string {
  const { state, soon } = stateOf(expires, now, soonDays);
  const what = rule === '*' ? 'every rule' : rule;
  return `${state}: ${what} on ${selectorText(select)}: ${reason} (${owner}, until ${expires}${soon})`;
}

function ended(expires: string, now: Instant): string {
  return Date.parse(endOfWaiver(expires)) <= Date.parse(now) ? ', which is over' : '';
}

function selectorText(selector: object): string {
  return Object.entries(selector as Readonly<Record<string, unknown>>)
    .flatMap(([key, value]) => {
      if (key === 'default') return ['every device'];
      return Array.isArray(value) ? [`${key} ${value.join(' or ')}`] : [];
    })
    .join(' and ');
}
