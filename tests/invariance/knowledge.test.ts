import fc from 'fast-check';
import type { InstalledProfile, Picture } from '@ringcheck/assemble';
import { verdicts, type FactName } from '@ringcheck/model';
import { defaultPolicy } from '@ringcheck/policy';
import { findRule, type DeviceEvaluation, type Finding } from '@ringcheck/rules';
import { anInstalledProfile, pictureOf } from '@ringcheck/testkit';
import { clearRules, guarded, madeUploads, now, picturesOf, sampleUploads, type Uploads } from './fleets.js';
import { madeDevice, stopping } from './made-devices.js';

const fleets: readonly (readonly [string, Uploads])[] = [
  ['the sample fleet', await sampleUploads()],
  ['a made-up fleet', await madeUploads(60, 23)],
];

/** What tells how a device is managed. Without it a verdict may not become better. */
const management: readonly FactName[] = ['platform', 'osVersion', 'isSupervised', 'enrolment'];

interface Removal {
  readonly what: string;
  readonly picture: Picture;
  readonly ofManagement: boolean;
}

function* removalsOf(picture: Picture): Generator<Removal> {
  for (const name of Object.keys(picture.facts) as FactName[]) {
    const { [name]: _, ...facts } = picture.facts;
    yield { what: `fact ${name}`, picture: { ...picture, facts }, ofManagement: management.includes(name) };
  }
  for (const [index, profile] of picture.installed.profiles.entries()) {
    if (profile.content !== 'known') continue;
    const profiles = picture.installed.profiles.with(index, withoutContent(profile));
    const what = `content of ${profile.identifier ?? '?'}`;
    yield {
      what,
      picture: { ...picture, installed: { ...picture.installed, profiles } },
      ofManagement: true,
    };
  }
  if (picture.restrictions === undefined || picture.restrictions.reply.empty) {
    const { restrictions: _, ...rest } = picture;
    yield {
      what: 'listing',
      picture: { ...rest, installed: { knowledge: 'none', profiles: [] } },
      ofManagement: true,
    };
  }
  const { network: _, ...unplaced } = picture;
  const place = { known: false, firewallsDescribed: picture.place?.firewallsDescribed ?? false };
  yield { what: 'placement', picture: { ...unplaced, place }, ofManagement: false };
}

function withoutContent({ profile: _, joinedBy: __, ...rest }: InstalledProfile): InstalledProfile {
  return { ...rest, content: 'missing' };
}

/** Everything that became clear by knowing less, in words. */
function improved(picture: Picture, uploads: Pick<Uploads, 'policy'>): string[] {
  const before = guarded(picture, uploads);
  const found: string[] = [];
  const isHeld = before.findings.some(isOfManagement);
  for (const { what, picture: less, ofManagement } of removalsOf(picture)) {
    const after = guarded(less, uploads);
    for (const rule of clearRules(after))
      if (saidWorse(before, rule)) found.push(`${picture.id} without ${what}: ${rule} is clear`);
    if (ofManagement && isHeld && after.verdict === 'clear')
      found.push(`${picture.id} without ${what}: verdict ${before.verdict} -> clear`);
  }
  return found;
}

/** A rule that did not apply and now is clear rests on what is left: no setting of the kind is installed. */
function saidWorse({ results }: DeviceEvaluation, rule: string): boolean {
  return results.some(
    ({ ruleId, outcome }) => ruleId === rule && outcome !== 'clear' && outcome !== 'not-applicable',
  );
}

/**
 * Whether a finding holds the device because management was read. What is known of networks, tunnels and lines only
 * lowers coverage when it goes, and so does a fact that is judged by itself.
 */
function isOfManagement({ ruleId, outcome, undecided }: Finding): boolean {
  const isHeld = outcome === 'blocked' || outcome === 'limited' || undecided === true;
  return isHeld && findRule(ruleId)?.decisive === true;
}

/** What a restriction more made better, in words. */
function bettered(picture: Picture, uploads: Pick<Uploads, 'policy'>): string[] {
  if (picture.installed.knowledge !== 'listed') return [];
  const before = guarded(picture, uploads);
  const blocked = before.results.filter(({ outcome }) => outcome === 'blocked').map(({ ruleId }) => ruleId);
  return stopping.flatMap((payload, index) => {
    const added = anInstalledProfile({ identifier: `org.example.added-${index}`, payloads: [payload] });
    const profiles = [...picture.installed.profiles, added];
    const after = guarded({ ...picture, installed: { ...picture.installed, profiles } }, uploads);
    const clear = clearRules(after);
    const found = blocked.filter((rule) => clear.has(rule)).map((rule) => `${picture.id}: ${rule} is clear`);
    return verdicts.indexOf(after.verdict) > verdicts.indexOf(before.verdict)
      ? [...found, `${picture.id} with ${JSON.stringify(payload)}: ${before.verdict} -> ${after.verdict}`]
      : found;
  });
}

describe.each(fleets)('of %s', (_name, uploads) => {
  const pictures = picturesOf(uploads);

  it('nothing becomes clear by knowing less', () => {
    expect(pictures.flatMap((picture) => improved(picture, uploads))).toEqual([]);
  });

  it('nothing becomes better by a restriction more', () => {
    expect(pictures.flatMap((picture) => bettered(picture, uploads))).toEqual([]);
  });

  it('no device that is unknown or old becomes clear by waiting, and what is old stays old', () => {
    const seen = new Map<string, DeviceEvaluation>();
    const found: string[] = [];
    // Later the statements of the sample's policy end by themselves: so they are meant.
    for (const moment of [now, '2026-11-29T00:00:00Z', '2027-02-01T00:00:00Z']) {
      for (const picture of picturesOf(uploads, uploads.documents, moment)) {
        const was = seen.get(picture.id);
        const is = guarded(picture, uploads, moment);
        seen.set(picture.id, is);
        if (was?.stale === true && !is.stale) found.push(`${picture.id} at ${moment}: fresh`);
        const isOpen = was?.verdict === 'unknown' || (was?.stale === true && was.verdict !== 'clear');
        if (isOpen && is.verdict === 'clear') found.push(`${picture.id} at ${moment}: clear`);
      }
    }
    expect(found).toEqual([]);
    expect([...seen.values()].every(({ stale }) => stale)).toBe(true);
  });
});

describe('of any device', () => {
  const policy = { policy: defaultPolicy };

  it('nothing becomes clear by knowing less', () => {
    fc.assert(
      fc.property(madeDevice, (spec) => {
        expect(improved(pictureOf(spec), policy)).toEqual([]);
      }),
      { numRuns: 120, seed: 7 },
    );
  });

  it('nothing becomes better by a restriction more', () => {
    fc.assert(
      fc.property(madeDevice, (spec) => {
        expect(bettered(pictureOf(spec), policy)).toEqual([]);
      }),
      { numRuns: 80, seed: 7 },
    );
  });
});
