import { getString, toJson, type Severity } from '@ringcheck/model';
import { entryAt } from '@ringcheck/catalog';
import { situationsOf, type Situations } from '@ringcheck/routes';
import { isNote, note, orClear } from '../../judge/answers.js';
import { payloadData } from '../../judge/payload.js';
import { shortText } from '../../judge/setting.js';
import { inferred, schemaOf } from '../../judge/sources.js';
import { unreadable } from '../../judge/unreadable.js';
import type { MessageData, Rule, RuleNote, RuleResult, Subject } from '../../types.js';
import { differsFromDefault, keyAnswer, keyEvidence } from '../../filters/payload-key.js';
import { egressNetwork } from '../egress-network.js';
import { listedChange, listedText } from '../listed.js';
import { tunnelOf, vpnType, type Tunnel } from '../tunnel.js';
import { trialIn } from '../vpn-split-tunnel/listed-routes.js';
import { judgeEgress } from './egress.js';
import { fullTunnelMessages } from './messages.js';

export const vpnFullTunnel: Rule = {
  id: 'vpn-full-tunnel',
  title: 'A VPN takes all traffic',
  stage: 'network',
  severity: 'high',
  decisive: false,
  platforms: ['iOS', 'iPadOS', 'macOS', 'tvOS', 'visionOS'],
  outcomes: ['limited', 'at-risk', 'unknown'],
  reads: [`payload:${vpnType}`, 'egress', 'fact:apps', 'time'],
  messages: fullTunnelMessages,
  sources: [
    schemaOf(vpnType, 'IncludeAllNetworks, OverridePrimary, AlwaysOn, OnDemandRules'),
    {
      title: 'Apple developer documentation: traffic that IncludeAllNetworks leaves outside the tunnel',
      confidence: 'high',
    },
    inferred('FaceTime media is not among the exceptions and depends on the gateway', 'medium'),
  ],
  meant: differsFromDefault,
  evaluate: (subject) => {
    const tunnels = subject.payloads(vpnType).map(tunnelOf);
    const answers = tunnels.flatMap((tunnel) => judgeTunnel(subject, tunnel));
    const isStopped = answers.some(
      (answer) => !isNote(answer) && answer.outcome === 'limited' && answer.scope?.startsWith('network:'),
    );
    // What lies in a profile nobody can read makes nothing worse than a tunnel that stops calls.
    return orClear([...answers, ...(isStopped ? [] : unreadable(subject, vpnType))]);
  },
};

function judgeTunnel(subject: Subject, tunnel: Tunnel): readonly (RuleResult | RuleNote)[] {
  const { payload, kind, key, reach } = tunnel;
  const evidence = [keyEvidence(payload, key)];
  const data = payloadData(payload, { key });
  switch (reach) {
    case 'excepted':
      return [note('excepted', data, evidence)];
    case 'none':
      return kind === 'PPTP' ? [note('dead', { ...data, kind }, evidence)] : [];
    case 'part':
      return [];
    case 'full':
      return judgeFull(subject, tunnel);
  }
}

function judgeFull(subject: Subject, tunnel: Tunnel): readonly (RuleResult | RuleNote)[] {
  const { payload, kind, key, settings } = tunnel;
  const situations = situationsOf(kind, settings);
  const evidence = [keyEvidence(payload, key)];
  const data = fullData(subject, tunnel, situations);
  const notes: RuleNote[] = [];
  if (situations.unreachable.length > 0) {
    notes.push(note('rules-unreachable', { ...data, rules: situations.unreachable }, evidence));
  }
  if (isAppMissing(subject, tunnel)) {
    notes.push(note('app-missing', { ...data, app: tunnel.app ?? '' }, evidence));
  }
  if (situations.up === 'never') return [...notes, note('never-up', data, evidence)];
  const answer = keyAnswer(payload, key);
  const severity = severityOf(kind, situations);
  const judged = judgeEgress(subject, tunnel, { answer, data });
  if (judged !== undefined) return [...notes, ...judged];
  return [...notes, { ...answer, outcome: 'at-risk', message: messageOf(tunnel), severity, data }];
}

function fullData(subject: Subject, tunnel: Tunnel, { when }: Situations): MessageData {
  const { payload, key } = tunnel;
  const value = entryAt(payload.settings, key)?.value;
  const shown = value === undefined || value.type === 'dict' ? 'set' : shortText(toJson(value));
  return payloadData(payload, {
    key,
    value: tunnel.isListed ? listedText(tunnel) : shown,
    change: changeText(subject, tunnel),
    when,
    name: getString(payload.settings, 'UserDefinedName') ?? '',
    push: tunnel.takesPush
      ? 'goes through the tunnel too: even ringing depends on the gateway'
      : 'stays outside the tunnel: calls ring, and may not connect',
  });
}

/** What to change in the payload so that calls go past the tunnel. */
function changeText(subject: Subject, tunnel: Tunnel): string {
  const { kind, key, isListed } = tunnel;
  if (isListed) return `in ${key} ${listedChange(tunnel, trialIn(egressNetwork(subject, tunnel)))}`;
  if (kind === 'AlwaysOn')
    return 'add to AlwaysOn.ApplicationExceptions an entry with BundleIdentifier com.apple.facetime';
  if (kind === 'TransparentProxy')
    return 'take it out, unless the maker of the extension can make it leave FaceTime alone';
  return `set ${key} to 0, so that only the routes of the VPN use the tunnel`;
}

function messageOf({ kind, key, isListed }: Tunnel): string {
  if (isListed) return 'listed-all';
  if (kind === 'AlwaysOn') return 'always-on';
  if (kind === 'TransparentProxy') return 'transparent-proxy';
  return key === 'IPv4.OverridePrimary' ? 'override-primary' : 'all-networks';
}

function severityOf(kind: string, { up }: Situations): Severity {
  if (kind === 'TransparentProxy') return 'low';
  return up === 'by-hand' ? 'medium' : 'high';
}

/** The list of apps is known and lacks the one that makes the tunnel. */
function isAppMissing(subject: Subject, { kind, app, key }: Tunnel): boolean {
  if (kind !== 'VPN' || app === undefined || !key.endsWith('IncludeAllNetworks')) return false;
  const apps = subject.fact('apps');
  return apps !== undefined && !apps.value.some(({ bundleId }) => bundleId === app);
}
