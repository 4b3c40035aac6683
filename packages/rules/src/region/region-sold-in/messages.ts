import type { MessageSpec, Step } from '../../types.js';

const look: Step = {
  who: 'helpdesk',
  do: 'Look for Settings > Apps > FaceTime (before OS 18: Settings > FaceTime) on the device; where it is missing, the unit has no FaceTime and no profile brings it.',
};
const replace: Step = {
  who: 'owner',
  do: 'Where the unit has no FaceTime, exchange it for one sold elsewhere; nothing in the MDM console changes the region of a unit.',
};
const verify = 'Switch FaceTime on and make a test call, then state what you found as an attestation.';
const table = 'by the table of {asOf}, confidence {confidence}';

export const soldInMessages: Readonly<Record<string, MessageSpec>> = {
  'intel-mac': { text: 'Intel Macs do not report a part number, and none is needed.' },
  'suffix-unknown': {
    text: 'The part number {partNumber} has no region letters that are known ({suffix}); where it was sold cannot be told.',
    verify: 'Correct the part number and scan again.',
  },
  'sold-elsewhere': {
    text: `Part number {partNumber} was sold in: {regions} (letters {suffix}, unit {unit}, ${table}).`,
  },
  'stated-full': {
    text: 'Units with the letters {suffix} have all of FaceTime, says the policy file ({source}, {asOf}).',
  },
  'stated-missing': {
    text: 'Part number {partNumber}: units with the letters {suffix} ({regions}) have no FaceTime, says the policy file ({source}, {asOf}).',
    why: 'On such units the app and its settings are missing, wherever they are used.',
    steps: [look, replace],
    verify,
  },
  'stated-no-audio': {
    text: 'Part number {partNumber}: units with the letters {suffix} ({regions}) have no FaceTime Audio, says the policy file ({source}, {asOf}).',
    why: 'Audio calls cannot be made or answered on this unit.',
    steps: [{ who: 'user', do: 'Call by video, or call the number.' }, replace],
    verify,
  },
  gulf: {
    text: `Part number {partNumber} belongs to a group sold in: {regions} (letters {suffix}, ${table}). Units of this group may have been made without FaceTime.`,
    why: 'On such units the app and its settings are missing, wherever they are used.',
    steps: [look, replace],
    verify,
  },
  'gulf-there': {
    text: `Part number {partNumber} belongs to a group sold in: {regions} (letters {suffix}, ${table}), and the device is registered in the United Arab Emirates: FaceTime is probably missing, and calls are filtered.`,
    why: 'Two signs agree: the unit and the network.',
    steps: [look, replace],
    verify,
  },
  'saudi-before': {
    text: `Part number {partNumber} belongs to a group sold in: {regions} (letters {suffix}, ${table}), the device is in Saudi Arabia, and it is not known to have version {from}, which is said to bring FaceTime there.`,
    why: 'Older systems of these units come without FaceTime.',
    steps: [{ who: 'mdm-admin', do: 'Update the device to version {from} or later.' }, look],
    verify,
  },
  'saudi-lifted': {
    text: `Part number {partNumber} belongs to a group once sold without FaceTime (letters {suffix}, ${table}); in Saudi Arabia this is taken as lifted from version {from} on.`,
  },
  china: {
    text: `Part number {partNumber} was sold in: {regions} (letters {suffix}, ${table}). Such units have no FaceTime Audio; video calls work.`,
    why: 'Audio calls cannot be made or answered on this unit, with any SIM and in any country.',
    steps: [{ who: 'user', do: 'Call by video, or call the number.' }, replace],
    verify,
  },
};
