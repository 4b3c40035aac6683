import { pictureOf, testNow, type InstalledSpec, type PictureSpec } from '@ringcheck/testkit';
import { defaultThresholds } from '@ringcheck/policy';
import { evaluateDevice, findRule, rules, type DeviceEvaluation, type EvaluateOptions } from './index.js';

const type = 'com.apple.applicationaccess';
const options: EvaluateOptions = { now: testNow, thresholds: defaultThresholds };
const phone = { platform: 'iOS', osVersion: '26.2', isSupervised: true, enrolment: 'device' } as const;
const restriction = (
  keys: Readonly<Record<string, boolean>>,
  identifier = 'com.example.a',
): InstalledSpec => ({
  identifier,
  payloads: [{ type, ...keys }],
});
const evaluate = (spec: PictureSpec, more: Partial<EvaluateOptions> = {}): DeviceEvaluation =>
  evaluateDevice(pictureOf(spec), { ...options, ...more });
const found = (evaluation: DeviceEvaluation) => evaluation.findings.map((finding) => finding.ruleId);

describe('evaluateDevice', () => {
  it('gives every rule at least one answer, in the order of the pack', () => {
    const ids = evaluate(phone).results.map((result) => result.ruleId);
    expect([...new Set(ids)]).toEqual(rules.map((rule) => rule.id));
  });

  it('takes the worst outcome as the verdict', () => {
    const camera = restriction({ allowCamera: false });
    const accounts = restriction({ allowAccountModification: false }, 'com.example.b');
    const faceTime = restriction({ allowVideoConferencing: false }, 'com.example.c');
    expect(evaluate({ ...phone }).verdict).toBe('clear');
    expect(evaluate({ ...phone, profiles: [accounts] }).verdict).toBe('at-risk');
    expect(evaluate({ ...phone, profiles: [accounts, camera] }).verdict).toBe('limited');
    expect(evaluate({ ...phone, profiles: [accounts, camera, faceTime] }).verdict).toBe('blocked');
  });

  it('counts a rule as undecided where one of its answers is unknown', () => {
    const users = { ...restriction({ allowVideoConferencing: false }), channel: 'ana' };
    const lost = { identifier: 'com.example.lost', content: 'missing', payloadTypes: [type] } as const;
    const faceTime = rules.filter(({ id }) => id === 'restriction-facetime');
    const evaluation = evaluate(
      { ...phone, platform: 'iPadOS', facts: { isSharedIpad: true }, profiles: [users, lost] },
      { rules: faceTime },
    );
    expect(evaluation.results.map(({ outcome }) => outcome).sort()).toEqual(['limited', 'unknown']);
    expect(evaluation.coverage).toEqual({ decided: 0, applicable: 1 });
  });

  it('leaves what a Santa profile holds for Macs unsaid on an iPhone', () => {
    const santa = { identifier: 'com.example.santa', payloads: [{ type: 'com.northpolesec.santa' }] };
    expect(
      evaluate({ ...phone, profiles: [santa] }).notes.filter(({ ruleId }) => ruleId === 'mac-app-blocker'),
    ).toEqual([]);
  });

  it('names where a line of two like spellings stands', () => {
    const near = {
      identifier: 'com.example.near',
      payloads: [{ type, blockedAppBundleIDs: ['com.apple.facetim', 'com.apple.FaceTime'] }],
    };
    const notes = evaluate({ ...phone, profiles: [near] }).notes.filter(
      ({ ruleId }) => ruleId === 'restriction-app-blocklist',
    );
    for (const message of ['near-miss', 'other-case'])
      expect(notes.find((note) => note.message === message)?.evidence).toMatchObject([
        { profile: 'com.example.near' },
      ]);
  });

  it('points at the key of a relay for managed apps', () => {
    const relay = {
      identifier: 'com.example.relay',
      payloads: [{ type: 'com.apple.relay.managed', RelayUUID: 'R-1', Relays: [] }],
    };
    const notes = evaluate({ ...phone, profiles: [relay] }).notes.filter(
      ({ message }) => message === 'managed-apps-only',
    );
    expect(notes[0]?.evidence).toMatchObject([{ path: 'PayloadContent[0].RelayUUID', value: 'R-1' }]);
  });

  it('names the new list where a profile writes both names of it', () => {
    const both = {
      identifier: 'com.example.both',
      payloads: [
        {
          type,
          blockedAppBundleIDs: ['com.apple.facetime'],
          blacklistedAppBundleIDs: ['com.apple.facetime'],
        },
      ],
    };
    const causes = evaluate({ ...phone, profiles: [both] }).findings.map(({ cause }) => cause);
    expect(causes).toEqual([`profile:com.example.both/${type}/blockedAppBundleIDs`]);
  });

  it('lists both of two independent blockers', () => {
    const evaluation = evaluate({
      ...phone,
      profiles: [
        restriction({ allowVideoConferencing: false }),
        {
          identifier: 'com.example.kiosk',
          payloads: [{ type: 'com.apple.app.lock', App: { Identifier: 'com.acme.pos' } }],
        },
      ],
    });
    expect(evaluation.findings.filter((finding) => finding.outcome === 'blocked')).toHaveLength(2);
  });

  it('orders findings by outcome, severity, rule, scope and cause', () => {
    const evaluation = evaluate({
      ...phone,
      facts: { storageFreeGB: 0.2, doNotDisturb: true },
      profiles: [
        restriction({ allowCamera: false }, 'com.example.b'),
        restriction({ allowCamera: false }, 'com.example.a'),
        restriction({ allowVideoConferencing: false }, 'com.example.c'),
      ],
    });
    const worst = evaluation.findings.filter((finding) => finding.outcome !== 'unknown');
    expect(worst.map(({ ruleId, severity, cause }) => [ruleId, severity, cause?.split('/')[0]])).toEqual([
      ['restriction-facetime', 'critical', 'profile:com.example.c'],
      ['restriction-camera', 'high', 'profile:com.example.a'],
      ['restriction-camera', 'high', 'profile:com.example.b'],
      ['device-storage-low', 'high', 'device'],
      ['device-do-not-disturb', 'low', 'device'],
    ]);
  });

  it('leaves a device undecided only by decisive rules', () => {
    expect(evaluate(phone).verdict).toBe('clear');
    expect(found(evaluate(phone))).toContain('device-storage-low');
    const sealed: InstalledSpec = { identifier: 'com.example.sealed', content: 'encrypted' };
    expect(evaluate({ ...phone, profiles: [sealed] }).verdict).toBe('unknown');
  });

  it('lets what is blocked weigh more than what is unknown', () => {
    const sealed: InstalledSpec = { identifier: 'com.example.sealed', content: 'encrypted' };
    const evaluation = evaluate({
      ...phone,
      profiles: [sealed, restriction({ allowVideoConferencing: false })],
    });
    expect(evaluation.verdict).toBe('blocked');
  });

  it('counts the rules that apply, and those that gave an answer', () => {
    const bare = evaluate(phone).coverage;
    const more = evaluate({ ...phone, facts: { storageFreeGB: 20 } }).coverage;
    expect(more.applicable).toBe(bare.applicable);
    expect(more.decided).toBe(bare.decided + 1);
  });

  it('names each gap once, in the order of its key', () => {
    const keys = evaluate({ ...phone, installed: { knowledge: 'none' } }).gaps.map((gap) => gap.key);
    expect(keys).toContain('listing');
    expect(keys).toEqual([...new Set(keys)].sort());
  });

  it('keeps the notes of the picture beside its own', () => {
    const note = { ruleId: 'join', message: 'joined-by-name', data: {}, evidence: [] };
    const evaluation = evaluate({ ...phone, notes: [note], installed: { managedOnly: true } });
    expect(evaluation.notes.map(({ message }) => message)).toEqual([
      'listing-managed-only',
      'joined-by-name',
    ]);
  });

  it('says as of when old data speaks, and keeps the outcome', () => {
    const stale = [{ what: 'profiles', observedAt: '2026-10-01T00:00:00Z' }] as const;
    const evaluation = evaluate({
      ...phone,
      stale,
      profiles: [restriction({ allowVideoConferencing: false })],
    });
    expect(evaluation.verdict).toBe('blocked');
    expect(evaluation.stale).toBe(true);
    expect(evaluation.notes).toContainEqual({
      ruleId: 'facts',
      message: 'facts-stale',
      data: { what: 'profiles', observedAt: '2026-10-01T00:00:00Z' },
      evidence: [],
    });
  });

  it('does not call management old because a place is', () => {
    const stale = [{ what: 'place', observedAt: '2026-10-01T00:00:00Z' }] as const;
    expect(evaluate({ ...phone, stale }).stale).toBe(false);
  });

  it('has nothing to review when no rule asked about time', () => {
    expect('reviewAt' in evaluate(phone)).toBe(false);
  });

  it('reviews at the earliest of two instants', () => {
    const until = (removalDate: string, identifier: string): InstalledSpec => ({
      ...restriction({ allowVideoConferencing: false }, identifier),
      removalDate,
    });
    const evaluation = evaluate({
      ...phone,
      profiles: [
        until('2027-02-01T00:00:00Z', 'com.example.late'),
        until('2027-01-01T00:00:00Z', 'com.example.early'),
      ],
    });
    expect(evaluation.reviewAt).toBe('2027-01-01T00:00:00.000Z');
  });
});

