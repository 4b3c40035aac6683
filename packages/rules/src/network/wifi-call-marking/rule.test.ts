import { ruleTester } from '@ringcheck/testkit';
import { wifiCallMarking } from './rule.js';

const type = 'com.apple.wifi.managed';
const phone = { platform: 'iOS', osVersion: '26.1' } as const;
const marking = (QoSMarkingPolicy: Record<string, boolean>) => ({
  ...phone,
  profiles: [{ identifier: 'com.example.wifi', payloads: [{ type, SSID_STR: 'Office', QoSMarkingPolicy }] }],
});

ruleTester.run(wifiCallMarking, {
  atRisk: [
    {
      name: 'fears for quality when calls are not marked',
      picture: marking({ QoSMarkingAppleAudioVideoCalls: false }),
      expect: {
        count: 1,
        scope: 'quality',
        severity: 'low',
        data: { network: 'Office', key: 'QoSMarkingPolicy.QoSMarkingAppleAudioVideoCalls' },
        evidence: { value: false },
      },
    },
    { name: 'fears for quality when nothing is marked', picture: marking({ QoSMarkingEnabled: false }) },
  ],
  clear: [
    { name: 'is clear when calls are marked', picture: marking({ QoSMarkingAppleAudioVideoCalls: true }) },
    {
      name: 'is clear without a policy on marking',
      picture: { ...phone, profiles: [{ identifier: 'w', payloads: [{ type }] }] },
    },
  ],
  unknown: [
    {
      name: 'is unknown while a Wi-Fi profile cannot be read',
      picture: { ...phone, profiles: [{ identifier: 'w', content: 'missing', payloadTypes: [type] }] },
    },
  ],
});
