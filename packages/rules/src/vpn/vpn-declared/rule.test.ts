import { ruleTester } from '@ringcheck/testkit';
import { vpnDeclared } from './rule.js';

const prefix = 'com.apple.configuration.network.vpn.';
const phone = { platform: 'iOS', osVersion: '27.0' } as const;
const declared = (kind: string, settings: object, osVersion = '27.0') => ({
  ...phone,
  osVersion,
  profiles: [
    {
      identifier: 'com.example.vpn',
      declaration: { active: true, valid: 'valid' as const, reasons: [] },
      payloads: [{ type: `${prefix}${kind}`, ...settings }],
    },
  ],
});
const all = { NetworkRouting: { IncludeAllNetworks: true } };

ruleTester.run(vpnDeclared, {
  atRisk: [
    {
      name: 'fears a tunnel for all networks',
      picture: declared('ikev2', all),
      expect: {
        count: 1,
        message: 'all-networks',
        severity: 'high',
        cause: `profile:com.example.vpn/${prefix}ikev2/NetworkRouting.IncludeAllNetworks`,
      },
    },
    {
      name: 'fears a tunnel that is always up',
      picture: declared('always-on', {}),
      expect: { message: 'always-on' },
    },
  ],
  clear: [
    {
      name: 'is clear with a note for a tunnel of its own routes',
      picture: declared('vpn-plugin', { NetworkRouting: { IncludeAllNetworks: false } }),
      expect: { notes: ['part'] },
    },
    {
      name: 'is clear on a system that does not know the declaration',
      picture: declared('ikev2', all, '26.1'),
      expect: { notes: ['ignored-os-too-old'] },
    },
  ],
  unknown: [
    {
      name: 'is unknown while an active declaration was not uploaded',
      picture: {
        ...phone,
        profiles: [
          {
            identifier: 'com.example.other',
            content: 'missing',
            declaration: { active: true, valid: 'valid', reasons: [] },
          },
        ],
      },
      expect: { gap: 'profile:com.example.other' },
    },
  ],
});
