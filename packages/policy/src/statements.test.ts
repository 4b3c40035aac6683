import { attests, defaultPolicy, parsePolicy, type Policy } from './index.js';

const ref = { path: 'ringcheck.yaml', sha256: 'ab' };
const questions = [
  { id: 'ask-focus', answers: ['off', 'on'] },
  { id: 'ask-signed-in', answers: ['yes', 'no'] },
];
const options = { ruleIds: ['restriction-camera', 'device-storage-low'], questions };

function accepted(text: string): Policy {
  const { policy, diagnostics } = parsePolicy(text, ref, options);
  expect(diagnostics).toEqual([]);
  if (policy === undefined) throw new Error('no policy');
  return policy;
}

function refused(text: string): string[] {
  const { policy, diagnostics } = parsePolicy(text, ref, options);
  expect(policy).toBeUndefined();
  return diagnostics.map(({ at, message }) => `${at?.line}:${at?.column} ${message}`);
}

const attestation = (more: string) =>
  `version: 1\nattestations:\n  - { owner: help@example.org, expires: 2026-12-31, ${more} }\n`;

describe('an attestation', () => {
  it('may name a device by any of its ids, and carry a note', () => {
    const [stated] = accepted(
      attestation('question: ask-focus, answer: off, device: "enrolment:e-7", note: asked by phone'),
    ).attestations;
    expect(stated?.note).toBe('asked by phone');
    const ids = ['serial:C02FAKE00001', 'enrolment:E-7'];
    expect(stated !== undefined && attests(stated, { tags: [] }, ids)).toBe(true);
    expect(stated !== undefined && attests(stated, { tags: [] }, ids.slice(0, 1))).toBe(false);
    expect(stated !== undefined && attests(stated, { tags: [] })).toBe(false);
    const [other] = accepted(
      attestation('question: ask-focus, answer: off, device: ["serial:c02fake00001", "udid:FAKE-2"]'),
    ).attestations;
    expect(other !== undefined && attests(other, { serial: 'C02FAKE00001', tags: [] })).toBe(true);
    expect(other !== undefined && attests(other, { udid: 'fake-2', tags: [] })).toBe(true);
    expect(other !== undefined && attests(other, { udid: 'C02FAKE00001', serial: 'FAKE-2', tags: [] })).toBe(
      false,
    );
  });

  it('is read with its place, its answer as text', () => {
    const text = attestation('question: ask-focus, answer: off, select: { tags: staff }, date: 2026-11-20');
    expect(accepted(text).attestations).toEqual([
      {
        question: 'ask-focus',
        answer: 'off',
        select: { tags: ['staff'] },
        owner: 'help@example.org',
        date: '2026-11-20',
        expires: '2026-12-31',
        at: expect.objectContaining({ line: 3, column: 5 }),
      },
    ]);
  });

  it.each([
    ['serial', { serial: 'XFAKATT0001', tags: [] }, true],
    ['serial in small letters', { serial: 'xfakatt0001', tags: [] }, true],
    ['UDID', { udid: '00008999-0000000000AA', tags: [] }, true],
    ['neither', { serial: 'XFAKATT0002', tags: [] }, false],
  ])('speaks of the device it names by %s', (_, device, expected) => {
    const text = attestation(
      'question: ask-focus, answer: off, device: [XFAKATT0001, 00008999-0000000000aa]',
    );
    const [stated] = accepted(text).attestations;
    expect(stated !== undefined && attests(stated, device)).toBe(expected);
  });

  it('speaks of the devices its selector takes', () => {
    const [stated] = accepted(
      attestation('question: ask-focus, answer: on, select: { tags: vip }'),
    ).attestations;
    expect(stated !== undefined && attests(stated, { tags: ['VIP'] })).toBe(true);
    expect(stated !== undefined && attests(stated, { tags: ['staff'] })).toBe(false);
  });

  it.each([
    [
      'question: ask-fokus, answer: off, device: X',
      '3:63 attestations[0].question: no question is named ask-fokus. Did you mean ask-focus?',
    ],
    [
      'question: focus, answer: off, device: X',
      '3:63 attestations[0].question: no question is named focus. Did you mean ask-focus?',
    ],
    [
      'question: ask-focus, answer: maybe, device: X',
      '3:82 attestations[0].answer: no answer is named maybe. Valid: off, on.',
    ],
    ['question: ask-focus, answer: off', '3:5 attestations[0]: wants either select or device.'],
    [
      'question: ask-focus, answer: off, device: X, select: { tags: a }',
      '3:5 attestations[0]: wants either select or device.',
    ],
    [
      'question: ask-focus, answer: off, select: { group: staf }',
      '3:104 attestations[0].select.group: no group is named staf. No group is described.',
    ],
  ])('is refused: %s', (more, expected) => {
    expect(refused(attestation(more))).toEqual([expected]);
  });
});

