import { ruleTester, type InstalledSpec } from '@ringcheck/testkit';
import { setupFaceTimePane } from './rule.js';

const type = 'com.apple.SetupAssistant.managed';
const phone = { platform: 'iOS', osVersion: '18.6', isSupervised: true } as const;
const skipping = (...SkipSetupItems: readonly string[]): InstalledSpec => ({
  identifier: 'com.example.setup',
  payloads: [{ type, SkipSetupItems }],
});

ruleTester.run(setupFaceTimePane, {
  atRisk: [
    {
      name: 'fears that FaceTime stays off where its pane is skipped',
      picture: { ...phone, profiles: [skipping('Siri', 'iMessageAndFaceTime')] },
      expect: {
        count: 1,
        scope: 'activation',
        severity: 'low',
        message: 'skipped',
        cause: `profile:com.example.setup/${type}/SkipSetupItems`,
        data: { pane: 'iMessageAndFaceTime' },
      },
    },
  ],
  clear: [
    { name: 'is clear when other panes are skipped', picture: { ...phone, profiles: [skipping('Siri')] } },
    {
      name: 'is clear, with a note, on an unsupervised device, where the payload does not act',
      picture: { ...phone, isSupervised: false, profiles: [skipping('iMessageAndFaceTime')] },
      expect: { notes: ['ignored-not-supervised'] },
    },
    {
      name: 'is clear, without a note, where other panes are skipped in vain',
      picture: { ...phone, isSupervised: false, profiles: [skipping('Siri')] },
      expect: { notes: [] },
    },
  ],
  unknown: [
    {
      name: 'is unknown while the profile cannot be read',
      picture: { ...phone, profiles: [{ identifier: 'x', content: 'missing', payloadTypes: [type] }] },
      expect: { message: 'undetermined-content-missing' },
    },
  ],
  notApplicable: [
    {
      name: 'is no question for a Mac, which has no such pane',
      picture: {
        platform: 'macOS',
        osVersion: '15.1',
        enrolment: 'device',
        profiles: [skipping('iMessageAndFaceTime')],
      },
    },
  ],
});
