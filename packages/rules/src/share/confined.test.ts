import type { Picture } from '@ringcheck/assemble';
import { defaultThresholds } from '@ringcheck/policy';
import { pictureOf, testNow, type InstalledSpec, type PictureSpec } from '@ringcheck/testkit';
import { evaluateDevice, rules, Sharing, type EvaluateOptions } from '../index.js';
import { aNetwork, iptables } from '../network/testing.js';
import { another } from './testing.js';

const restrictions = 'com.apple.applicationaccess';
const only: InstalledSpec = {
  identifier: 'org.example.only',
  payloads: [{ type: restrictions, forceWiFiToAllowedNetworksOnly: true }],
};
const wifi = (SSID_STR: string, more: Partial<InstalledSpec> = {}): InstalledSpec => ({
  identifier: `org.example.${SSID_STR}`,
  payloads: [{ type: 'com.apple.wifi.managed', SSID_STR }],
  ...more,
});
const pad: PictureSpec = {
  platform: 'iPadOS',
  osVersion: '26.1',
  isSupervised: true,
  enrolment: 'device',
  facts: { hasCellular: false },
  network: aNetwork({ firewalls: { 'campus.rules': iptables(['-A FORWARD -p udp -j DROP'], 'ACCEPT') } }),
  profiles: [only, wifi('Campus')],
};
const answer = { booleans: { forceWiFiToAllowedNetworksOnly: true } };
const misspelt: InstalledSpec = {
  identifier: 'org.example.misspelt',
  payloads: [{ type: restrictions, allowvideoconferencing: false }],
};
const bridging: InstalledSpec = {
  identifier: 'org.example.both',
  payloads: [
    { type: restrictions, allowCamera: false },
    { type: 'com.apple.app.lock', App: {} },
  ],
};
const locked: InstalledSpec = {
  identifier: 'org.example.lock',
  payloads: [{ type: 'com.apple.app.lock', App: {} }],
};

/** Whether calls are stopped altogether, with where that is proven. */
const kinds: readonly (readonly [string, PictureSpec, boolean])[] = [
  ['may join this network only', pad, true],
  ['may join another network too', { ...pad, profiles: [only, wifi('Campus'), wifi('Home')] }, false],
  [
    'says itself that it may join managed networks only',
    { ...pad, profiles: [wifi('Campus')], restrictions: answer },
    true,
  ],
  ['may join any network', { ...pad, profiles: [wifi('Campus')] }, false],
  ['has cellular', { ...pad, facts: { hasCellular: true } }, false],
  [
    'loses that network by itself one day',
    { ...pad, profiles: [only, wifi('Campus', { removalDate: '2026-12-24T00:00:00Z' })] },
    true,
  ],
  [
    'lost that network by itself',
    { ...pad, profiles: [only, wifi('Campus', { removalDate: '2026-11-20T12:00:00Z' })] },
    false,
  ],
  [
    'is in a network it never leaves',
    { ...pad, network: aNetwork({ fixed: true, firewalls: { 'a.rules': iptables([]) } }), profiles: [] },
    true,
  ],
  ['is an assigned device only', { ...pad, installed: { knowledge: 'assigned' } }, false],
];
const usual = { now: testNow, thresholds: defaultThresholds } as const;
const alone = (picture: Picture) => evaluateDevice(picture, usual);
const ports = 'network-firewall-ports';

describe('a device that', () => {
  it.each(kinds)('%s, is told so alone and among others', (_name, spec, isStopped) => {
    const sharing = new Sharing();
    const first = pictureOf(spec);
    for (const number of [1, 2, 3]) {
      const picture = another(first, number);
      const told = evaluateDevice(picture, { ...usual, sharing });
      expect(told).toEqual(alone(picture));
      expect(told.findings.some(({ ruleId, outcome }) => ruleId === ports && outcome === 'blocked')).toBe(
        isStopped,
      );
    }
  });

  it('stands among all of these is told what it is told alone', () => {
    const sharing = new Sharing();
    for (const number of [1, 2])
      for (const [, spec] of kinds) {
        const picture = another(pictureOf(spec), number);
        expect(evaluateDevice(picture, { ...usual, sharing })).toEqual(alone(picture));
      }
  });
});

describe('a device with notes', () => {
  const noted: readonly (readonly [string, PictureSpec, readonly string[]])[] = [
    ['of one profile', { ...pad, profiles: [misspelt] }, ['key-misspelt']],
    [
      'of two that restrict the same',
      { ...pad, profiles: [only, bridging, { ...bridging, identifier: 'b' }] },
      ['key-set-twice', 'single-payload-twice'],
    ],
    [
      'of profiles that meet by way of another',
      { ...pad, profiles: [misspelt, locked, bridging] },
      ['key-misspelt', 'single-payload-twice'],
    ],
    [
      'of profiles that never meet',
      { ...pad, profiles: [wifi('Home'), locked, { ...locked, identifier: 'b' }] },
      ['single-payload-twice'],
    ],
    [
      'of what the device does not confirm',
      { ...pad, profiles: [only], restrictions: { booleans: { allowCamera: true } } },
      ['device-answer-differs'],
    ],
    [
      'of what the device says itself',
      { ...pad, profiles: [locked], restrictions: answer },
      ['device-answer-alone'],
    ],
    [
      'of a profile that should have gone',
      { ...pad, profiles: [wifi('Campus', { removalDate: '2026-11-19T12:00:00Z' })] },
      ['removal-overdue'],
    ],
    [
      'of a setting that does not act',
      { ...pad, isSupervised: false, profiles: [only] },
      ['ignored-not-supervised'],
    ],
  ];

  it.each(noted)('%s is told them in its own places', (_name, spec, messages) => {
    const sharing = new Sharing();
    for (const number of [1, 2]) {
      const picture = another(pictureOf(spec), number);
      const told = evaluateDevice(picture, { ...usual, sharing });
      expect(told).toEqual(alone(picture));
      expect(told.notes.map(({ message }) => message)).toEqual(expect.arrayContaining([...messages]));
    }
  });
});

describe('a scan', () => {
  it('shares under the same rules, limits and overrides only, and never back in time', () => {
    const picture = pictureOf({ ...pad, facts: { hasCellular: false, storageFreeGB: 4 } });
    const sharing = new Sharing();
    let asked = 0;
    const counted = rules.map((rule) => ({
      ...rule,
      evaluate: (...given: Parameters<typeof rule.evaluate>) => {
        if (rule.id === 'restriction-facetime') asked++;
        return rule.evaluate(...given);
      },
    }));
    const options = { ...usual, rules: counted, overrides: [] };
    const isAsked = (more: Partial<EvaluateOptions>): boolean => {
      asked = 0;
      const shared = evaluateDevice(picture, { ...options, ...more, sharing });
      const isAnew = asked > 0;
      expect(shared).toEqual(evaluateDevice(picture, { ...options, ...more }));
      return isAnew;
    };
    expect([isAsked({}), isAsked({}), isAsked({ rules: [...counted] })]).toEqual([true, false, false]);
    expect(isAsked({ now: '2026-11-22T00:00:00Z' })).toBe(false);
    expect(isAsked({})).toBe(true);
    expect(isAsked({ thresholds: { ...defaultThresholds, storageWarnGB: 3 } })).toBe(true);
    expect(isAsked({ overrides: [{ rule: ports, severity: 'low' }] })).toBe(true);
    expect(isAsked({ rules: counted.slice(0, 60) })).toBe(true);
    expect([isAsked({}), isAsked({})]).toEqual([true, false]);
  });
});
