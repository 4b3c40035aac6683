import { ruleTester } from '@ringcheck/testkit';
import { wifiJoining } from './rule.js';

const type = 'com.apple.wifi.managed';
const phone = { platform: 'iOS', osVersion: '18.6', isSupervised: true } as const;
const wifi = (settings: object) => ({
  ...phone,
  profiles: [{ identifier: 'com.example.wifi', payloads: [{ type, ...settings }] }],
});

ruleTester.run(wifiJoining, {
  notApplicable: [
    {
      name: 'notes that the user opens the portal by hand',
      picture: wifi({ SSID_STR: 'Lobby', CaptiveBypass: true }),
      expect: { notes: ['portal-by-hand'] },
    },
    {
      name: 'notes that the user joins the network by hand',
      picture: wifi({ AutoJoin: false }),
      expect: { notes: ['joined-by-hand'] },
    },
    {
      name: 'says nothing of a network that is joined and opened by itself',
      picture: wifi({ SSID_STR: 'Lobby', CaptiveBypass: false, AutoJoin: true, EnableIPv6: false }),
      expect: { notes: [] },
    },
  ],
});