describe('a rule nobody knows', () => {
  it('is told where the rules are listed when no name is near', () => {
    expect(refused('version: 1\nrules: { zzzzzzzz: { severity: low } }\n')).toEqual([
      '2:10 rules.zzzzzzzz: no rule is named zzzzzzzz. Valid: restriction-camera, device-storage-low, ask-focus, ask-signed-in.',
    ]);
    const many = Array.from({ length: 20 }, (_, index) => `rule-number-${index}`);
    const { diagnostics } = parsePolicy('version: 1\nrules: { zzzzzzzz: { severity: low } }\n', ref, {
      ruleIds: many,
    });
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'rules.zzzzzzzz: no rule is named zzzzzzzz. "ringcheck rules" lists the rules and questions.',
    ]);
  });

  it('may be a question, whose answers can be waived and weighed too', () => {
    expect(accepted('version: 1\nrules: { ask-focus: { severity: low } }\n').rules).toEqual([
      { rule: 'ask-focus', severity: 'low' },
    ]);
  });
});

describe('what an admin knows better than the tables', () => {
  it('is read: outages, versions, countries and units', () => {
    const { knowledge, expirySoonDays } = accepted(`version: 1
outages:
  - { service: FaceTime, from: 2026-11-20T10:00:00Z, until: 2026-11-20, affects: some, owner: it@example.org }
latestVersions: { iOS: 27.10, macOS: "27.2" }
region:
  countries: [ { mcc: [424, 430], state: open, verified: 2026-10-01, source: carrier letter } ]
  suffixes: [ { suffix: ae, faceTime: full, verified: 2026-10-01, source: our own units } ]
expiry: { soonDays: 30 }
`);
    expect(knowledge).toMatchObject({
      outages: [{ service: 'FaceTime', affects: 'some', at: { line: 3 } }],
      latestVersions: { iOS: '27.10', macOS: '27.2' },
      countries: [{ mcc: ['424', '430'], state: 'open', at: { line: 6 } }],
      suffixes: [{ suffix: ['AE'], faceTime: 'full', at: { line: 7 } }],
    });
    expect(expirySoonDays).toBe(30);
  });

  it('is nothing unless stated', () => {
    const { attestations, knowledge, expirySoonDays } = accepted('version: 1\n');
    expect({ attestations, knowledge, expirySoonDays }).toEqual({
      attestations: defaultPolicy.attestations,
      knowledge: defaultPolicy.knowledge,
      expirySoonDays: 14,
    });
  });

  it.each([
    ['latestVersions: { iOS: newest }', '2:24 latestVersions.iOS: is no version; write it like 26.1.'],
    [
      'latestVersions: { ios: 26.1 }',
      '2:19 latestVersions.ios: latestVersions has no key ios. Did you mean iOS?',
    ],
    [
      'outages: [ { service: Facetime, from: 2026-11-20, owner: o } ]',
      '2:23 outages[0].service: wants FaceTime or iMessage or Apple Account or iCloud or Push. Did you mean FaceTime?',
    ],
    [
      'outages: [ { service: FaceTime, from: 2026-11-21, until: 2026-11-20, owner: o } ]',
      '2:12 outages[0]: ends before it begins.',
    ],
    [
      'region: { countries: [ { mcc: 42, state: open, verified: 2026-10-01, source: s } ] }',
      '2:31 region.countries[0].mcc: is no country code; write it like 424.',
    ],
  ])('is refused: %s', (line, expected) => {
    expect(refused(`version: 1\n${line}\n`)).toEqual([expected]);
  });
});
