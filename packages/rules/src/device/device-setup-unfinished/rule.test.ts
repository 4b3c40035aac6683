import { ruleTester } from '@ringcheck/testkit';
import { deviceSetupUnfinished } from './rule.js';

const pad = { platform: 'iPadOS', osVersion: '18.6' } as const;

ruleTester.run(deviceSetupUnfinished, {
  blocked: [
    {
      name: 'blocks while the device waits in Setup Assistant',
      picture: { ...pad, facts: { awaitingConfiguration: true } },
      expect: { control: 'circumstance', severity: 'medium' },
    },
  ],
  clear: [{ name: 'is clear after setup', picture: { ...pad, facts: { awaitingConfiguration: false } } }],
  notApplicable: [
    {
      name: 'is a question to the user when the device did not say',
      picture: pad,
    },
    { name: 'asks nothing of a watch', picture: { platform: 'watchOS' } },
  ],
});
