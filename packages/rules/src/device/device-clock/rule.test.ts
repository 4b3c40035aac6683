import { ruleTester } from '@ringcheck/testkit';
import { deviceClock } from './rule.js';

const mcx = 'com.apple.MCX';
const mac = { platform: 'macOS', osVersion: '15.1' } as const;
const pad = { platform: 'iPadOS', osVersion: '26.1', isSupervised: true } as const;
const clock = (settings: object) => ({
  ...mac,
  profiles: [{ identifier: 'com.example.clock', payloads: [{ type: mcx, ...settings }] }],
});
const forced = (value: boolean) => ({
  profiles: [
    {
      identifier: 'com.example.r',
      payloads: [{ type: 'com.apple.applicationaccess', forceAutomaticDateAndTime: value }],
    },
  ],
});

ruleTester.run(deviceClock, {
  atRisk: [
    {
      name: 'fears for activation where the clock hangs on a server of the house',
      picture: clock({ timeServer: 'ntp.corp.example' }),
      expect: {
        count: 1,
        scope: 'activation',
        severity: 'low',
        cause: `profile:com.example.clock/${mcx}/timeServer`,
        data: { server: 'ntp.corp.example' },
        evidence: { value: 'ntp.corp.example' },
      },
    },
    {
      name: "does not take a name that only begins as Apple's for Apple's",
      picture: clock({ timeServer: 'time.apple.com.example' }),
    },
  ],
  clear: [
    { name: 'is clear where the server is left blank', picture: clock({ timeServer: '  ' }) },
    { name: 'is clear with a server of Apple', picture: clock({ timeServer: 'time.euro.apple.com' }) },
    {
      name: 'is clear with energy settings of the same payload type',
      picture: clock({ 'com.apple.EnergySaver.portable.ACPower': {} }),
    },
    { name: 'is clear on a Mac without such a profile', picture: mac },
    {
      name: 'is clear where the clock is forced to be automatic, and notes the zone on Wi-Fi hardware',
      picture: { ...pad, facts: { hasCellular: false }, ...forced(true) },
      expect: { notes: ['zone-may-differ'], evidence: { value: true } },
    },
    {
      name: 'needs no note where cellular tells the zone',
      picture: { ...pad, facts: { hasCellular: true }, ...forced(true) },
      expect: { notes: [] },
    },
  ],
  unknown: [
    {
      name: 'is unknown while a profile that may name a server cannot be read',
      picture: { ...mac, profiles: [{ identifier: 'x', content: 'missing', payloadTypes: [mcx] }] },
    },
  ],
  notApplicable: [
    { name: 'leaves the clock of an iPad to its user where nothing is forced', picture: pad },
    {
      name: 'leaves nothing open about a key that can only help',
      picture: {
        ...pad,
        profiles: [{ identifier: 'x', content: 'missing', payloadTypes: ['com.apple.applicationaccess'] }],
      },
    },
  ],
});
