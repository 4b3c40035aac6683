import { ruleTester } from '@ringcheck/testkit';
import { aNetwork, policyDocument } from '../testing.js';
import { networkStatement } from './rule.js';

const phone = { platform: 'visionOS', osVersion: '26.1', policyDocument } as const;
const stated = (value: 'allowed' | 'denied', expires = '2027-03-31', fixed = false) => ({
  ...phone,
  network: aNetwork({ faceTime: { value, owner: 'net@example.org', expires }, fixed }),
});

ruleTester.run(networkStatement, {
  blocked: [
    {
      name: 'blocks where the device cannot leave the network',
      picture: stated('denied', '2027-03-31', true),
      expect: { control: 'circumstance' },
    },
  ],
  limited: [
    {
      name: 'believes the owner that the network stops FaceTime',
      picture: stated('denied'),
      expect: {
        count: 1,
        scope: 'network:campus',
        message: 'denied',
        severity: 'high',
        cause: 'network:campus/faceTime',
        data: { owner: 'net@example.org', expires: '2027-03-31' },
        evidence: { document: 'ringcheck.yaml', path: 'networks.campus.faceTime', line: 20 },
        reviewAt: '2027-04-01T00:00:00.000Z',
      },
    },
    {
      name: 'holds through the end of the last day',
      picture: stated('denied', '2026-11-21'),
      now: '2026-11-21T23:59:00Z',
    },
  ],
  clear: [
    {
      name: 'believes the owner that the network lets FaceTime through',
      picture: stated('allowed'),
      expect: { message: 'allowed' },
    },
  ],
  notApplicable: [
    {
      name: 'does not count a statement that has ended, and notes it',
      picture: stated('denied', '2026-11-20'),
      expect: { message: 'not-stated', notes: ['expired'] },
    },
    {
      name: 'takes silence for no answer',
      picture: { ...phone, network: aNetwork() },
      expect: { notes: [] },
    },
    { name: 'has nothing to judge by without a network', picture: phone, expect: { message: 'not-placed' } },
  ],
});
