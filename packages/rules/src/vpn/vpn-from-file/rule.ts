import type { AppliedTunnel, PlacedNetwork } from '@ringcheck/assemble';
import { facetimeFlows } from '@ringcheck/firewall';
import { evidenceOf, type Evidence } from '@ringcheck/model';
import { openvpnTunnel, readOpenvpn, readWireguard, routesOf, wireguardTunnel } from '@ringcheck/routes';
import { note, notApplicable, orClear } from '../../judge/answers.js';
import { inferred } from '../../judge/sources.js';
import { lineEvidence } from '../../network/firewall/answers.js';
import { flowsOf } from '../../network/firewall/flows.js';
import { everyPlatform } from '../../network/record.js';
import type { Rule, RuleNote, RuleResult, Subject } from '../../types.js';
import { besideText, changeOf, listedText, takenBy, takenText } from '../listed.js';
import { judgeLeaving } from '../vpn-full-tunnel/egress.js';
import { closedData, leaving, trialIn } from '../vpn-split-tunnel/listed-routes.js';
import { fileMessages } from './messages.js';

export const vpnFromFile: Rule = {
  id: 'vpn-from-file',
  title: 'A VPN from a file takes calls',
  stage: 'network',
  severity: 'medium',
  decisive: false,
  platforms: everyPlatform,
  outcomes: ['limited', 'at-risk', 'unknown'],
  reads: ['tunnels', 'egress', 'time'],
  messages: fileMessages,
  sources: [
    {
      title: 'WireGuard: cryptokey routing, AllowedIPs',
      url: 'https://www.wireguard.com/#cryptokey-routing',
      confidence: 'high',
    },
    inferred('calls go the way the routes of the file say while the VPN is up', 'medium'),
  ],
  evaluate: (subject) => {
    const tunnels = subject.tunnels();
    if (tunnels.length === 0) return notApplicable('no-file');
    return orClear(tunnels.flatMap((tunnel) => judgeTunnel(subject, tunnel)));
  },
};

type Text = NonNullable<AppliedTunnel['file']>;

function judgeTunnel(subject: Subject, { stated, file }: AppliedTunnel): readonly (RuleResult | RuleNote)[] {
  const said = subject.policyEvidence(stated.at, 'tunnels');
  if (file === undefined) return [missing(stated.config, said)];
  const routes = routesIn(file.text);
  const network = egressOf(subject, stated);
  const flows = network === undefined ? facetimeFlows : flowsOf(network.definition);
  const taken = takenText({ routes }, flows);
  const line = routes.unread[0]?.line ?? takenBy({ routes })?.line ?? firstRoute(file);
  const evidence = [placeOf(file, line), said];
  const beside = besideText({ routes }, flows);
  const base = { file: file.document.path, when: routes.situations.when, taken, beside };
  const answer = { evidence, cause: `vpn-config:${file.document.path}` };
  const [unread] = routes.unread;
  if (taken.length === 0) {
    if (unread !== undefined)
      return [{ ...answer, outcome: 'at-risk', message: 'unread', data: { ...base, entry: unread.text } }];
    const isPushed = routesOf(routes).some(
      ({ destination, whenUp }) => destination.id === 'peers' && whenUp === 'depends',
    );
    return [note(isPushed ? 'routes-pushed' : 'past', base, evidence)];
  }
  const change = changeOf(routes.kind, file.text, trialIn(network));
  const data = { ...base, key: listedText({ routes }), change };
  const covers: RuleResult = { ...answer, outcome: 'at-risk', message: 'covers', data };
  const isFull = routesOf(routes).some(
    ({ destination, whenUp }) => destination.id === 'peers' && whenUp === 'tunnel',
  );
  if (isFull) return judgeLeaving(subject, network, { answer, data }) ?? [covers];
  return network === undefined ? [covers] : [judgePart(network, { routes }, covers)];
}

/** Exactly what the file takes, by the network where it leaves. */
function judgePart(
  network: PlacedNetwork,
  tunnel: Parameters<typeof leaving>[1],
  covers: RuleResult,
): RuleResult | RuleNote {
  const left = leaving(network, tunnel);
  if (left === 'unknown') return covers;
  const data = { ...covers.data, egress: network.definition.name };
  if (left === 'open') return note('part-open', data, covers.evidence);
  const { document, rule } = left;
  return {
    ...covers,
    message: 'part-closed',
    data: { ...data, ...closedData(left) },
    evidence: [...covers.evidence, lineEvidence(document, rule)],
  };
}

function routesIn(text: string) {
  return isWireguard(text) ? wireguardTunnel(text) : openvpnTunnel(readOpenvpn(text));
}

const isWireguard = (text: string): boolean => /^\s*\[interface\]/im.test(text);

/** The line of WireGuard's prefixes, or OpenVPN's first route. */
function firstRoute({ text }: Text): number | undefined {
  if (isWireguard(text)) return readWireguard(text).allowed[0]?.line;
  return readOpenvpn(text).find(({ name }) => /^(route|route-ipv6|redirect-gateway)$/.test(name))?.line;
}

function placeOf({ document, text }: Text, line: number | undefined): Evidence {
  if (line === undefined) return evidenceOf(document, { offset: 0 });
  const value =
    text
      .split(/\r\n|\n|\r/)
      [line - 1]?.trim()
      .slice(0, 200) ?? '';
  return { document: document.path, sha256: document.sha256, line, value };
}

/** The entry of the policy that says where this file's traffic leaves. */
function egressOf(subject: Subject, { at }: AppliedTunnel['stated']): PlacedNetwork | undefined {
  return subject.egresses().find(({ vpn }) => vpn.match.config !== undefined && vpn.at.offset === at.offset)
    ?.network;
}

function missing(config: string, said: Evidence): RuleResult {
  const gap = {
    key: `vpn-config:${config}`,
    title: `VPN configuration ${config}`,
    how: `Save the WireGuard or OpenVPN file as ${config} beside the policy file and add it to the upload; its keys are left out when it is read.`,
  };
  return {
    outcome: 'unknown',
    message: 'file-missing',
    data: { file: config },
    evidence: [said],
    cause: gap.key,
    gap,
  };
}