describe('devices whose profiles nobody listed', () => {
  it('are unknown and carry no expectation', () => {
    const evaluation = evaluate({ ...phone, installed: { knowledge: 'none' } });
    expect(evaluation.verdict).toBe('unknown');
    expect(evaluation.expected).toBeUndefined();
  });

  it('are unknown with the expected verdict when their profiles are known by assignment', () => {
    const evaluation = evaluate({
      ...phone,
      installed: { knowledge: 'assigned', basis: 'assigned' },
      profiles: [restriction({ allowVideoConferencing: false })],
    });
    expect([evaluation.verdict, evaluation.expected]).toEqual(['unknown', 'blocked']);
  });

  it('are expected to be clear when nothing assigned stands against FaceTime', () => {
    const evaluation = evaluate({
      ...phone,
      installed: { knowledge: 'assigned', basis: 'assigned' },
      profiles: [restriction({ allowChat: false })],
    });
    expect(evaluation.expected).toBe('clear');
  });

  it('are decided by a fact that no profile can undo', () => {
    const evaluation = evaluate({ ...phone, installed: { knowledge: 'none' }, facts: { lostMode: true } });
    expect(evaluation.verdict).toBe('blocked');
  });

  it('leave restrictions decided where the device answered the Restrictions command', () => {
    const evaluation = evaluate({
      ...phone,
      installed: { knowledge: 'none' },
      restrictions: { booleans: { allowCamera: false } },
    });
    const of = (id: string) =>
      evaluation.results.filter((result) => result.ruleId === id).map((r) => r.outcome);
    expect(of('restriction-camera')).toEqual(['limited']);
    expect(of('restriction-facetime')).toEqual(['clear']);
    expect(of('kiosk-app-lock')).toEqual(['unknown']);
  });

  it('learn nothing from the empty reply of a Mac', () => {
    const evaluation = evaluate({
      platform: 'macOS',
      osVersion: '15.1',
      enrolment: 'device',
      installed: { knowledge: 'none' },
      restrictions: { empty: true },
    });
    expect(evaluation.verdict).toBe('unknown');
  });
});

