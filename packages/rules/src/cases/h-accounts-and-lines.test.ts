import { defaultThresholds } from '@ringcheck/policy';
import { pictureOf, testNow, type InstalledSpec, type PictureSpec, type Plain } from '@ringcheck/testkit';
import { evaluateDevice } from '../index.js';
import { germanLine, sorted, supervisedPad, supervisedPhone, told, type Expected } from './testing.js';

const installed = (
  type: string,
  keys: Readonly<Record<string, Plain>>,
  more: Partial<InstalledSpec> = {},
): InstalledSpec => ({ identifier: 'com.example.a', payloads: [{ type, ...keys }], ...more });
const restricting = (keys: Readonly<Record<string, Plain>>, more?: Partial<InstalledSpec>) =>
  installed('com.apple.applicationaccess', keys, more);

const phone = (osVersion: string): PictureSpec => ({ facts: { ...supervisedPhone, osVersion } });
const managedOn: PictureSpec['accounts'] = {
  managed: { faceTime: 'on', at: { offset: 60, line: 4, column: 3 } },
};
const denied = '89010030120000000001';
const secondLine = {
  ...germanLine,
  slot: 'CTSubscriptionSlotTwo',
  isDataPreferred: false,
  isVoicePreferred: false,
  phoneNumber: '+4915100000001',
  iccid: denied,
};
const { storeAccountActive: _, ...padWithoutSignOfAccount } = supervisedPad;

