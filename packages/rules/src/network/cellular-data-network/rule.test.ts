import { ruleTester } from '@ringcheck/testkit';
import { cellularDataNetwork } from './rule.js';

const cellular = 'com.apple.cellular';
const privateNetwork = 'com.apple.cellularprivatenetwork.managed';
const phone = {
  platform: 'iOS',
  osVersion: '18.6',
  enrolment: 'device',
  facts: { hasCellular: true },
} as const;
const holding = (type: string, settings: object) => ({
  ...phone,
  profiles: [{ identifier: 'com.example.cellular', payloads: [{ type, ...settings }] }],
});
const point = (more: object) => ({ APNs: [{ Name: 'corp', ...more }] });

ruleTester.run(cellularDataNetwork, {
  atRisk: [
    {
      name: 'fears for calls in a private network that may have no way out',
      picture: holding(privateNetwork, { DataSetName: 'Plant 5' }),
      expect: {
        count: 1,
        scope: 'cellular',
        severity: 'low',
        message: 'private-network',
        cause: `profile:com.example.cellular/${privateNetwork}`,
      },
    },
    {
      name: 'fears more where the private network goes before Wi-Fi',
      picture: holding(privateNetwork, { DataSetName: 'Plant 5', CellularDataPreferred: true }),
      expect: {
        scope: 'cellular',
        severity: 'medium',
        message: 'private-network-first',
        evidence: { value: true },
      },
    },
    {
      name: 'fears for calls over an access point of IPv6 alone, and notes that a profile sets it',
      picture: holding(cellular, point({ AllowedProtocolMask: 2 })),
      expect: {
        count: 1,
        scope: 'cellular',
        severity: 'low',
        message: 'ipv6-only',
        cause: `profile:com.example.cellular/${cellular}/APNs/corp`,
        notes: ['own-access-point'],
      },
    },
    {
      name: 'looks at the access point the device attaches to as well',
      picture: holding(cellular, { AttachAPN: { AllowedProtocolMask: 2 } }),
      expect: { message: 'ipv6-only', data: { network: 'unnamed' } },
    },
  ],
  clear: [
    { name: 'is clear when no profile speaks of cellular data', picture: phone, expect: { notes: [] } },
    {
      name: 'is clear, with a note, when the access point has a way to IPv4',
      picture: holding(cellular, point({ AllowedProtocolMask: 2, EnableXLAT464: true })),
      expect: { notes: ['own-access-point'] },
    },
    {
      name: 'is clear, with a note, when the access point has both protocols',
      picture: holding(cellular, point({ AllowedProtocolMask: 3 })),
      expect: { notes: ['own-access-point'] },
    },
  ],
  unknown: [
    {
      name: 'is unknown while the profile cannot be read',
      picture: {
        ...phone,
        profiles: [{ identifier: 'x', content: 'missing', payloadTypes: [privateNetwork] }],
      },
      expect: { message: 'undetermined-content-missing' },
    },
  ],
  notApplicable: [
    {
      name: 'does not matter on a Wi-Fi iPad',
      picture: {
        ...holding(privateNetwork, { DataSetName: 'Plant 6' }),
        platform: 'iPadOS',
        facts: { hasCellular: false },
      },
    },
  ],
});