describe('overrides of the policy', () => {
  const spec = { ...phone, facts: { storageFreeGB: 0.2 } };

  it('change the severity of every answer of the rule', () => {
    const overrides = [{ rule: 'device-storage-low', severity: 'info' as const }];
    const finding = evaluate(spec, { overrides }).findings.find(
      ({ ruleId }) => ruleId === 'device-storage-low',
    );
    expect(finding?.severity).toBe('info');
  });

  it('let the last statement about a rule count', () => {
    const overrides = [
      { rule: 'device-storage-low', severity: 'info' as const },
      { rule: 'device-storage-low', severity: 'critical' as const },
    ];
    const finding = evaluate(spec, { overrides }).findings.find(
      ({ ruleId }) => ruleId === 'device-storage-low',
    );
    expect(finding?.severity).toBe('critical');
  });

  it('switch a rule off', () => {
    const overrides = [{ rule: 'device-storage-low', enabled: false }];
    expect(evaluate(spec, { overrides }).results.map(({ ruleId }) => ruleId)).not.toContain(
      'device-storage-low',
    );
  });
});

describe('answers that must never change', () => {
  const spec: PictureSpec = {
    ...phone,
    facts: { storageFreeGB: 0.2, lostMode: false },
    profiles: [
      restriction({ allowVideoConferencing: false, allowCamera: false }),
      restriction({ allowVideoConferencing: false }, 'com.example.b'),
      { identifier: 'com.example.sealed', content: 'encrypted' },
    ],
  };

  it('are the same, byte for byte, for another order of profiles', () => {
    const reversed = { ...spec, profiles: spec.profiles?.toReversed() ?? [] };
    expect(JSON.stringify(evaluate(reversed))).toBe(JSON.stringify(evaluate(spec)));
  });

  it('are the same when a payload without bearing joins', () => {
    const wallpaper: InstalledSpec = {
      identifier: 'com.example.wallpaper',
      payloads: [{ type: 'com.apple.desktop', locked: true }],
    };
    const joined = { ...spec, profiles: [...(spec.profiles ?? []), wallpaper] };
    expect(evaluate(joined).results).toEqual(evaluate(spec).results);
  });

  it('stay blocked when another restriction joins', () => {
    const joined = {
      ...spec,
      profiles: [...(spec.profiles ?? []), restriction({ allowChat: false }, 'com.example.z')],
    };
    expect(evaluate(joined).verdict).toBe('blocked');
  });
});

describe('findRule', () => {
  it('finds a rule by its id and nothing by another word', () => {
    expect(findRule('restriction-facetime')?.title).toBe('FaceTime is forbidden by a restriction');
    expect(findRule('constructor')).toBeUndefined();
  });
});
