import { defaultThresholds } from '@ringcheck/policy';
import { pictureOf, type InstalledSpec, type PictureSpec } from '@ringcheck/testkit';
import { evaluateDevice, rules, Sharing, type Rule } from '../index.js';
import { alone, another, facetime, judged, mirror, restrictions } from './testing.js';
import { AskedVersion, inBoth, isAmong } from './versions.js';

const usual = { now: '2026-11-21T12:00:00Z', thresholds: defaultThresholds } as const;
const versions = ['beta', '3.0', '9.3.5', '12.5.7', '13.0', '14.8', '15.0', '17.7', '26.0.1', '26.1', '26.2'];
const unread: InstalledSpec = { identifier: 'org.example.unread', content: 'missing' };
const full: InstalledSpec = {
  identifier: 'org.example.full',
  payloads: [
    {
      type: restrictions,
      [facetime]: false,
      allowCamera: false,
      ratingApps: 200,
      blockedAppBundleIDs: ['com.apple.facetime'],
      allowvideoconferencing: false,
      forceDelayedSoftwareUpdates: true,
    },
    { type: 'com.apple.dnsSettings.managed', DNSSettings: { ServerAddresses: ['192.0.2.1'] } },
    { type: 'com.apple.applicationaccess.new', familyControlsEnabled: true },
    { type: 'com.apple.app.lock', App: { Identifier: 'com.example.pos' } },
  ],
};
const phone = { platform: 'iOS', isSupervised: true, enrolment: 'device' } as const;

describe('devices of many versions of the OS', () => {
  it.each<[string, PictureSpec]>([
    ['supervised', { ...phone, profiles: [full] }],
    ['not supervised', { ...phone, isSupervised: false, profiles: [full] }],
    ['of whom that is not known', { platform: 'iPadOS', profiles: [full, unread] }],
    ['with a profile nobody can read', { ...phone, profiles: [unread] }],
    ['that are Macs', { platform: 'macOS', profiles: [full, unread] }],
    ['that are assigned profiles', { ...phone, profiles: [full], installed: { knowledge: 'assigned' } }],
    ['whose profiles nobody listed', { ...phone, profiles: [], installed: { knowledge: 'none' } }],
  ])('%s are told what each is told alone, in any order', (_name, spec) => {
    for (const order of [
      ['', ...versions],
      [...versions.toReversed(), ''],
    ]) {
      const sharing = new Sharing();
      for (const number of [1, 2])
        for (const osVersion of order) {
          const made = pictureOf(osVersion === '' ? spec : { ...spec, osVersion });
          const picture = another(made, number);
          expect(evaluateDevice(picture, { ...usual, sharing })).toEqual(evaluateDevice(picture, usual));
        }
    }
  });

  it('run a rule once for all between which nothing comes or goes', () => {
    let runs = 0;
    const pack = rules.map((rule) => ({
      ...rule,
      evaluate: (subject: Parameters<Rule['evaluate']>[0]) => {
        if (rule.id === 'restriction-facetime') runs++;
        return rule.evaluate(subject);
      },
    }));
    const sharing = new Sharing();
    const first = pictureOf({ ...phone, osVersion: '26.1', profiles: [full] });
    const { osVersion } = first.facts;
    if (osVersion === undefined) throw new Error('it is known');
    const ran = ['26.1', '26.0.1', '26.1.1', '12.5'].map((value) => {
      runs = 0;
      const picture = { ...first, facts: { ...first.facts, osVersion: { ...osVersion, value } } };
      evaluateDevice(picture, { ...usual, rules: pack, sharing });
      return runs;
    });
    expect(ran).toEqual([1, 0, 0, 1]);
  });
});

describe('of a rule that', () => {
  const old = pictureOf({ ...phone, osVersion: '14.8', profiles: [unread] });
  const now = { ...old, facts: { ...old.facts, ...pictureOf({ osVersion: '26.1' }).facts } };
  const setting = `setting:${restrictions}#deniedICCIDsForiMessageFaceTime` as const;

  it.each<[string, Rule]>([
    [
      'looks at the version itself',
      mirror('raw', [setting], (seen) => ({ what: seen.fact('osVersion')?.value })),
    ],
    ['compares it', mirror('compares', ['osReaches', setting], (seen) => ({ what: seen.osReaches('26.1') }))],
    [
      'declares it',
      mirror('raw', ['fact:osVersion', setting], (seen) => ({ what: seen.fact('osVersion')?.value })),
    ],
    [
      'asks each device what its version leaves open',
      mirror('later', ['fact:storageFreeGB', setting], (seen) => ({
        what: seen.undetermined(restrictions, 'deniedICCIDsForiMessageFaceTime').length,
      })),
    ],
  ])('%s, each device has its own answer', (_name, rule) => {
    const storing = [old, now].map((picture) => ({
      ...picture,
      facts: { ...picture.facts, ...pictureOf({ facts: { storageFreeGB: 5 } }).facts },
    }));
    for (const pair of [[old, now], storing]) {
      const [one, other] = pair;
      if (one === undefined || other === undefined) throw new Error('there are two');
      expect(judged([one, other], [rule]).said).toBe(alone(other, [rule]));
      expect(judged([other, one], [rule]).said).toBe(alone(one, [rule]));
      expect(alone(one, [rule])).not.toBe(alone(other, [rule]));
    }
  });
});

describe('what was asked of a version', () => {
  it('holds from the latest it reaches to before the first it does not', () => {
    const asked = new AskedVersion('17.7');
    expect(['13.0', '17.0', '18.0', '26.0', 'none'].map(asked.reaches)).toEqual([
      true,
      true,
      false,
      false,
      undefined,
    ]);
    expect(asked.same).toEqual({ from: '17.0', below: '18.0' });
    expect(['16.9', '17.0', '17.9.9', '18.0'].map((one) => isAmong(one, asked.same))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('has no bounds where the version is not known', () => {
    for (const version of [undefined, 'beta']) {
      const asked = new AskedVersion(version);
      expect([asked.reaches('13.0'), asked.same]).toEqual([undefined, {}]);
    }
  });

  it('is narrower for both of two', () => {
    expect(inBoth({ from: '9.0', below: '26.0' }, { from: '13.0' })).toEqual({ from: '13.0', below: '26.0' });
    expect(inBoth({ below: '15.0' }, { from: '4.0', below: '9.10' })).toEqual({ from: '4.0', below: '9.10' });
  });
});
