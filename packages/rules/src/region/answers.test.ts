import { defaultPolicy } from '@ringcheck/policy';
import { pictureOf, type PictureSpec } from '@ringcheck/testkit';
import { findRule } from '../index.js';
import { policyDocument } from '../network/testing.js';
import { told } from '../testing.js';

const at = { offset: 90, line: 7, column: 5 };
const phone = { platform: 'iOS', osVersion: '26.1', isSupervised: true, enrolment: 'device' } as const;
const line = {
  slot: 'CTSubscriptionSlotOne',
  isDataPreferred: true,
  iccid: '89490200001234567890',
  phoneNumber: '+4915100000000',
  currentMcc: '262',
  homeMcc: '262',
  isRoaming: false,
};

type Answer = readonly [answer: string, by: string | undefined, data: object, places: readonly string[]];
/** Every word of an answer: outcome, scope, message, severity and control; the cause; the data; the places. */
const answers: readonly (readonly [rule: string, of: string, spec: PictureSpec, told: readonly Answer[]])[] =
  [
    [
      'region-sold-in',
      'unknown',
      { ...phone, facts: { partNumber: 'MK1A3QQ/A' } },
      [
        [
          'unknown suffix-unknown high',
          undefined,
          { partNumber: 'MK1A3QQ/A', suffix: 'QQ' },
          ['DeviceInformation.plist 16 QueryResponses.partNumber'],
        ],
      ],
    ],
    [
      'region-sold-in',
      'China',
      { ...phone, facts: { partNumber: 'MK1A3CH/A', productName: 'iPhone15,2' } },
      [
        [
          'at-risk audio china high',
          'region:CH',
          {
            partNumber: 'MK1A3CH/A',
            suffix: 'CH',
            regions: ['China mainland'],
            confidence: 'high',
            unit: 'new',
            asOf: '2026-11-21',
          },
          ['DeviceInformation.plist 16 QueryResponses.partNumber'],
        ],
      ],
    ],
    [
      'region-sold-in',
      'Emirates',
      { ...phone, facts: { partNumber: 'MK1A3AE/A', productName: 'iPhone15,2' } },
      [
        [
          'at-risk gulf medium',
          'region:AE',
          {
            partNumber: 'MK1A3AE/A',
            suffix: 'AE',
            regions: [
              'United Arab Emirates',
              'Saudi Arabia',
              'Bahrain',
              'Egypt',
              'Jordan',
              'Kuwait',
              'Qatar',
            ],
            confidence: 'medium',
            unit: 'new',
            asOf: '2026-11-21',
          },
          ['DeviceInformation.plist 16 QueryResponses.partNumber'],
        ],
      ],
    ],
    [
      'region-sold-in',
      'elsewhere',
      { ...phone, facts: { partNumber: 'XK1A3LL/A', productName: 'iPhone15,2' } },
      [
        [
          'clear sold-elsewhere high',
          undefined,
          {
            partNumber: 'XK1A3LL/A',
            suffix: 'LL',
            regions: ['United States', 'Canada'],
            confidence: 'high',
            unit: 'not known',
            asOf: '2026-11-21',
          },
          ['DeviceInformation.plist 16 QueryResponses.partNumber'],
        ],
      ],
    ],
    [
      'region-country',
      'held',
      { ...phone, facts: { hasCellular: true, subscriptions: [{ ...line, currentMcc: '424' }] } },
      [
        [
          'at-risk held medium',
          'country:424',
          {
            mcc: '424',
            country: 'United Arab Emirates',
            what: 'carriers filter calls over the Internet; only licensed apps may',
            verified: '2021-10',
            sources: [
              'Reuters on calling apps in the Gulf (2020)',
              'Press on FaceTime working for a while in October 2021',
            ],
            confidence: 'medium',
          },
          ['DeviceInformation.plist 18 QueryResponses.subscriptions'],
        ],
      ],
    ],
    [
      'region-country',
      'stated',
      {
        ...phone,
        policyDocument,
        knowledge: {
          ...defaultPolicy.knowledge,
          countries: [{ mcc: ['999'], state: 'limited', verified: '2026-01', source: 'own', at }],
        },
        facts: { hasCellular: true, subscriptions: [{ ...line, currentMcc: '999' }] },
      },
      [
        [
          'at-risk held medium',
          'country:999',
          {
            mcc: '999',
            country: 'country 999',
            what: 'calls are held back',
            verified: '2026-01',
            sources: ['own'],
            confidence: 'medium',
          },
          ['DeviceInformation.plist 18 QueryResponses.subscriptions', 'ringcheck.yaml 7 region.countries'],
        ],
      ],
    ],
    [
      'region-country',
      'stated as lifted',
      {
        ...phone,
        policyDocument,
        knowledge: {
          ...defaultPolicy.knowledge,
          countries: [{ mcc: ['424'], state: 'lifted', verified: '2026-01', source: 'own', at }],
        },
        facts: { hasCellular: true, subscriptions: [{ ...line, currentMcc: '424' }] },
      },
      [
        [
          'clear clear medium',
          undefined,
          {},
          ['DeviceInformation.plist 18 QueryResponses.subscriptions', 'ringcheck.yaml 7 region.countries'],
        ],
        [
          'note lifted',
          undefined,
          {
            mcc: '424',
            country: 'United Arab Emirates',
            what: 'calls were held back once',
            verified: '2026-01',
            sources: ['own'],
            confidence: 'medium',
          },
          ['DeviceInformation.plist 18 QueryResponses.subscriptions', 'ringcheck.yaml 7 region.countries'],
        ],
      ],
    ],
    [
      'carrier-roaming',
      'roaming',
      {
        ...phone,
        facts: {
          hasCellular: true,
          dataRoamingEnabled: false,
          subscriptions: [{ ...line, currentMcc: '208', isRoaming: true }],
        },
      },
      [
        [
          'limited cellular no-data medium circumstance',
          'carrier/data-roaming',
          { carrier: 'carrier not reported' },
          [
            'DeviceInformation.plist 20 QueryResponses.subscriptions',
            'DeviceInformation.plist 18 QueryResponses.dataRoamingEnabled',
          ],
        ],
      ],
    ],
    [
      'sim-duplicate-number',
      'twice',
      {
        ...phone,
        facts: {
          hasCellular: true,
          subscriptions: [
            line,
            { ...line, slot: 'CTSubscriptionSlotTwo', isDataPreferred: false, iccid: '2' },
          ],
        },
      },
      [
        [
          'at-risk activation same-number medium',
          'sim/duplicate-number',
          { count: 2, ending: '00', version: '26.1' },
          [
            'DeviceInformation.plist 18 QueryResponses.subscriptions',
            'DeviceInformation.plist 10 QueryResponses.osVersion',
          ],
        ],
      ],
    ],
    [
      'sim-number-changed',
      'changed',
      { ...phone, facts: { hasCellular: true, linesSince: '2026-11-21T00:00:00Z', subscriptions: [line] } },
      [
        [
          'at-risk activation changed low',
          'sim/changed',
          { since: '2026-11-21T00:00:00Z', hours: 24 },
          ['DeviceInformation.plist 18 QueryResponses.linesSince'],
        ],
      ],
    ],
  ];

describe('what regions and lines say', () => {
  it.each(answers)('%s: %s', (id, _of, spec, expected) => {
    const rule = findRule(id);
    if (rule === undefined) throw new Error(`there is no rule ${id}`);
    const all = told(rule, pictureOf(spec));
    expect(all.map(({ answer, by, data, evidence }) => [answer, by, data, evidence])).toEqual(expected);
  });
});
