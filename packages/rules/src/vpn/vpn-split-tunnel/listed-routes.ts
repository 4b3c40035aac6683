import type { PlacedNetwork } from '@ringcheck/assemble';
import {
  answerFlows,
  compilePolicy,
  facetimeFlows,
  prefixesOf,
  type DecidingRule,
  type FirewallPolicy,
  type Flow,
} from '@ringcheck/firewall';
import type { DocumentRef } from '@ringcheck/model';
import { addressesOn, destinationOf, routesOf } from '@ringcheck/routes';
import { note } from '../../judge/answers.js';
import { payloadData } from '../../judge/payload.js';
import { keyAnswer, keyEvidence } from '../../filters/payload-key.js';
import { lineEvidence, problemData } from '../../network/firewall/answers.js';
import { flowsOf } from '../../network/firewall/flows.js';
import type { FirewallProblem } from '../../network/firewall/problems.js';
import type { RuleNote, RuleResult, Subject } from '../../types.js';
import { egressNetwork } from '../egress-network.js';
import { listedChange, takenText, type Routed, type Trial } from '../listed.js';
import type { Tunnel } from '../tunnel.js';

/**
 * A tunnel whose list of routes stands in the payload: each destination of a call is judged by the network where it
 * leaves. What stays outside is judged with the network the device is in.
 */
export function judgeListed(subject: Subject, tunnel: Tunnel): readonly (RuleResult | RuleNote)[] {
  const { payload, key, routes } = tunnel;
  const network = egressNetwork(subject, tunnel);
  const taken = takenText(tunnel, network === undefined ? facetimeFlows : flowsOf(network.definition));
  const base = { key, when: routes.situations.when, taken, change: listedChange(tunnel, trialIn(network)) };
  const data = payloadData(payload, base);
  const evidence = [keyEvidence(payload, key)];
  const [unread] = routes.unread;
  if (taken.length === 0 && unread !== undefined) {
    const more = { ...data, entry: unread.text };
    return [{ ...keyAnswer(payload, key), outcome: 'at-risk', message: 'listed-unread', data: more }];
  }
  if (taken.length === 0) {
    const depends = routesOf(routes).some(
      ({ destination, whenUp }) => destination.id !== 'local' && whenUp === 'depends',
    );
    return [note(depends ? 'listed-routes' : 'listed-past', data, evidence)];
  }
  if (routes.situations.up === 'never') return [note('listed-past', data, evidence)];
  const left = network === undefined ? undefined : leaving(network, tunnel);
  if (network === undefined || left === undefined || left === 'unknown') {
    const severity = routes.situations.up === 'by-hand' ? 'low' : 'medium';
    return [{ ...keyAnswer(payload, key), outcome: 'at-risk', message: 'listed-covers', severity, data }];
  }
  const egress = network.definition.name;
  if (left === 'open') return [note('listed-egress-open', { ...data, egress }, evidence)];
  const { document, rule } = left;
  return [
    {
      ...keyAnswer(payload, key),
      outcome: 'at-risk',
      severity: 'medium',
      message: 'listed-egress-closes',
      data: { ...data, egress, ...closedData(left) },
      evidence: [...evidence, lineEvidence(document, rule)],
    },
  ];
}

/** A firewall that closes flows a tunnel takes, and the line that closes the first of them. */
interface Closed {
  readonly document: DocumentRef;
  readonly policy: FirewallPolicy;
  readonly text?: string;
  readonly rule?: DecidingRule;
  readonly flows: readonly Flow[];
}

/** Where it is closed, and what to add there so that it is not. */
export function closedData(closed: Closed) {
  const { rule, flows } = closed;
  const problem: FirewallProblem = {
    effect: 'at-risk',
    kind: 'line',
    flows: flows.map((flow) => ({ flow, ports: flow.ports })),
    ...(rule === undefined ? {} : { rule }),
  };
  return { ...problemData(closed, problem), flow: flows.map(({ title }) => title).join(', ') };
}

/** What the firewalls of the network do with the flows, for the addresses the tunnel takes. */
export function leaving(
  { definition, firewalls, missingFirewalls }: PlacedNetwork,
  tunnel: Routed,
): Closed | 'open' | 'unknown' {
  if (firewalls.length === 0) return 'unknown';
  let isSure = missingFirewalls.length === 0;
  const flows = takenFlows(tunnel, flowsOf(definition));
  for (const { document, policy, text } of firewalls) {
    const answers = answerFlows(compilePolicy(policy), flows);
    const closed = answers.filter(({ verdict }) => verdict === 'blocked' || verdict === 'partial');
    const rule = closed[0]?.decidedBy.find(({ action }) => action === 'deny');
    if (closed.length > 0)
      return {
        document,
        policy,
        ...(text === undefined ? {} : { text }),
        ...(rule === undefined ? {} : { rule }),
        flows: closed.map(({ flow }) => flow),
      };
    if (answers.some(({ verdict }) => verdict === 'unknown')) isSure = false;
  }
  return isSure ? 'open' : 'unknown';
}

/** Whether the network where a tunnel leaves lets through what some routes take. */
export function trialIn(network: PlacedNetwork | undefined): Trial {
  return (tunnel) => {
    if (network === undefined) return undefined;
    if (network.definition.proxyOnly === true) return false;
    const left = leaving(network, tunnel);
    return left === 'unknown' ? undefined : left === 'open';
  };
}

/** The flows a call cannot do without, cut down to the addresses that go through the tunnel. */
function takenFlows({ routes }: Routed, flows: readonly Flow[]): readonly Flow[] {
  const wanted = flows.filter(({ required }) => required);
  const destinations = wanted.map(destinationOf);
  const inside = new Map(
    routesOf(routes, [...new Set(destinations)]).map((answer) => [
      answer.destination,
      prefixesOf(addressesOn(answer, 'tunnel')),
    ]),
  );
  return wanted.flatMap((flow, index) => {
    const destination = destinations[index];
    const taken = destination === undefined ? undefined : inside.get(destination);
    return taken === undefined || taken.length === 0 ? [] : [{ ...flow, destinations: taken }];
  });
}
