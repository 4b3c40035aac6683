import { ruleTester } from '@ringcheck/testkit';
import { macTimeLimits } from './rule.js';

const type = 'com.apple.familycontrols.timelimits.v2';
const mac = { platform: 'macOS', osVersion: '15.1', enrolment: 'device' } as const;
const limits = (
  familyControlsEnabled: boolean,
  more: object = { 'time-limits': { 'weekday-allowance': { enabled: true, rangeSeconds: 3600 } } },
) => ({
  ...mac,
  profiles: [{ identifier: 'com.example.limits', payloads: [{ type, familyControlsEnabled, ...more }] }],
});

ruleTester.run(macTimeLimits, {
  atRisk: [
    {
      name: 'fears for calls outside the hours',
      picture: limits(true),
      expect: { count: 1, severity: 'low', cause: `profile:com.example.limits/${type}/time-limits` },
    },
  ],
  clear: [
    { name: 'is clear when the limits are switched off', picture: limits(false) },
    { name: 'is clear when nothing is limited', picture: limits(true, {}) },
  ],
  unknown: [
    {
      name: 'is unknown while the profile cannot be read',
      picture: { ...mac, profiles: [{ identifier: 'x', content: 'missing', payloadTypes: [type] }] },
    },
  ],
});
