import type { DeviceReport } from '@ringcheck/contracts';

export type Stage = DeviceReport['path'][number]['stage'];

/** In the order a call passes them. */
export const stageOrder: readonly Stage[] = [
  'device',
  'account',
  'network',
  'apple',
  'recipient',
  'region-carrier',
];

export const stageNames: Readonly<Record<Stage, string>> = {
  device: 'This device',
  account: 'Account',
  network: 'Network',
  apple: 'Apple’s service',
  recipient: 'Ringing and the other side',
  'region-carrier': 'Region and carrier',
};
