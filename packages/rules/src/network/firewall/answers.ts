import { evidenceOf, type DocumentRef, type Evidence } from '@ringcheck/model';
import type { PlacedNetwork } from '@ringcheck/assemble';
import { portsText, type FirewallPolicy } from '@ringcheck/firewall';
import { parseCidr } from '@ringcheck/policy';
import { shortText } from '../../judge/setting.js';
import type { Gap } from '../../types.js';
import { openingOf, type Opening } from './opening.js';
import { flowsOf } from './flows.js';
import { firewallVerdict, type ClosedFlow, type FirewallProblem, type FirewallVerdict } from './problems.js';

/** One firewall of a network, judged. */
export interface JudgedFirewall extends FirewallVerdict {
  readonly document: DocumentRef;
  readonly policy: FirewallPolicy;
  readonly text?: string;
  /** The clients it was judged for; absent: any of them. */
  readonly from?: string;
}

/** Every firewall that traffic of the network meets, judged one by one: each must let calls through. */
export function judgeFirewalls(network: PlacedNetwork): readonly JudgedFirewall[] {
  return network.firewalls.map(({ document, policy, text }) => {
    const from = clientsOf(network, policy);
    return {
      document,
      policy,
      ...(text === undefined ? {} : { text }),
      ...(from === undefined ? {} : { from }),
      ...firewallVerdict(policy, flowsOf(network.definition), from),
    };
  });
}

/** The same for traffic that comes out of a tunnel: its clients may have any address. */
export function judgeAsEgress(network: PlacedNetwork): readonly JudgedFirewall[] {
  return network.firewalls.map(({ document, policy, text }) => ({
    document,
    policy,
    ...(text === undefined ? {} : { text }),
    ...firewallVerdict(policy, flowsOf(network.definition)),
  }));
}

/** The only block of the network, where the policy speaks of no other family. */
function clientsOf({ definition }: PlacedNetwork, policy: FirewallPolicy): string | undefined {
  const [only, ...more] = definition.match.cidr ?? [];
  if (only === undefined || more.length > 0) return undefined;
  const family = parseCidr(only)?.family;
  return policy.families.every((described) => described === family) ? only : undefined;
}

/** `{document}`, `{place}`, `{text}`, `{flows}`, `{reason}`, `{add}`, `{where}`… of a message on one line. */
export type ProblemData = Readonly<Record<'document' | 'place' | 'text' | 'reason', string>> &
  Opening & { readonly flows: readonly string[] };

export function problemData(
  firewall: Pick<JudgedFirewall, 'document' | 'policy' | 'text' | 'from'>,
  problem: FirewallProblem,
) {
  const { document } = firewall;
  const { rule } = problem;
  const data: ProblemData = {
    document: document.path,
    place: placeOf(problem),
    text: textOf(problem),
    reason: rule?.reason ?? 'what it lets through cannot be told',
    flows: problem.flows.map(flowText),
    ...openingOf(firewall, problem),
  };
  return data;
}

function textOf({ rule, kind }: FirewallProblem): string {
  if (rule !== undefined) return shortText(rule.text);
  return kind === 'return-traffic' ? 'answers do not come back in' : 'no line says more';
}

function placeOf({ rule }: FirewallProblem): string {
  if (rule === undefined) return 'the whole';
  return rule.line === undefined ? `rule "${rule.rule}"` : `line ${rule.line}`;
}

export function flowText({ flow, ports }: ClosedFlow): string {
  return `${flow.protocol.toUpperCase()} ${portsText(ports)} (${flow.title})`;
}

/** The line as it stands in the firewall. */
export function lineEvidence(document: DocumentRef, rule: FirewallProblem['rule']): Evidence {
  if (rule === undefined) return evidenceOf(document, { offset: 0 });
  const { line, text } = rule;
  return {
    document: document.path,
    sha256: document.sha256,
    path: rule.rule,
    ...(line === undefined ? {} : { line }),
    value: text,
  };
}

/** `firewall:<document>/line-<n>`: every network behind this line has one cause. */
export function lineCause(document: DocumentRef, { rule, kind }: FirewallProblem): string {
  const place =
    kind === 'return-traffic'
      ? kind
      : rule?.line !== undefined
        ? `line-${rule.line}`
        : (rule?.rule ?? 'policy').replaceAll(' ', '-');
  return `firewall:${document.path}/${place}`;
}

/** What would tell what an undecidable line does. */
export function undecidableGap(document: DocumentRef, network: string): Gap {
  return {
    key: `firewall:${document.path}`,
    title: `Firewall policy ${document.path}`,
    how: `Export it with the lists and objects it refers to and add them to the upload, or state "faceTime" for network "${network}" in the policy file, with owner and expiry.`,
  };
}

/** A firewall the policy names and nobody uploaded, or nobody can read. */
export function missingGap(path: string): Gap {
  return {
    key: `firewall:${path}`,
    title: `Firewall policy ${path}`,
    how: `Export the rules of this firewall as text (iptables-save, nft list ruleset, show running-config…), save them as ${path} beside the policy file and add them to the upload.`,
  };
}
