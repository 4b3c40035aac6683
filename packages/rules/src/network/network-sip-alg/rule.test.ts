import { ruleTester } from '@ringcheck/testkit';
import { networkSipAlg } from './rule.js';

const policyDocument = { path: 'ringcheck.yaml', sha256: 'ab' };
const phone = { platform: 'iOS', osVersion: '26.1', policyDocument } as const;
const library = (sipAlg?: boolean) => ({
  definition: {
    name: 'library',
    match: { ssid: ['Library'] },
    firewall: [],
    ...(sipAlg === undefined ? {} : { sipAlg }),
    at: { offset: 300, line: 20, column: 5 },
  },
  firewalls: [],
  missingFirewalls: [],
  placedBy: 'ssid' as const,
  evidence: [{ document: 'inventory.csv', line: 4, value: 'Library' }],
});

ruleTester.run(networkSipAlg, {
  atRisk: [
    {
      name: 'is at risk in a network that rewrites SIP',
      picture: { ...phone, network: library(true) },
      expect: {
        count: 1,
        message: 'alg-on',
        severity: 'medium',
        cause: 'network:library/sipAlg',
        data: { network: 'library' },
        evidence: { document: 'ringcheck.yaml', path: 'networks.library.sipAlg', line: 20, value: true },
      },
    },
    {
      name: 'says what placed the device in the network',
      picture: { ...phone, platform: 'macOS', network: library(true) },
      expect: { evidence: { document: 'inventory.csv', line: 4 } },
    },
  ],
  clear: [
    {
      name: 'is clear where the record says that nothing rewrites SIP',
      picture: { ...phone, network: library(false) },
    },
  ],
  notApplicable: [
    {
      name: 'takes silence for no answer',
      picture: { ...phone, network: library() },
      expect: { message: 'not-stated' },
    },
    { name: 'has nothing to judge by without a network', picture: phone, expect: { message: 'not-placed' } },
  ],
});
