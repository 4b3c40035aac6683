import { ruleTester } from '@ringcheck/testkit';
import { aNetwork, iptables, policyDocument, type NetworkSpec } from '../testing.js';
import { networkTlsInspection } from './rule.js';

const phone = { platform: 'iOS', osVersion: '26.1', policyDocument } as const;
const dropPush = '-A FORWARD -p tcp --dport 5223 -j DROP';
const inspecting = (more: NetworkSpec = {}) => ({
  ...phone,
  network: aNetwork({ tlsInspection: true, ...more }),
});

ruleTester.run(networkTlsInspection, {
  blocked: [
    {
      name: 'blocks where the device cannot leave a network without any push',
      picture: inspecting({ fixed: true, firewalls: { 'campus.rules': iptables([dropPush], 'ACCEPT') } }),
      expect: { control: 'circumstance', evidence: { path: 'networks.campus.fixed' } },
    },
  ],
  limited: [
    {
      name: 'stops ringing where TCP 5223 is closed and its fallback is decrypted',
      picture: inspecting({ firewalls: { 'campus.rules': iptables([dropPush], 'ACCEPT') } }),
      expect: {
        count: 1,
        scope: 'network:campus',
        message: 'push-lost',
        cause: 'network:campus/tlsInspection',
        evidence: { document: 'campus.rules', line: 3, value: dropPush },
        data: {
          document: 'campus.rules',
          flows: ['TCP 5223 (Push service, which rings the device)'],
        },
      },
    },
  ],
  atRisk: [
    {
      name: 'is at risk where HTTPS is decrypted',
      picture: inspecting(),
      expect: {
        count: 1,
        message: 'inspected',
        severity: 'high',
        cause: 'network:campus/tlsInspection',
        evidence: { document: 'ringcheck.yaml', path: 'networks.campus.tlsInspection', value: true },
      },
    },
    {
      name: 'does not take a firewall nobody uploaded for a closed one',
      picture: inspecting({ missing: ['campus.rules'] }),
      expect: { message: 'inspected' },
    },
    {
      name: 'is at risk, and nothing worse, where TCP 5223 is open',
      picture: inspecting({ firewalls: { 'campus.rules': iptables([], 'ACCEPT') } }),
      expect: { message: 'inspected' },
    },
  ],
  clear: [
    {
      name: 'is clear where nothing is decrypted, also with TCP 5223 closed',
      picture: inspecting({
        tlsInspection: false,
        firewalls: { 'campus.rules': iptables([dropPush], 'ACCEPT') },
      }),
    },
  ],
  notApplicable: [
    {
      name: 'takes silence for no answer',
      picture: { ...phone, network: aNetwork() },
      expect: { message: 'not-stated' },
    },
    { name: 'has nothing to judge by without a network', picture: phone, expect: { message: 'not-placed' } },
  ],
});
