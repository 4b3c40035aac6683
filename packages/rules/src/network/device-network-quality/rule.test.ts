import type { MeasuredQuality } from '@ringcheck/model';
import { ruleTester } from '@ringcheck/testkit';
import { deviceNetworkQuality } from './rule.js';

const measured = (networkQuality: MeasuredQuality) =>
  ({ platform: 'macOS', facts: { networkQuality } }) as const;

ruleTester.run(deviceNetworkQuality, {
  atRisk: [
    {
      name: 'names every figure that is too poor, with its limit',
      picture: measured({ downMbps: 20, upMbps: 0.6, latencyMs: 240 }),
      expect: {
        scope: 'quality',
        data: { figures: ['upload 0.6 Mbit/s (at least 1 Mbit/s)', 'latency 240 ms (at most 150 ms)'] },
      },
    },
    {
      name: 'goes by the thresholds of the policy',
      picture: measured({ downMbps: 4 }),
      thresholds: { downMbpsMin: 5 },
      expect: { data: { figures: ['download 4 Mbit/s (at least 5 Mbit/s)'] } },
    },
  ],
  clear: [
    { name: 'is clear at the thresholds', picture: measured({ downMbps: 1, upMbps: 1, latencyMs: 150 }) },
    {
      name: 'is clear where no figure with a threshold was measured',
      picture: measured({ responsivenessRpm: 40 }),
    },
  ],
  notApplicable: [{ name: 'has nothing to judge by where nobody measured', picture: { platform: 'macOS' } }],
});
