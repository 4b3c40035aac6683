import { ruleTester } from '@ringcheck/testkit';
import { aNetwork, policyDocument } from '../testing.js';
import { networkProxyOnly } from './rule.js';

const phone = { platform: 'iOS', osVersion: '26.1', policyDocument } as const;

ruleTester.run(networkProxyOnly, {
  blocked: [
    {
      name: 'blocks where the device cannot leave such a network',
      picture: { ...phone, network: aNetwork({ proxyOnly: true, fixed: true }) },
      expect: {
        control: 'circumstance',
        evidence: { document: 'ringcheck.yaml', path: 'networks.campus.fixed', value: true },
      },
    },
  ],
  limited: [
    {
      name: 'stops calls in a network that has a proxy and nothing else',
      picture: { ...phone, network: aNetwork({ proxyOnly: true }) },
      expect: {
        count: 1,
        scope: 'network:campus',
        message: 'proxy-only',
        severity: 'high',
        cause: 'network:campus/proxyOnly',
        evidence: { document: 'ringcheck.yaml', path: 'networks.campus.proxyOnly', line: 20, value: true },
      },
    },
  ],
  clear: [
    {
      name: 'is clear where traffic needs no proxy',
      picture: { ...phone, network: aNetwork({ proxyOnly: false }) },
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
