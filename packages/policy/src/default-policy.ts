import { defaultThresholds } from './thresholds.js';
import type { Policy } from './types.js';

/** What holds without a policy file: FaceTime must ring on every device, nothing is stated about any network. */
export const defaultPolicy: Policy = {
  groups: [{ name: 'everything', select: { default: true }, intent: 'required', at: { offset: 0 } }],
  accounts: {},
  externalControls: [],
  networks: [],
  vpns: [],
  tunnels: [],
  flows: [],
  thresholds: defaultThresholds,
  rules: [],
  waivers: [],
  attestations: [],
  knowledge: { outages: [], latestVersions: {}, countries: [], suffixes: [] },
  expirySoonDays: 14,
};
