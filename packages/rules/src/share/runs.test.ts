import type { Picture } from '@ringcheck/assemble';
import { defaultThresholds } from '@ringcheck/policy';
import { pictureOf, testNow, type PictureSpec } from '@ringcheck/testkit';
import { evaluateDevice, rules, Sharing, type EvaluateOptions, type Rule } from '../index.js';

const restrictions = 'com.apple.applicationaccess';
const phone = { platform: 'iOS', osVersion: '26.1', isSupervised: true } as const;
const quiet = {
  identifier: 'org.example.quiet',
  payloads: [{ type: restrictions, allowVideoConferencing: false }],
};
const lock = {
  identifier: 'org.example.lock',
  payloads: [{ type: 'com.apple.app.lock', App: { Identifier: 'com.example.pos' } }],
};

/** The pack, and how often each of its rules was run. */
function countingPack(): { readonly pack: readonly Rule[]; readonly runs: (id: string) => number } {
  const counts = new Map<string, number>();
  const pack = rules.map((rule) => ({
    ...rule,
    evaluate: (subject: Parameters<Rule['evaluate']>[0]) => {
      counts.set(rule.id, (counts.get(rule.id) ?? 0) + 1);
      return rule.evaluate(subject);
    },
  }));
  return { pack, runs: (id) => counts.get(id) ?? 0 };
}

/** Devices with the same decoded profiles that differ in name and free storage. */
function fleetOf(spec: PictureSpec, size: number): readonly Picture[] {
  const first = pictureOf({ ...spec, facts: { storageFreeGB: 5 } });
  const { storageFreeGB } = first.facts;
  return Array.from({ length: size }, (_, index) => ({
    ...first,
    id: `serial:RUN${index}`,
    identity: { serial: `RUN${index}` },
    facts: {
      ...first.facts,
      ...(storageFreeGB === undefined ? {} : { storageFreeGB: { ...storageFreeGB, value: 5 + index } }),
    },
  }));
}

const judge = (fleet: readonly Picture[], options: EvaluateOptions): void => {
  for (const picture of fleet) evaluateDevice(picture, options);
};

const usual = { now: testNow, thresholds: defaultThresholds } as const;
const onProfiles = ['restriction-facetime', 'restriction-camera', 'kiosk-app-lock', 'vpn-full-tunnel'];

describe('how often a rule is run', () => {
  it('once for all devices of one configuration, where it asks for nothing of their own', () => {
    const { pack, runs } = countingPack();
    judge(fleetOf({ ...phone, profiles: [quiet] }, 20), { ...usual, rules: pack, sharing: new Sharing() });
    expect(onProfiles.map((id) => [id, runs(id)])).toEqual(onProfiles.map((id) => [id, 1]));
  });

  it('for each device, where it asks for a fact of its own', () => {
    const { pack, runs } = countingPack();
    judge(fleetOf({ ...phone, profiles: [quiet] }, 20), { ...usual, rules: pack, sharing: new Sharing() });
    expect(runs('device-storage-low')).toBe(20);
  });

  it('once for each configuration, however they are mixed', () => {
    const { pack, runs } = countingPack();
    const sharing = new Sharing();
    const fleets = [[quiet], [lock], [quiet, lock], []].map((profiles) => fleetOf({ ...phone, profiles }, 5));
    for (const index of [0, 1, 2, 3, 4])
      for (const fleet of fleets) judge(fleet.slice(index, index + 1), { ...usual, rules: pack, sharing });
    expect(onProfiles.map((id) => [id, runs(id)])).toEqual(onProfiles.map((id) => [id, 4]));
  });

  it('anew for a value of a key that changed', () => {
    const { pack, runs } = countingPack();
    const options = { ...usual, rules: pack, sharing: new Sharing() };
    const allowing = { ...quiet, payloads: [{ type: restrictions, allowVideoConferencing: true }] };
    judge(fleetOf({ ...phone, profiles: [quiet] }, 3), options);
    judge(fleetOf({ ...phone, profiles: [allowing] }, 3), options);
    expect(runs('restriction-facetime')).toBe(2);
  });

  it('twice for devices that are only assigned their profiles: as they are, and as they will be', () => {
    const { pack, runs } = countingPack();
    const fleet = fleetOf({ ...phone, profiles: [quiet], installed: { knowledge: 'assigned' } }, 10);
    judge(fleet, { ...usual, rules: pack, sharing: new Sharing() });
    expect(onProfiles.map((id) => [id, runs(id)])).toEqual(onProfiles.map((id) => [id, 2]));
  });

  it('for every device without sharing', () => {
    const { pack, runs } = countingPack();
    judge(fleetOf({ ...phone, profiles: [quiet] }, 4), { ...usual, rules: pack });
    expect(onProfiles.map((id) => [id, runs(id)])).toEqual(onProfiles.map((id) => [id, 4]));
  });
});
