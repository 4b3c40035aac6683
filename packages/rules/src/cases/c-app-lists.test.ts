import { defaultThresholds } from '@ringcheck/policy';
import { pictureOf, testNow, type InstalledSpec, type PictureSpec, type Plain } from '@ringcheck/testkit';
import { evaluateDevice } from '../index.js';
import { anyMac, sorted, supervisedPhone, told, type Expected } from './testing.js';

const restrictions = 'com.apple.applicationaccess';
const installed = (
  type: string,
  keys: Readonly<Record<string, Plain>>,
  identifier = 'com.example.a',
): InstalledSpec => ({ identifier, payloads: [{ type, ...keys }] });
const restricting = (keys: Readonly<Record<string, Plain>>, identifier?: string) =>
  installed(restrictions, keys, identifier);
const declaring = (Allowed: Plain, identifier?: string) =>
  installed('com.apple.configuration.app.settings', { Allowed }, identifier);
const accessOfMac = (keys: Readonly<Record<string, Plain>>) =>
  installed('com.apple.applicationaccess.new', keys);

const phone = (osVersion: string): PictureSpec => ({ facts: { ...supervisedPhone, osVersion } });
const mac = (osVersion: string): PictureSpec => ({ facts: { ...anyMac, osVersion } });
const facetime = 'com.apple.facetime';
const twentyApps = Array.from({ length: 20 }, (_, index) => `com.acme.app${index + 1}`);

