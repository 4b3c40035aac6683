import type { PlacedNetwork } from '@ringcheck/assemble';
import {
  answerFlow,
  compilePolicy,
  facetimeFlows,
  intersectAddresses,
  parseAddressList,
  prefixesOf,
  type DecidingRule,
  type Flow,
} from '@ringcheck/firewall';
import type { DocumentRef } from '@ringcheck/model';
import { addressesOn, callDestinations, routesOf } from '@ringcheck/routes';
import { note } from '../../judge/answers.js';
import { payloadData } from '../../judge/payload.js';
import { shortText } from '../../judge/setting.js';
import { keyAnswer, keyEvidence } from '../../filters/payload-key.js';
import { lineEvidence } from '../../network/firewall/answers.js';
import type { RuleNote, RuleResult, Subject } from '../../types.js';
import { egressNetwork } from '../egress-network.js';
import { listedChange, takenText } from '../listed.js';
import type { Tunnel } from '../tunnel.js';

/**
 * A tunnel whose list of routes stands in the payload: each destination of a call is judged by the network where it
 * leaves. What stays outside is judged with the network the device is in.
 */
export function judgeListed(subject: Subject, tunnel: Tunnel): readonly (RuleResult | RuleNote)[] {
  const { payload, key, routes } = tunnel;
  const taken = takenText(tunnel);
  const base = { key, when: routes.situations.when, taken, change: listedChange(tunnel) };
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
  const network = egressNetwork(subject, tunnel);
  const left = network === undefined ? undefined : leaving(network, tunnel);
  if (network === undefined || left === undefined || left === 'unknown') {
    const severity = routes.situations.up === 'by-hand' ? 'low' : 'medium';
    return [{ ...keyAnswer(payload, key), outcome: 'at-risk', message: 'listed-covers', severity, data }];
  }
  const egress = network.definition.name;
  if (left === 'open') return [note('listed-egress-open', { ...data, egress }, evidence)];
  const { document, rule, flow } = left;
  return [
    {
      ...keyAnswer(payload, key),
      outcome: 'at-risk',
      severity: 'medium',
      message: 'listed-egress-closes',
      data: { ...data, egress, document: document.path, flow: flow.title, ...placeOf(rule) },
      evidence: [...evidence, lineEvidence(document, rule)],
    },
  ];
}

interface Closed {
  readonly document: DocumentRef;
  readonly rule?: DecidingRule;
  readonly flow: Flow;
}

function placeOf(rule: DecidingRule | undefined): { readonly place: string; readonly text: string } {
  if (rule === undefined) return { place: 'the whole', text: 'no line says more' };
  return {
    place: rule.line === undefined ? `rule "${rule.rule}"` : `line ${rule.line}`,
    text: shortText(rule.text),
  };
}

/** What the firewalls of the network do with the flows, for the addresses the tunnel takes. */
function leaving(
  { firewalls, missingFirewalls }: PlacedNetwork,
  tunnel: Tunnel,
): Closed | 'open' | 'unknown' {
  if (firewalls.length === 0) return 'unknown';
  let isSure = missingFirewalls.length === 0;
  const flows = takenFlows(tunnel);
  for (const { document, policy } of firewalls) {
    const compiled = compilePolicy(policy);
    for (const flow of flows) {
      const { verdict, decidedBy } = answerFlow(compiled, flow);
      if (verdict === 'blocked' || verdict === 'partial') {
        const rule = decidedBy.find(({ action }) => action === 'deny');
        return { document, flow, ...(rule === undefined ? {} : { rule }) };
      }
      if (verdict === 'unknown') isSure = false;
    }
  }
  return isSure ? 'open' : 'unknown';
}

/** The flows a call cannot do without, cut down to the addresses that go through the tunnel. */
function takenFlows({ routes }: Tunnel): readonly Flow[] {
  const answers = new Map(
    routesOf(routes, callDestinations).map((answer) => [answer.destination.id, answer]),
  );
  return facetimeFlows
    .filter(({ required }) => required)
    .flatMap((flow) => {
      const answer = answers.get(flow.destinations === 'any' ? 'peers' : 'push');
      if (answer === undefined) return [];
      const inside = addressesOn(answer, 'tunnel');
      const own = flow.destinations === 'any' ? undefined : parseAddressList(flow.destinations);
      const destinations = prefixesOf(own === undefined ? inside : intersectAddresses(inside, own));
      return destinations.length === 0 ? [] : [{ ...flow, destinations }];
    });
}
