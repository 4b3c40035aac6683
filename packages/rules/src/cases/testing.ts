import type { Note } from '@ringcheck/assemble';
import type { FactValues } from '@ringcheck/model';
import type { DeviceEvaluation, Finding } from '../evaluation.js';

/** Facts of a device by which nothing stays unknown and nothing stands against FaceTime. */
type Known = Partial<FactValues>;

const common: Known = {
  build: '23C55',
  betaEnrollment: '',
  enrolment: 'device',
  isSharedIpad: false,
  temporarySessionOnly: false,
  awaitingConfiguration: false,
  lostMode: false,
  doNotDisturb: false,
  lockdownMode: false,
  storeAccountActive: true,
  storageFreeGB: 40,
  managedAppleAccountDomains: [],
};

/** One line at home in Germany, of a German carrier. */
export const germanLine: FactValues['subscriptions'][number] = {
  slot: 'CTSubscriptionSlotOne',
  isDataPreferred: true,
  isVoicePreferred: true,
  iccid: '89490200001234567890',
  phoneNumber: '+4915100000000',
  currentMcc: '262',
  homeMcc: '262',
  isRoaming: false,
};

export const supervisedPhone: Known = {
  ...common,
  platform: 'iOS',
  productName: 'iPhone15,2',
  partNumber: 'MQ0A3D/A',
  osVersion: '17.6',
  isSupervised: true,
  hasCellular: true,
  dataRoamingEnabled: false,
  subscriptions: [germanLine],
};

export const supervisedPad: Known = {
  ...common,
  platform: 'iPadOS',
  productName: 'iPad13,18',
  partNumber: 'MQ0B3D/A',
  osVersion: '17.6',
  isSupervised: true,
  hasCellular: false,
};

export const anyMac: Known = {
  ...common,
  platform: 'macOS',
  productName: 'Mac14,2',
  partNumber: 'MQ0C3D/A',
  isAppleSilicon: true,
  osVersion: '15.1',
  build: '24B83',
  isSupervised: true,
  isUserApproved: true,
};

export const anyTv: Known = {
  ...common,
  platform: 'tvOS',
  productName: 'AppleTV14,1',
  partNumber: 'MQ0D3FD/A',
  osVersion: '17.6',
  isSupervised: true,
};

export const anyVision: Known = {
  ...common,
  platform: 'visionOS',
  productName: 'RealityDevice14,1',
  partNumber: 'MQ0E3LL/A',
  osVersion: '2.0',
  isSupervised: true,
  hasCellular: false,
};

/** What a case of the domain says must come out, and nothing beside it. */
export interface Expected {
  readonly verdict: DeviceEvaluation['verdict'];
  /**
   * Answers by rule, each `outcome`, `outcome scope` or, where who is to blame or how much matters,
   * `outcome scope by identifier` and `(severity)`. Rules not named must be clear or not applicable.
   */
  readonly rules: Readonly<Record<string, readonly string[]>>;
  /** All notes, as `rule: message`. */
  readonly notes?: readonly string[];
}

/** An evaluation in the words of `Expected`: of rules not asked for, only what is found. */
export function told(evaluation: DeviceEvaluation, { rules }: Pick<Expected, 'rules'>): Expected {
  const asked = new Map(Object.entries(rules));
  const answers = new Map<string, string[]>([...asked.keys()].map((id) => [id, []]));
  for (const finding of evaluation.results) {
    const wanted = asked.get(finding.ruleId);
    if (wanted === undefined && ['clear', 'not-applicable'].includes(finding.outcome)) continue;
    const said = wordsOf(finding).find((words) => wanted?.includes(words)) ?? wordsOf(finding)[0];
    answers.set(finding.ruleId, [...(answers.get(finding.ruleId) ?? []), said ?? '']);
  }
  return {
    verdict: evaluation.verdict,
    rules: Object.fromEntries([...answers].map(([id, words]) => [id, words.sort()])),
    // Old systems are the setting of many cases, and no case is about their age.
    notes: evaluation.notes
      .filter(({ ruleId }) => ruleId !== 'device-os-outdated')
      .map(({ ruleId, message }) => `${ruleId}: ${message}`)
      .sort(),
  };
}

/** The same with the lists in order. */
export function sorted({ verdict, rules, notes = [] }: Expected): Expected {
  return {
    verdict,
    rules: Object.fromEntries(Object.entries(rules).map(([id, words]) => [id, [...words].sort()])),
    notes: [...notes].sort(),
  };
}

/** The note of that message, for what it must name. */
export function noteOf(evaluation: DeviceEvaluation, message: string): Note | undefined {
  return evaluation.notes.find((note) => note.message === message);
}

/** From the barest wording to the fullest. */
function wordsOf({ outcome, scope, cause, severity }: Finding): readonly string[] {
  const bare = scope === undefined ? outcome : `${outcome} ${scope}`;
  const identifier = /^profile:([^/]+)/.exec(cause ?? '')?.[1];
  const blamed = identifier === undefined ? bare : `${bare} by ${identifier}`;
  return [bare, `${bare} (${severity})`, blamed, `${blamed} (${severity})`];
}
