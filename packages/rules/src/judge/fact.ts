import type { Fact, FactName, FactValues } from '@ringcheck/model';
import type { Gap, RuleResult, Subject } from '../types.js';
import { clear, notApplicable, standing } from './answers.js';
import { factEvidence } from './evidence.js';

interface FactSource {
  readonly title: string;
  readonly how: string;
}

const information = (keys: string): string =>
  `Send the DeviceInformation command asking for ${keys}, and add the answer to the upload.`;

/** What a fact is called and where an admin gets it. */
const factSources: Partial<Record<FactName, FactSource>> = {
  osVersion: { title: 'the OS version', how: information('OSVersion') },
  build: { title: 'the OS build', how: information('BuildVersion') },
  isSupervised: { title: 'whether the device is supervised', how: information('IsSupervised') },
  isSharedIpad: { title: 'whether it is a Shared iPad', how: information('IsMultiUser') },
  temporarySessionOnly: {
    title: 'whether only temporary sessions are allowed',
    how: information('TemporarySessionOnly'),
  },
  awaitingConfiguration: {
    title: 'whether Setup Assistant is finished',
    how: information('AwaitingConfiguration'),
  },
  lostMode: { title: 'whether the device is in Lost Mode', how: information('IsMDMLostModeEnabled') },
  doNotDisturb: { title: 'whether Do Not Disturb is on', how: information('IsDoNotDisturbInEffect') },
  lockdownMode: {
    title: 'whether Lockdown Mode is on',
    how: 'Supervised devices report security.lockdown-mode from OS 27 on; on older ones ask the user (Settings > Privacy & Security > Lockdown Mode).',
  },
  storageFreeGB: { title: 'the free storage', how: information('AvailableDeviceCapacity') },
  hasCellular: { title: 'whether the device has cellular', how: information('CellularTechnology') },
  subscriptions: { title: 'its SIMs and plans', how: information('ServiceSubscriptions') },
  partNumber: { title: 'the part number with its region', how: information('ModelNumber') },
  firewall: {
    title: 'the state of its firewall',
    how: 'Send the SecurityInfo command and add the answer to the upload.',
  },
};

const missing = new Map<FactName, readonly RuleResult[]>();

/** `unknown` because a fact is missing; lowers coverage, never decides a verdict. */
export function missingFact(name: FactName): readonly RuleResult[] {
  let answers = missing.get(name);
  if (answers === undefined) {
    const { title, how } = factSources[name] ?? { title: name, how: `Add a document that states ${name}.` };
    const gap: Gap = { key: `fact:${name}`, title: capitalised(title), how };
    const data = Object.freeze({ fact: title });
    answers = standing({ outcome: 'unknown', message: 'fact-missing', data, evidence: [], gap });
    missing.set(name, answers);
  }
  return answers;
}

/**
 * A passing state that only some sources report: not reported is a question to the user, not a finding; no is a
 * proven clear, yes is what the rule says of it.
 */
export function judgeFlag<K extends FactName>(
  subject: Subject,
  name: K,
  whenTrue: (fact: Fact<FactValues[K]>) => readonly RuleResult[],
): readonly RuleResult[] {
  const fact = subject.fact(name);
  if (fact === undefined) return notApplicable('not-reported', { fact: factSources[name]?.title ?? name });
  return fact.value === true ? whenTrue(fact) : clear('clear', {}, [factEvidence(fact)]);
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
