import { ruleTester } from '@ringcheck/testkit';
import { aNetwork, policyDocument } from '../testing.js';
import { networkQuality } from './rule.js';

const mac = { platform: 'macOS', osVersion: '26.1', policyDocument } as const;
const good = { downMbps: 200, upMbps: 90, latencyMs: 18, jitterMs: 2, lossPercent: 0 };
const measured = (quality: Partial<typeof good>) => ({ ...mac, network: aNetwork({ quality }) });

ruleTester.run(networkQuality, {
  atRisk: [
    {
      name: 'names every figure that is too poor in one finding',
      picture: measured({ ...good, upMbps: 0.6, latencyMs: 240 }),
      expect: {
        count: 1,
        scope: 'quality',
        message: 'poor',
        severity: 'medium',
        cause: 'network:campus/quality',
        data: { figures: ['upload 0.6 Mbit/s (at least 1 Mbit/s)', 'latency 240 ms (at most 150 ms)'] },
        evidence: {
          document: 'ringcheck.yaml',
          path: 'networks.campus.quality',
          value: { ...good, upMbps: 0.6, latencyMs: 240 },
        },
      },
    },
    {
      name: 'judges the only figure there is',
      picture: measured({ lossPercent: 3 }),
      expect: { data: { figures: ['packet loss 3 % (at most 1 %)'] } },
    },
    {
      name: 'judges by the thresholds of the policy',
      picture: measured({ ...good, jitterMs: 25, downMbps: 8 }),
      thresholds: { jitterMsMax: 20, downMbpsMin: 10 },
      expect: {
        data: { figures: ['download 8 Mbit/s (at least 10 Mbit/s)', 'jitter 25 ms (at most 20 ms)'] },
      },
    },
  ],
  clear: [
    { name: 'is clear when every figure is good', picture: measured(good) },
    { name: 'is clear when a figure stands just at its threshold', picture: measured({ upMbps: 1 }) },
    {
      name: 'is clear by the figures there are',
      picture: measured({ latencyMs: 150 }),
    },
  ],
  notApplicable: [
    {
      name: 'has nothing to judge by where nothing was measured',
      picture: { ...mac, network: aNetwork() },
      expect: { message: 'not-stated' },
    },
    { name: 'takes an empty record for nothing measured', picture: measured({}) },
    { name: 'has nothing to judge by without a network', picture: mac, expect: { message: 'not-placed' } },
  ],
});
