import type { IgnoredReason } from '@ringcheck/effective';
import type { MessageSpec } from '../types.js';

const fromProfile = 'Profile "{profile}" ({identifier})';
const mayHold = 'so it cannot be told whether it sets {key} ({payload}) against FaceTime';

/** Mistakes of spelling and place are noted where they are found, whether a rule asks for the key or not. */
export type NotedReason = Exclude<IgnoredReason, 'misspelt' | 'wrong-payload'>;

/** Notes on settings that are installed and do not act. Data: profile, identifier, what, payload, key, value, detail, platform. */
export const ignoredMessages: Readonly<Record<`ignored-${NotedReason}`, MessageSpec>> = {
  'ignored-platform': { text: `${fromProfile} sets {what}, which has no effect on {platform}.` },
  'ignored-os-too-old': {
    text: `${fromProfile} sets {what}, which this OS version does not know: it acts from {detail} on.`,
  },
  'ignored-os-removed': {
    text: `${fromProfile} sets {what}, which this OS version no longer knows: removed in {detail}.`,
  },
  'ignored-not-supervised': {
    text: `${fromProfile} sets {what}, which acts on supervised devices only; this one is not supervised.`,
  },
  'ignored-user-enrolment': { text: `${fromProfile} sets {what}, which does not act in User Enrollment.` },
  'ignored-wrong-channel': {
    text: `${fromProfile} sets {what} for a channel ({detail}) on which it does not act.`,
  },
  'ignored-shared-ipad': {
    text: `${fromProfile} sets {what}, which does not act this way on a Shared iPad.`,
  },
  'ignored-manual-install': {
    text: `${fromProfile} was installed by hand; {what} acts only when an MDM server installs it.`,
  },
  'ignored-not-user-approved': {
    text: `${fromProfile} sets {what}, which needs a user-approved enrolment; this Mac's is not approved.`,
  },
  'ignored-removed-by-date': {
    text: `${fromProfile} set {what}, but its removal date has passed: the system removes it by itself.`,
  },
  'ignored-declaration-inactive': {
    text: `Declaration "{profile}" ({identifier}) sets {what}, but no active activation refers to it on this device ({detail}).`,
  },
  'ignored-declaration-invalid': {
    text: `The device refused declaration "{profile}" ({identifier}), which would set {what}: {detail}.`,
  },
  'ignored-assigned-only': {
    text: `${fromProfile} sets {what} and is assigned, but not installed on this device.`,
  },
};

/** Messages any rule may use without declaring them. */
export const sharedMessages: Readonly<Record<string, MessageSpec>> = {
  ...ignoredMessages,
  clear: { text: 'Nothing in force here stands against FaceTime.' },
  'fact-missing': {
    text: 'Not known: {fact}. Without it this cannot be judged.',
    verify: 'Add the missing answer and scan again.',
  },
  'cannot-act': {
    text: 'No profile could do this here: the OS version, supervision or enrolment of the device does not allow it.',
  },
  'not-reported': { text: 'Nothing uploaded says {fact}; ask the user.' },
  'wrong-platform': { text: 'This is no question for {platform}.' },
  'platform-unknown': {
    text: 'It is not known what kind of device this is, so this could not be judged.',
    verify: 'Add the DeviceInformation reply or an inventory with the platform, and scan again.',
  },
  'listing-missing': {
    text: 'It is not known which profiles are installed on this device.',
    why: 'A profile nobody listed may forbid FaceTime.',
    steps: [
      {
        who: 'mdm-admin',
        do: 'Send the ProfileList command (or export the inventory with its installed profiles) and upload the answer.',
      },
    ],
    verify: 'Scan again: the device is judged by the profiles that are really there.',
  },
  'listing-assigned': {
    text: 'The server says which profiles it assigned to this device, not which are installed.',
    why: 'An assigned profile may have failed to install, and others may be there.',
    steps: [{ who: 'mdm-admin', do: 'Send the ProfileList command to the device and upload the answer.' }],
    verify: 'Scan again: the expected verdict becomes a verdict.',
  },
  'undetermined-supervision-unknown': {
    text: `${fromProfile} sets {key} ({payload}), which acts on supervised devices only, and it is not known whether this one is.`,
  },
  'undetermined-os-unknown': {
    text: `${fromProfile} sets {key} ({payload}), and the OS version that decides whether it acts is not known.`,
  },
  'undetermined-platform-unknown': {
    text: `${fromProfile} sets {key} ({payload}), and the platform that decides whether it acts is not known.`,
  },
  'undetermined-enrolment-unknown': {
    text: `${fromProfile} sets {key} ({payload}), and it is not known whether the device is in User Enrollment, where it would not act.`,
  },
  'undetermined-shared-ipad-unknown': {
    text: `${fromProfile} sets {key} ({payload}), and it is not known whether this is a Shared iPad, where it acts otherwise.`,
  },
  'undetermined-wrong-type': {
    text: `${fromProfile} sets {key} ({payload}) to a value of the wrong type; what the device makes of it is not promised.`,
  },
  'undetermined-templated': {
    text: `${fromProfile} sets {key} ({payload}) to a variable of the MDM server; the value the device got is not in the export.`,
  },
  'undetermined-declaration-unchecked': {
    text: `Declaration "{profile}" ({identifier}) sets {key} ({payload}), and the device has not reported yet that it is active and valid.`,
  },
  'undetermined-content-encrypted': { text: `${fromProfile} is encrypted, ${mayHold}.` },
  'undetermined-content-missing': {
    text: `${fromProfile} is on the device, but nothing uploaded holds its content, ${mayHold}.`,
  },
  'lower-confidence': {
    text: '{key} ({payload}) reaches this device in a way Apple does not describe (profiles: {profiles}); the effect is likely, not certain.',
  },
  'listing-managed-only': {
    text: 'The list of profiles was taken with "managed only": profiles installed by hand are not shown.',
  },
  'facts-stale': { text: 'What is known here ({what}) is as of {observedAt}; newer data may say otherwise.' },
};

/** The words of a message, of the rule itself or shared. */
export function findMessage(
  messages: Readonly<Record<string, MessageSpec>>,
  id: string,
): MessageSpec | undefined {
  if (Object.hasOwn(messages, id)) return messages[id];
  return Object.hasOwn(sharedMessages, id) ? sharedMessages[id] : undefined;
}

/** Names of the `{placeholders}` of a message, text and steps alike. */
export function placeholdersOf(message: MessageSpec): readonly string[] {
  const texts = [message.text, message.why, message.verify, ...(message.steps ?? []).map((step) => step.do)];
  const names = texts.flatMap((text) =>
    [...(text ?? '').matchAll(/\{([a-zA-Z]+)\}/g)].map((m) => m[1] ?? ''),
  );
  return [...new Set(names)];
}
