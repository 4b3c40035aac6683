import type { Step } from '../types.js';

/** Steps and checks that many rules end with; their placeholders are those of `settingData`. */
export const pushAgain: Step = {
  who: 'mdm-admin',
  do: 'Push the changed profile to the devices under the same identifier ({identifier}), so that it replaces the installed one.',
};

export const rescanRestrictions =
  'Send the Restrictions command (or export again) and scan again: {key} must be absent or {wanted}.';

export const rescanProfiles =
  'Export the profile again, send the ProfileList command, and scan again: {key} must be absent or {wanted}.';
