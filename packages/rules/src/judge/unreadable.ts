import type { Evidence, FactName, Value } from '@ringcheck/model';
import type { Undetermined, UndeterminedReason } from '@ringcheck/effective';
import type { Gap, RuleResult, Subject } from '../types.js';
import { causeOf, channelScope, profileData, profileKey } from './profile.js';

/** The fact that would decide, where one is missing. */
const missingFact: Partial<Record<UndeterminedReason, { fact: FactName; title: string; how: string }>> = {
  'supervision-unknown': {
    fact: 'isSupervised',
    title: 'Whether the device is supervised',
    how: 'Export the DeviceInformation reply with IsSupervised, or an inventory with the column "supervised".',
  },
  'os-unknown': {
    fact: 'osVersion',
    title: 'The OS version of the device',
    how: 'Export the DeviceInformation reply with OSVersion, or an inventory with the column "os version".',
  },
  'platform-unknown': {
    fact: 'platform',
    title: 'What kind of device it is',
    how: 'Export the DeviceInformation reply with ProductName, or an inventory with the column "platform".',
  },
  'enrolment-unknown': {
    fact: 'enrolment',
    title: 'How the device is enrolled',
    how: 'Export the SecurityInfo reply (ManagementStatus), or an inventory that says how the device is enrolled.',
  },
  'shared-ipad-unknown': {
    fact: 'isSharedIpad',
    title: 'Whether the iPad is a Shared iPad',
    how: 'Export the DeviceInformation reply with IsMultiUser.',
  },
};

export const howToExportProfile =
  'Download the profile from the MDM console as a .mobileconfig file (in its list of configuration profiles) and add it to the upload.';

/** What would settle an undetermined setting. */
export function gapOf(undetermined: Undetermined): Gap {
  const missing = missingFact[undetermined.reason];
  if (missing !== undefined) return { key: `fact:${missing.fact}`, title: missing.title, how: missing.how };
  const { profile, identifier } = profileData(undetermined.profile);
  return {
    key: profileKey(undetermined.profile),
    title: `Profile "${profile}" (${identifier})`,
    how: howOf(undetermined.reason),
  };
}

function howOf(reason: UndeterminedReason): string {
  switch (reason) {
    case 'wrong-type':
      return 'Correct the value in the profile and push it again, or send the Restrictions command and add the reply: the device says what it made of it.';
    case 'templated':
      return 'Export the profile as it was sent to the device, with its variables filled in, or add the Restrictions reply of the device.';
    case 'content-encrypted':
      return 'Export the profile without encryption from the MDM console, or add the Restrictions reply of the device.';
    default:
      return howToExportProfile;
  }
}

/**
 * One `unknown` for each place that could hold the key and cannot be read. Values that could not stop FaceTime even
 * if they were in force (`stops` is false) leave nothing open. `undecided` counts for decisive rules only.
 */
export function unreadable(
  subject: Subject,
  payload: string,
  key?: string,
  stops: (value: Value) => boolean = () => true,
): RuleResult[] {
  const answers: RuleResult[] = [];
  for (const undetermined of subject.undetermined(payload, key)) {
    if (!isOpen(undetermined, stops)) continue;
    const what = { ...profileData(undetermined.profile), payload, key: key ?? payload };
    const scope = channelScope(undetermined.channel);
    const evidence: readonly Evidence[] = [undetermined.evidence];
    answers.push({
      outcome: 'unknown',
      ...(scope === undefined ? {} : { scope }),
      message: `undetermined-${undetermined.reason}`,
      data: what,
      evidence,
      cause:
        undetermined.payload === undefined
          ? profileKey(undetermined.profile)
          : causeOf(undetermined.profile, payload, key),
      undecided: true,
      ...(isListed(undetermined, payload) ? { listed: true } : {}),
      gap: gapOf(undetermined),
    });
  }
  return answers;
}

/** The payload is on the device for certain; only what it sets, or whether it acts, cannot be told. */
function isListed(undetermined: Undetermined, type: string): boolean {
  return undetermined.payload !== undefined || undetermined.profile.payloadTypes?.includes(type) === true;
}

function isOpen(undetermined: Undetermined, stops: (value: Value) => boolean): boolean {
  const { value, reason } = undetermined;
  if (value === undefined || reason === 'wrong-type' || reason === 'templated') return true;
  return stops(value);
}