const cases: readonly { name: string; picture: PictureSpec; expected: Expected }[] = [
  {
    name: '117: network usage rules concern managed apps only',
    picture: {
      ...phone('17.6'),
      profiles: [
        installed('com.apple.networkusagerules', { ApplicationRules: [{ AllowCellularData: false }] }),
      ],
    },
    expected: { verdict: 'clear', rules: {}, notes: ['facetime-look-alikes: managed-apps-only'] },
  },
  {
    name: '118: SIM rules, roaming flags and denied SIMs mean nothing to an iPad without cellular',
    picture: {
      facts: { ...supervisedPad, osVersion: '26.0', dataRoamingEnabled: false },
      profiles: [
        installed('com.apple.networkusagerules', { SIMRules: [{ ICCIDs: [denied], WiFiAssistPolicy: 2 }] }),
        restricting({ deniedICCIDsForiMessageFaceTime: [denied] }),
      ],
    },
    expected: { verdict: 'clear', rules: { 'restriction-denied-iccid': ['not-applicable'] } },
  },
  {
    name: '119: a denied SIM is found whether its number is written with blanks or without',
    picture: {
      facts: {
        ...supervisedPhone,
        osVersion: '26.0',
        subscriptions: [germanLine, { ...secondLine, iccid: '8901 0030 1200 0000 0001' }],
      },
      profiles: [restricting({ deniedICCIDsForiMessageFaceTime: [denied] })],
    },
    expected: {
      verdict: 'limited',
      rules: { 'restriction-denied-iccid': ['limited cellular by com.example.a'] },
    },
  },
  {
    name: '120: of two lines one denied costs that number only',
    picture: {
      facts: { ...supervisedPhone, osVersion: '26.0', subscriptions: [germanLine, secondLine] },
      profiles: [restricting({ deniedICCIDsForiMessageFaceTime: ['8901 0030 1200 0000 0001'] })],
    },
    expected: {
      verdict: 'limited',
      rules: { 'restriction-denied-iccid': ['limited cellular by com.example.a (high)'] },
    },
  },
  {
    name: '120: with the only line denied activation is at risk too',
    picture: {
      facts: { ...supervisedPhone, osVersion: '26.0', subscriptions: [secondLine] },
      profiles: [restricting({ deniedICCIDsForiMessageFaceTime: [denied] })],
    },
    expected: {
      verdict: 'limited',
      rules: {
        'restriction-denied-iccid': [
          'limited cellular by com.example.a',
          'at-risk activation by com.example.a (high)',
        ],
      },
    },
  },
  {
    name: '121: iOS 18 does not know denied SIMs',
    picture: { ...phone('18.6'), profiles: [restricting({ deniedICCIDsForiMessageFaceTime: [denied] })] },
    expected: {
      verdict: 'clear',
      rules: { 'restriction-denied-iccid': ['clear'] },
      notes: ['restriction-denied-iccid: ignored-os-too-old'],
    },
  },
  {
    name: '122: SIMs denied for RCS are denied for another service',
    picture: {
      facts: { ...supervisedPhone, osVersion: '26.0', subscriptions: [secondLine] },
      profiles: [restricting({ deniedICCIDsForRCS: [denied] })],
    },
    expected: { verdict: 'clear', rules: { 'restriction-denied-iccid': ['clear'] } },
  },
  {
    name: '123: two lines with one number put activation at risk on iOS 26.0',
    picture: {
      facts: {
        ...supervisedPhone,
        osVersion: '26.0',
        subscriptions: [
          germanLine,
          { slot: 'CTSubscriptionSlotTwo', phoneNumber: germanLine.phoneNumber ?? '' },
        ],
      },
    },
    expected: { verdict: 'at-risk', rules: { 'sim-duplicate-number': ['at-risk activation (medium)'] } },
  },
  {
    name: '124: a data line that roams without data leaves Wi-Fi only',
    picture: {
      facts: { ...supervisedPhone, subscriptions: [{ ...germanLine, currentMcc: '232', isRoaming: true }] },
    },
    expected: { verdict: 'limited', rules: { 'carrier-roaming': ['limited cellular'] } },
  },
  {
    name: '125: the country is read from the lines, as iOS 26 reports it nowhere else',
    picture: {
      facts: {
        ...supervisedPhone,
        osVersion: '26.0',
        subscriptions: [{ ...germanLine, currentMcc: '424', homeMcc: '424' }],
      },
    },
    expected: { verdict: 'at-risk', rules: { 'region-country': ['at-risk (medium)'] } },
  },
  {
    name: '125: a line that does not say whether it roams is unknown, not at home',
    picture: {
      facts: {
        ...supervisedPhone,
        osVersion: '26.0',
        subscriptions: [
          { slot: 'CTSubscriptionSlotOne', isDataPreferred: true, phoneNumber: '+4915100000000' },
        ],
      },
    },
    expected: {
      verdict: 'clear',
      rules: { 'carrier-roaming': ['unknown'], 'region-country': ['unknown'] },
    },
  },
  {
    name: '126: roaming on the voice line only is a note',
    picture: {
      facts: {
        ...supervisedPhone,
        subscriptions: [
          germanLine,
          { ...secondLine, isVoicePreferred: true, isRoaming: true, currentMcc: '232' },
        ],
      },
    },
    expected: {
      verdict: 'clear',
      rules: { 'carrier-roaming': ['clear'] },
      notes: ['carrier-roaming: voice-roams'],
    },
  },
  {
    name: '127: frozen accounts put activation at risk, less so on a phone with a number',
    picture: { ...phone('17.6'), profiles: [restricting({ allowAccountModification: false })] },
    expected: {
      verdict: 'at-risk',
      rules: { 'restriction-account-changes': ['at-risk activation by com.example.a (medium)'] },
    },
  },
  {
    name: '128: frozen accounts weigh more on an iPad without cellular and without a sign of an account',
    picture: {
      facts: padWithoutSignOfAccount,
      profiles: [restricting({ allowAccountModification: false })],
    },
    expected: {
      verdict: 'at-risk',
      rules: { 'restriction-account-changes': ['at-risk activation by com.example.a (high)'] },
    },
  },
  {
    name: '129: an iPad without cellular that may join managed Wi-Fi only, and has none, is blocked',
    picture: {
      facts: supervisedPad,
      profiles: [restricting({ forceWiFiToAllowedNetworksOnly: true })],
    },
    expected: {
      verdict: 'blocked',
      rules: { 'restriction-managed-wifi-only': ['blocked by com.example.a'] },
    },
  },
  {
    name: '129: with a managed Wi-Fi network it is at risk away from it',
    picture: {
      facts: supervisedPad,
      profiles: [
        restricting({ forceWiFiToAllowedNetworksOnly: true }),
        { identifier: 'com.example.b', payloads: [{ type: 'com.apple.wifi.managed', SSID_STR: 'Campus' }] },
      ],
    },
    expected: {
      verdict: 'at-risk',
      rules: { 'restriction-managed-wifi-only': ['at-risk by com.example.a'] },
    },
  },
  {
    name: '130: a Shared iPad with temporary sessions only has nobody to call',
    picture: {
      facts: { ...supervisedPad, isSharedIpad: true, temporarySessionOnly: true },
      accounts: managedOn,
    },
    expected: { verdict: 'blocked', rules: { 'device-shared-ipad-session': ['blocked'] } },
  },
  {
    name: '131: Managed Apple Accounts of a school may have FaceTime off in the portal',
    picture: { facts: { ...supervisedPad, managedAppleAccountDomains: ['school.example'] } },
    expected: {
      verdict: 'at-risk',
      rules: { 'account-managed-facetime': ['at-risk activation (medium)'] },
    },
  },
  {
    name: '132: a ban on the channel of one user of a Shared iPad hits that user only',
    picture: {
      facts: { ...supervisedPad, isSharedIpad: true },
      accounts: managedOn,
      profiles: [restricting({ allowVideoConferencing: false }, { channel: 'anna' })],
    },
    expected: {
      verdict: 'limited',
      rules: { 'restriction-facetime': ['limited user:anna by com.example.a'] },
    },
  },
];

describe('H. cellular, SIM, accounts', () => {
  it.each(cases)('$name', ({ picture, expected }) => {
    const evaluation = evaluateDevice(pictureOf(picture), { now: testNow, thresholds: defaultThresholds });
    expect(told(evaluation, expected)).toEqual(sorted(expected));
  });
});
