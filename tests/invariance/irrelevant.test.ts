import type { Picture } from '@ringcheck/assemble';
import type { FactName, Profile } from '@ringcheck/model';
import { rules } from '@ringcheck/rules';
import { aProfile, factsOf } from '@ringcheck/testkit';
import { guarded, madeUploads, outcomesOf, picturesOf, sampleUploads, type Uploads } from './fleets.js';

const fleets: readonly (readonly [string, Uploads])[] = [
  ['the sample fleet', await sampleUploads()],
  ['a made-up fleet', await madeUploads(150, 11)],
];

const reads = new Set<string>(rules.flatMap((rule) => rule.reads));
const idlePayloads = [
  { type: 'com.apple.webClip.managed', URL: 'https://example.org/', Label: 'Intranet' },
  { type: 'com.example.unheard', allowVideoConferences: false },
] as const;
/** Facts no rule asks for and nothing combines profiles by, each with some value. */
const idleFacts = factsOf({
  name: 'Lamp post',
  modelName: 'iPhone 99',
  supplementalBuild: '99Z999',
  ipAddress: '203.0.113.9',
  site: 'nowhere',
  ssid: 'Nowhere',
  tags: ['nobody-selects-this'],
  temporarySessionOnly: false,
});
const idleNames = (Object.keys(idleFacts) as FactName[]).filter((name) => !reads.has(`fact:${name}`));

describe.each(fleets)('what is said of %s', (_name, uploads) => {
  const pictures = picturesOf(uploads);
  const usual = outcomesOf(uploads, pictures);

  it('does not change with payloads no rule reads', () => {
    for (const { type } of idlePayloads) expect([...reads].filter((read) => read.includes(type))).toEqual([]);
    const changed = pictures.map((picture) => withProfiles(picture, addPayloads));
    expect(outcomesOf(uploads, changed)).toEqual(usual);
  });

  it('does not change with facts no rule reads', () => {
    expect(idleNames.length).toBeGreaterThanOrEqual(4);
    for (const name of idleNames) {
      const { [name]: added } = idleFacts;
      const added_ = pictures.map((picture) => ({ ...picture, facts: { ...picture.facts, [name]: added } }));
      const removed = pictures.map((picture) => {
        const { [name]: _, ...facts } = picture.facts;
        return { ...picture, facts };
      });
      for (const changed of [added_, removed]) {
        const said = outcomesOf(uploads, changed);
        for (const [id, text] of usual)
          expect([name, withoutGroup(said.get(id))]).toEqual([name, withoutGroup(text)]);
      }
    }
  });

  it('rests on nothing that a rule does not declare to read', () => {
    for (const picture of pictures) expect(() => guarded(picture, uploads)).not.toThrow();
  });
});

function withProfiles(picture: Picture, change: (profile: Profile) => Profile): Picture {
  const profiles = picture.installed.profiles.map((installed) =>
    installed.profile === undefined || installed.declaration !== undefined
      ? installed
      : { ...installed, profile: change(installed.profile) },
  );
  return { ...picture, installed: { ...picture.installed, profiles } };
}

function addPayloads(profile: Profile): Profile {
  const { payloads } = aProfile({ identifier: 'org.example.idle', payloads: [...idlePayloads] });
  return { ...profile, payloads: [...profile.payloads, ...payloads] };
}

/** Waivers and intents select devices by name and tags: that is what they are for. */
function withoutGroup(text: string | undefined): string | undefined {
  return text?.replace(/"(compliance|judgement)": "[a-z-]+",?/g, '');
}
