import type { Step } from '../types.js';

/** Steps and checks that many rules end with; their placeholders are those of `settingData`. */
export const changeKey: Step = {
  who: 'mdm-admin',
  do: 'In the MDM console open "{profile}" ({identifier}), payload {payload}, and set {key} from {value} to {wanted}, or remove the key.',
};

export const pushAgain: Step = {
  who: 'mdm-admin',
  do: 'Push the changed profile to the devices under the same identifier ({identifier}), so that it replaces the installed one.',
};

export const findSetter: Step = {
  who: 'mdm-admin',
  do: 'Look for the profile that sets {key} in the per-profile part of the Restrictions reply (ProfileRestrictions), and remove or replace it.',
};

export const rescanRestrictions =
  'Send the Restrictions command (or export again) and scan again: {key} must be absent or {wanted}.';

export const rescanProfiles =
  'Send the ProfileList command, export the profile again and scan again: {key} must be absent or {wanted}.';

export const takeAway: Step = {
  who: 'mdm-admin',
  do: 'In the MDM console take the device out of the scope of "{profile}" ({identifier}), or remove the payload {payload} from it and push it again.',
};

export const rescanLock =
  'Send the ProfileList command and scan again: no installed profile may hold {payload}.';
