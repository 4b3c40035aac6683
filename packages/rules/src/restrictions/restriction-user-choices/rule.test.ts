import { ruleTester, type InstalledSpec } from '@ringcheck/testkit';
import { restrictionUserChoices } from './rule.js';

const type = 'com.apple.applicationaccess';
const phone = { platform: 'iOS', osVersion: '18.6', isSupervised: true } as const;
const taking = (settings: Readonly<Record<string, boolean | number>>): InstalledSpec => ({
  identifier: 'com.example.choices',
  payloads: [{ type, ...settings }],
});
const taken = (key: string, value: boolean) => ({
  name: `notes that ${key} is ${value}, and judges nothing by it`,
  picture: { ...phone, profiles: [taking({ [key]: value })] },
  expect: { notes: [key] },
});

ruleTester.run(restrictionUserChoices, {
  notApplicable: [
    taken('allowCellularPlanModification', false),
    taken('allowESIMModification', false),
    taken('allowESIMOutgoingTransfers', false),
    taken('allowNotificationsModification', false),
    taken('allowUIConfigurationProfileInstallation', false),
    taken('allowEnablingRestrictions', false),
    taken('allowVPNCreation', false),
    taken('forceWiFiPowerOn', true),
    taken('forceDelayedSoftwareUpdates', true),
    {
      name: 'notes what only the device itself says',
      picture: { ...phone, restrictions: { booleans: { allowESIMModification: false } } },
      expect: { notes: ['allowESIMModification'] },
    },
    {
      name: 'says nothing where every choice is left to the user',
      picture: { ...phone, profiles: [taking({ allowVPNCreation: true, forceWiFiPowerOn: false })] },
      expect: { notes: [] },
    },
    {
      name: 'says nothing where the key does not act, but that it does not',
      picture: { ...phone, isSupervised: false, profiles: [taking({ allowESIMModification: false })] },
      expect: { notes: ['ignored-not-supervised'] },
    },
    {
      name: 'says nothing of profiles that nobody can read',
      picture: { ...phone, profiles: [{ identifier: 'x', content: 'missing', payloadTypes: [type] }] },
      expect: { notes: [] },
    },
  ],
});
