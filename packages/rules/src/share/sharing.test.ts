import type { Picture } from '@ringcheck/assemble';
import { defaultThresholds } from '@ringcheck/policy';
import { pictureOf, testNow, type PictureSpec } from '@ringcheck/testkit';
import { clockAt, evaluateDevice, rules, Sharing, type EvaluateOptions } from '../index.js';
import { another } from './testing.js';

const restrictions = 'com.apple.applicationaccess';
const phone = { platform: 'iOS', osVersion: '26.1', isSupervised: true } as const;
const mac = { platform: 'macOS', osVersion: '26.1' } as const;
const noFaceTime = {
  identifier: 'org.example.quiet',
  payloads: [{ type: restrictions, allowVideoConferencing: false }],
};
const lock = {
  identifier: 'org.example.lock',
  payloads: [{ type: 'com.apple.app.lock', App: { Identifier: 'com.example.pos' } }],
};
const firewall = {
  identifier: 'org.example.wall',
  payloads: [{ type: 'com.apple.security.firewall', EnableFirewall: true, BlockAllIncoming: true }],
};
const tunnel = {
  identifier: 'org.example.tunnel',
  payloads: [
    {
      type: 'com.apple.vpn.managed',
      VPNType: 'IKEv2',
      IKEv2: { RemoteAddress: 'vpn.example.org', IncludeAllNetworks: 1 },
    },
  ],
};

const kinds: readonly (readonly [string, PictureSpec])[] = [
  ['has nothing installed', phone],
  ['has nothing known', {}],
  ['is a Mac with a firewall', { ...mac, profiles: [firewall] }],
  ['says what its firewall does', { ...mac, facts: { firewall: { enabled: true, applications: [] } } }],
  ['has FaceTime off', { ...phone, profiles: [noFaceTime] }],
  [
    'is locked and lists a lost profile',
    { ...phone, profiles: [lock, { identifier: 'lost', content: 'missing' }] },
  ],
  ['lists the same profile twice', { ...phone, profiles: [noFaceTime, noFaceTime] }],
  ['has a tunnel', { ...phone, profiles: [tunnel] }],
  [
    'answers for itself',
    { ...phone, profiles: [noFaceTime], restrictions: { booleans: { allowCamera: false } } },
  ],
  [
    'answers with numbers',
    {
      ...phone,
      restrictions: { numbers: { ratingApps: 100 }, unions: { blockedAppBundleIDs: ['com.apple.facetime'] } },
    },
  ],
  [
    'has a profile that ends',
    { ...phone, profiles: [{ ...noFaceTime, removalDate: '2026-12-24T00:00:00Z' }] },
  ],
  [
    'has a profile that has ended',
    { ...phone, profiles: [{ ...noFaceTime, removalDate: '2026-11-01T00:00:00Z' }] },
  ],
  [
    'has only assignments',
    { ...phone, profiles: [noFaceTime, lock], installed: { knowledge: 'assigned', basis: 'assigned' } },
  ],
  ['is not listed', { ...phone, installed: { knowledge: 'none' } }],
  [
    'is full, roaming and abroad',
    {
      ...phone,
      facts: {
        storageFreeGB: 0.4,
        partNumber: 'MK1A3CH/A',
        hasCellular: true,
        subscriptions: [{ isRoaming: true, currentMcc: '424' }],
      },
    },
  ],
  ['was sold elsewhere', { ...phone, facts: { partNumber: 'MK1A3AE/A', storageFreeGB: 40 } }],
  [
    'has users',
    {
      platform: 'iPadOS',
      osVersion: '26.1',
      facts: { isSharedIpad: true },
      profiles: [{ ...noFaceTime, channel: 'ana' }],
    },
  ],
  [
    'is in User Enrollment',
    { platform: 'iOS', osVersion: '26.1', enrolment: 'user', profiles: [noFaceTime] },
  ],
];

const usual: EvaluateOptions = { now: testNow, thresholds: defaultThresholds };
const said = (picture: Picture, options: EvaluateOptions): string =>
  JSON.stringify(evaluateDevice(picture, options));

describe('an answer shared between devices', () => {
  it.each(kinds)('is that of the device alone where it %s', (_name, spec) => {
    const sharing = new Sharing();
    const first = pictureOf(spec);
    for (const number of [1, 2, 3]) {
      const picture = another(first, number);
      expect(said(picture, { ...usual, sharing })).toBe(said(picture, usual));
      const known = another({ ...first, identity: { serial: 'X' } }, number);
      expect(said(known, { ...usual, sharing })).toBe(said(known, usual));
    }
  });

  it('is that of the device alone among all kinds, whatever changes between them', () => {
    const sharing = new Sharing();
    const changes: readonly Partial<EvaluateOptions>[] = [
      {},
      { now: '2026-12-31T00:00:00Z' },
      { thresholds: { ...defaultThresholds, storageMinGB: 30, storageWarnGB: 50 } },
      { overrides: [{ rule: 'restriction-facetime', enabled: false }] },
      { overrides: [{ rule: 'restriction-facetime', severity: 'low' }] },
      { rules: rules.slice(0, 9) },
      {},
    ];
    for (const change of changes) {
      for (const [, spec] of kinds) {
        const picture = another(pictureOf(spec), 4);
        const options = { ...usual, ...change };
        expect(said(picture, { ...options, sharing })).toBe(said(picture, options));
      }
    }
  });

  it('is really shared: the second device of a kind asks no rule that says the same of both', () => {
    let asked = 0;
    const counting = rules.map((rule) => ({
      ...rule,
      evaluate: (subject: Parameters<typeof rule.evaluate>[0]) => {
        asked += 1;
        return rule.evaluate(subject);
      },
    }));
    const options = { now: testNow, thresholds: defaultThresholds, overrides: [], rules: counting };
    const sharing = new Sharing();
    const picture = pictureOf({ ...phone, profiles: [noFaceTime] });
    const answers = [1, 2].map((number) => {
      asked = 0;
      const shared = sharing.judge(another(picture, number), options, clockAt(testNow), false);
      return { asked, rules: new Set(shared?.results.map(({ ruleId }) => ruleId)).size };
    });
    const alone = new Set(evaluateDevice(picture, usual).results.map(({ ruleId }) => ruleId));
    expect(answers.map((answer) => answer.rules)).toEqual([alone.size, alone.size]);
    expect(answers[1]?.asked).toBeLessThan((answers[0]?.asked ?? 0) / 3);
  });
});
