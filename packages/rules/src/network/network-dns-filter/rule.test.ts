import { ruleTester } from '@ringcheck/testkit';
import { aNetwork, policyDocument } from '../testing.js';
import { networkDnsFilter } from './rule.js';

const phone = { platform: 'iOS', osVersion: '26.1', policyDocument } as const;

ruleTester.run(networkDnsFilter, {
  atRisk: [
    {
      name: 'is at risk in a network that filters names',
      picture: { ...phone, network: aNetwork({ dnsFilter: true }) },
      expect: {
        count: 1,
        message: 'filtered',
        severity: 'medium',
        cause: 'network:campus/dnsFilter',
        evidence: { document: 'ringcheck.yaml', path: 'networks.campus.dnsFilter', value: true },
      },
    },
  ],
  clear: [
    {
      name: 'is clear where names are not filtered',
      picture: { ...phone, network: aNetwork({ dnsFilter: false }) },
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
