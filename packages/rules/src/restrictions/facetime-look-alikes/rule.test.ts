import { ruleTester } from '@ringcheck/testkit';
import { faceTimeLookAlikes } from './rule.js';

const usage = 'com.apple.networkusagerules';
const phone = { platform: 'iOS', osVersion: '18.6', isSupervised: true } as const;
const chat = (allowChat: boolean) => ({
  ...phone,
  profiles: [
    { identifier: 'com.example.chat', payloads: [{ type: 'com.apple.applicationaccess', allowChat }] },
  ],
});
const rule = (...rules: readonly Readonly<Record<string, boolean | readonly string[]>>[]) => ({
  ...phone,
  profiles: [{ identifier: 'com.example.usage', payloads: [{ type: usage, ApplicationRules: rules }] }],
});

ruleTester.run(faceTimeLookAlikes, {
  notApplicable: [
    {
      name: 'notes that iMessage is not FaceTime',
      picture: chat(false),
      expect: { notes: ['messages-only'] },
    },
    { name: 'says nothing where iMessage is allowed', picture: chat(true), expect: { notes: [] } },
    {
      name: 'notes that rules for managed apps do not touch FaceTime, even by its name',
      picture: rule({ AppIdentifierMatches: ['com.apple.facetime'], AllowCellularData: false }),
      expect: { notes: ['managed-apps-only'] },
    },
    {
      name: 'notes it where the rule is for every app',
      picture: rule({ AllowCellularData: true }, { AllowRoamingCellularData: false }),
      expect: { notes: ['managed-apps-only'] },
    },
    {
      name: 'notes it where the rule names all apps by a star',
      picture: rule({ AppIdentifierMatches: ['*'], AllowCellularData: false }),
      expect: { notes: ['managed-apps-only'] },
    },
    {
      name: 'says nothing of a rule for another app',
      picture: rule({ AppIdentifierMatches: ['com.example.app'], AllowCellularData: false }),
      expect: { notes: [] },
    },
    {
      name: 'says nothing of a rule that takes nothing away',
      picture: rule({ AppIdentifierMatches: ['com.apple.facetime'], AllowCellularData: true }),
      expect: { notes: [] },
    },
  ],
});
