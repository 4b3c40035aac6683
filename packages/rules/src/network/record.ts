import { platforms, type Evidence, type Json } from '@ringcheck/model';
import type { PlacedNetwork } from '@ringcheck/assemble';
import type { NetworkDefinition } from '@ringcheck/policy';
import { clear, notApplicable } from '../judge/answers.js';
import type { MessageSpec, RuleResult, Subject } from '../types.js';

/** A network does the same to every device in it. */
export const everyPlatform = platforms;

/** Properties of a network record that are stated as yes or no. */
export type Property = 'sipAlg' | 'tlsInspection' | 'proxyOnly' | 'dnsFilter';

/** What every answer about one network record has. */
export type RecordAnswer = Pick<RuleResult, 'data' | 'evidence' | 'cause'> & {
  readonly data: { readonly network: string };
};

/** Messages of rules that judge by the record of the network a device is placed in. */
export const recordMessages = {
  'not-placed': { text: 'The device is in no network that the policy describes.' },
  'not-stated': { text: 'The record of network "{network}" says nothing about this.' },
} satisfies Readonly<Record<string, MessageSpec>>;

/** Where the record of the network stands in the policy file, and what placed the device there. */
export function recordEvidence(
  subject: Subject,
  { definition, evidence }: PlacedNetwork,
  property: keyof NetworkDefinition,
  value: Json,
): readonly Evidence[] {
  const record = subject.policyEvidence(definition.at, `networks.${definition.name}.${property}`);
  return [{ ...record, value }, ...evidence];
}

/** Data, evidence and cause of an answer that rests on one property of the record. */
export function recordAnswer(
  subject: Subject,
  network: PlacedNetwork,
  property: keyof NetworkDefinition,
  value: Json,
): RecordAnswer {
  const { name } = network.definition;
  return {
    data: { network: name },
    evidence: recordEvidence(subject, network, property, value),
    cause: `network:${name}/${property}`,
  };
}

/** A stated no is a proven clear, a stated yes is what the rule says of it; nothing stated, nothing to judge. */
export function judgeProperty(
  subject: Subject,
  property: Property,
  whenTrue: (network: PlacedNetwork, answer: RecordAnswer) => readonly RuleResult[],
): readonly RuleResult[] {
  const network = subject.network();
  if (network === undefined) return notApplicable('not-placed');
  const value = network.definition[property];
  if (value === undefined) return notApplicable('not-stated', { network: network.definition.name });
  const answer = recordAnswer(subject, network, property, value);
  return value ? whenTrue(network, answer) : clear('clear', {}, answer.evidence);
}

/** A network that stops FaceTime: for good where the device cannot leave it, else for as long as it is there. */
export function stoppedIn({ definition }: PlacedNetwork) {
  return definition.fixed === true
    ? ({ outcome: 'blocked', control: 'circumstance' } as const)
    : ({ outcome: 'limited', scope: `network:${definition.name}`, control: 'circumstance' } as const);
}

/** What placed the device in the network, and why it cannot leave where it cannot. */
export function placeEvidence(subject: Subject, network: PlacedNetwork): readonly Evidence[] {
  return network.definition.fixed === true
    ? recordEvidence(subject, network, 'fixed', true)
    : network.evidence;
}

/** Who changes the record once the network is changed. */
export const rescanRecord =
  'Change the record of network "{network}" in the policy file and scan again; a test call from this network must ring and connect.';