const cases: readonly { name: string; picture: PictureSpec; expected: Expected }[] = [
  {
    name: '34: a block list in the spelling of the Mac blocks, with a note on the spelling',
    picture: { ...phone('16.7'), profiles: [restricting({ blockedAppBundleIDs: ['com.apple.FaceTime'] })] },
    expected: {
      verdict: 'blocked',
      rules: { 'restriction-app-blocklist': ['blocked by com.example.a (critical)'] },
      notes: ['restriction-app-blocklist: other-case'],
    },
  },
  {
    name: '35: a near miss of the identifier blocks nothing and is noted',
    picture: { ...phone('16.7'), profiles: [restricting({ blockedAppBundleIDs: ['com.apple.facetim'] })] },
    expected: {
      verdict: 'clear',
      rules: { 'restriction-app-blocklist': ['clear'] },
      notes: ['restriction-app-blocklist: near-miss'],
    },
  },
  {
    name: '36: the old and the new block list are one',
    picture: {
      ...phone('16.7'),
      profiles: [
        restricting({ blacklistedAppBundleIDs: [facetime] }),
        restricting({ blockedAppBundleIDs: ['com.acme.chat'] }, 'com.example.b'),
      ],
    },
    expected: {
      verdict: 'blocked',
      rules: { 'restriction-app-blocklist': ['blocked by com.example.a'] },
      notes: ['resolve: key-set-twice'],
    },
  },
  {
    name: '37: iOS 14 does not know the new name of the block list',
    picture: { ...phone('14.8'), profiles: [restricting({ blockedAppBundleIDs: [facetime] })] },
    expected: {
      verdict: 'clear',
      rules: { 'restriction-app-blocklist': ['clear'] },
      notes: ['restriction-app-blocklist: ignored-os-too-old'],
    },
  },
  {
    name: '38: the old name of the block list goes on acting on iOS 16',
    picture: { ...phone('16.7'), profiles: [restricting({ blacklistedAppBundleIDs: [facetime] })] },
    expected: {
      verdict: 'blocked',
      rules: { 'restriction-app-blocklist': ['blocked by com.example.a'] },
    },
  },
  {
    name: '39: an allow list without FaceTime blocks',
    picture: { ...phone('16.7'), profiles: [restricting({ allowListedAppBundleIDs: twentyApps })] },
    expected: {
      verdict: 'blocked',
      rules: { 'restriction-app-allowlist': ['blocked by com.example.a (critical)'] },
    },
  },
  {
    name: '40: of two allow lists the one without FaceTime is named',
    picture: {
      ...phone('16.7'),
      profiles: [
        restricting({ allowListedAppBundleIDs: [facetime, 'com.acme.chat'] }),
        restricting({ allowListedAppBundleIDs: ['com.acme.chat'] }, 'com.example.b'),
      ],
    },
    expected: {
      verdict: 'blocked',
      rules: { 'restriction-app-allowlist': ['blocked by com.example.b'] },
      notes: ['resolve: key-set-twice'],
    },
  },
  {
    name: '41: an empty allow list blocks, with a note that Apple does not say so',
    picture: { ...phone('16.7'), profiles: [restricting({ allowListedAppBundleIDs: [] })] },
    expected: {
      verdict: 'blocked',
      rules: { 'restriction-app-allowlist': ['blocked by com.example.a'] },
      notes: ['restriction-app-allowlist: empty'],
    },
  },
  {
    name: '42: a denial beats a permission',
    picture: {
      ...phone('16.7'),
      profiles: [restricting({ allowListedAppBundleIDs: [facetime], blockedAppBundleIDs: [facetime] })],
    },
    expected: {
      verdict: 'blocked',
      rules: {
        'restriction-app-blocklist': ['blocked by com.example.a'],
        'restriction-app-allowlist': ['clear'],
      },
    },
  },
  {
    name: '43: an unsupervised iPhone ignores a block list',
    picture: {
      facts: { ...supervisedPhone, isSupervised: false },
      profiles: [restricting({ blockedAppBundleIDs: [facetime] })],
    },
    expected: {
      verdict: 'clear',
      rules: { 'restriction-app-blocklist': ['clear'] },
      notes: ['restriction-app-blocklist: ignored-not-supervised'],
    },
  },
  {
    name: '44: iOS 27 obeys the block list of the profile and has deprecated it',
    picture: { ...phone('27.0'), profiles: [restricting({ blockedAppBundleIDs: [facetime] })] },
    expected: {
      verdict: 'blocked',
      rules: { 'restriction-app-blocklist': ['blocked by com.example.a'] },
      notes: ['restriction-app-blocklist: deprecated'],
    },
  },
  {
    name: '45: a declaration that denies FaceTime blocks on iOS 27',
    picture: { ...phone('27.0'), profiles: [declaring({ DeniedApps: [facetime] })] },
    expected: {
      verdict: 'blocked',
      rules: { 'restriction-app-blocklist': ['blocked by com.example.a'] },
    },
  },
  {
    name: '46: iOS 26 does not know the declaration',
    picture: { ...phone('26.2'), profiles: [declaring({ DeniedApps: [facetime] })] },
    expected: {
      verdict: 'clear',
      rules: { 'restriction-app-blocklist': ['clear'] },
      notes: ['restriction-app-blocklist: ignored-os-too-old'],
    },
  },
  {
    name: '46: whether the declaration acts is unknown where the OS version is',
    picture: {
      facts: Object.fromEntries(Object.entries(supervisedPhone).filter(([name]) => name !== 'osVersion')),
      profiles: [declaring({ DeniedApps: [facetime] })],
    },
    expected: {
      verdict: 'unknown',
      rules: {
        'restriction-app-blocklist': ['unknown by com.example.a'],
        'device-os-certificate': ['unknown'],
      },
    },
  },
  {
    name: '47: denied apps of a declaration do not act on a Mac',
    picture: { ...mac('27.0'), profiles: [declaring({ DeniedApps: ['com.apple.FaceTime'] })] },
    expected: {
      verdict: 'clear',
      rules: { 'restriction-app-blocklist': ['not-applicable'], 'mac-app-access': ['clear'] },
      notes: ['restriction-app-blocklist: ignored-platform'],
    },
  },
  {
    name: '48: a denied binary by the signing identifier of FaceTime blocks a Mac',
    picture: {
      ...mac('27.0'),
      profiles: [declaring({ DeniedBinaries: [{ SigningID: 'com.apple.FaceTime' }] })],
    },
    expected: { verdict: 'blocked', rules: { 'mac-app-access': ['blocked by com.example.a (critical)'] } },
  },
  {
    name: '49: allowed binaries of one company leave FaceTime out',
    picture: { ...mac('27.0'), profiles: [declaring({ AllowedBinaries: [{ TeamID: 'ACME123456' }] })] },
    expected: { verdict: 'blocked', rules: { 'mac-app-access': ['blocked by com.example.a'] } },
  },
  {
    name: '50: two lists of allowed binaries with nothing in common allow nothing',
    picture: {
      ...mac('27.0'),
      profiles: [
        declaring({ AllowedBinaries: [{ TeamID: '*APPLE*' }] }),
        declaring({ AllowedBinaries: [{ TeamID: 'ACME123456' }] }, 'com.example.b'),
      ],
    },
    expected: {
      verdict: 'blocked',
      rules: { 'mac-app-access': ['blocked by com.example.b'] },
      notes: ['resolve: key-set-twice'],
    },
  },
  {
    name: '51: application restrictions that are switched off deny nothing',
    picture: {
      ...mac('14.6'),
      profiles: [accessOfMac({ familyControlsEnabled: false, pathDenyList: ['/System/Applications'] })],
    },
    expected: {
      verdict: 'clear',
      rules: { 'mac-app-access': ['clear'] },
      notes: ['mac-app-access: switched-off'],
    },
  },
  {
    name: '52: a denied folder that holds FaceTime likely blocks it',
    picture: {
      ...mac('14.6'),
      profiles: [accessOfMac({ familyControlsEnabled: true, pathDenyList: ['/System/Applications'] })],
    },
    expected: { verdict: 'at-risk', rules: { 'mac-app-access': ['at-risk by com.example.a (high)'] } },
  },
  {
    name: '52: the list of allowed apps is asked before the denied folders',
    picture: {
      ...mac('14.6'),
      profiles: [
        accessOfMac({
          familyControlsEnabled: true,
          allowList: [{ bundleID: 'com.apple.FaceTime', appStore: false }],
          pathDenyList: ['/System/Applications'],
        }),
      ],
    },
    expected: { verdict: 'clear', rules: { 'mac-app-access': ['clear'] } },
  },
  {
    name: '53: the block list of an iPhone does not act on a Mac',
    picture: { ...mac('15.1'), profiles: [restricting({ blockedAppBundleIDs: ['com.apple.FaceTime'] })] },
    expected: {
      verdict: 'clear',
      rules: { 'restriction-app-blocklist': ['not-applicable'] },
      notes: ['restriction-app-blocklist: ignored-platform'],
    },
  },
  {
    name: '54: FaceTime missing from the list of installed apps does not mean it was deleted',
    picture: {
      facts: { ...supervisedPhone, apps: [{ bundleId: 'com.acme.chat', name: 'Chat' }] },
      profiles: [restricting({ allowSystemAppRemoval: true })],
    },
    expected: { verdict: 'clear', rules: { 'restriction-app-removal': ['clear'] } },
  },
  {
    name: '55: an age rating may cover FaceTime on iOS 26.2',
    picture: { ...phone('26.2'), profiles: [restricting({ ratingApps: 200 })] },
    expected: { verdict: 'at-risk', rules: { 'restriction-app-rating': ['at-risk by com.example.a'] } },
  },
  {
    name: '56: an age rating never covered FaceTime on iOS 18',
    picture: { ...phone('18.6'), profiles: [restricting({ ratingApps: 200 })] },
    expected: {
      verdict: 'clear',
      rules: { 'restriction-app-rating': ['not-applicable'] },
      notes: ['restriction-app-rating: not-covered'],
    },
  },
];

describe('C. app lists', () => {
  it.each(cases)('$name', ({ picture, expected }) => {
    const evaluation = evaluateDevice(pictureOf(picture), { now: testNow, thresholds: defaultThresholds });
    expect(told(evaluation, expected)).toEqual(sorted(expected));
  });
});
