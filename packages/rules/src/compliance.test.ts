import type { Finding } from './evaluation.js';
import { judgeCompliance, type ComplianceQuestion } from './compliance.js';

const finding = (given: Partial<Finding> & Pick<Finding, 'outcome'>): Finding => ({
  ruleId: 'restriction-facetime',
  stage: 'device',
  severity: 'critical',
  message: 'forbidden',
  data: {},
  evidence: [],
  ...given,
});
const managed = finding({ outcome: 'blocked', control: 'managed', cause: 'profile:a' });
const removable = finding({ outcome: 'blocked', cause: 'profile:b' });
const lost = finding({ ruleId: 'device-lost-mode', outcome: 'blocked', control: 'temporary' });
const stranded = finding({
  ruleId: 'restriction-managed-wifi-only',
  outcome: 'blocked',
  control: 'circumstance',
});
const video = finding({
  ruleId: 'restriction-camera',
  outcome: 'limited',
  scope: 'video',
  control: 'managed',
});
const risk = finding({ ruleId: 'device-storage-low', outcome: 'at-risk' });
const open = finding({ outcome: 'unknown', undecided: true });
const openCamera = finding({ ruleId: 'restriction-camera', outcome: 'unknown', undecided: true });
const openForUser = finding({ outcome: 'unknown', undecided: true, scope: 'user:ana' });
const coverage = finding({ ruleId: 'device-storage-low', outcome: 'unknown' });

const judge = (
  findings: readonly Finding[],
  question: Partial<ComplianceQuestion> & Pick<ComplianceQuestion, 'intent'>,
  stale = false,
) => judgeCompliance({ findings, stale }, { waivedRules: [], ...question });
const required = (findings: readonly Finding[], more: Partial<ComplianceQuestion> = {}) =>
  judge(findings, { intent: 'required', ...more })?.compliance;
const prohibited = (findings: readonly Finding[], more: Partial<ComplianceQuestion> = {}, stale = false) =>
  judge(findings, { intent: 'prohibited', ...more }, stale)?.compliance;

describe('a group that must ring', () => {
  it('complies when clear or at risk', () => {
    expect(required([])).toBe('compliant');
    expect(required([risk])).toBe('compliant');
  });

  it('does not comply when limited or blocked, and names why', () => {
    expect(required([video])).toBe('non-compliant');
    const judged = judge([managed, risk], { intent: 'required' });
    expect(judged?.compliance).toBe('non-compliant');
    expect(judged?.failing).toEqual([managed]);
  });

  it('may ask for clear', () => {
    expect(required([risk], { atLeast: 'clear' })).toBe('non-compliant');
    expect(required([], { atLeast: 'clear' })).toBe('compliant');
  });

  it('is undetermined while a decisive rule is open, and names it', () => {
    const judged = judge([open, risk], { intent: 'required' });
    expect(judged?.compliance).toBe('undetermined');
    expect(judged?.undeterminedBy).toEqual(['restriction-facetime']);
  });

  it('is undetermined while it is open whether one user is limited', () => {
    expect(required([openForUser])).toBe('undetermined');
  });

  it('is not undetermined by what only lowers coverage', () => {
    expect(required([coverage])).toBe('compliant');
  });

  it('is non-compliant whatever an open rule would say when something else fails', () => {
    expect(required([video, open])).toBe('non-compliant');
  });

  it('does not care about old data', () => {
    expect(judge([], { intent: 'required' }, true)?.compliance).toBe('compliant');
  });
});

describe('a group that must not ring', () => {
  it('complies when a managed control in force blocks', () => {
    expect(prohibited([managed])).toBe('compliant');
  });

  it('complies although another blocker would not do', () => {
    expect(prohibited([lost, managed])).toBe('compliant');
  });

  it('complies whatever an open rule would say', () => {
    expect(prohibited([managed, open])).toBe('compliant');
  });

  it.each([
    ['clear', [], [{ why: 'not-blocked' }]],
    ['only limited', [video], [{ why: 'not-blocked' }]],
    [
      'blocked by what the user can remove',
      [removable],
      [{ why: 'removable', ruleId: 'restriction-facetime', cause: 'profile:b' }],
    ],
    ['blocked by Lost Mode', [lost], [{ why: 'temporary', ruleId: 'device-lost-mode' }]],
    [
      'blocked by a circumstance',
      [stranded],
      [{ why: 'circumstance', ruleId: 'restriction-managed-wifi-only' }],
    ],
  ])('leaks when %s', (_name, findings, leaks) => {
    const judged = judge(findings, { intent: 'prohibited' });
    expect(judged?.compliance).toBe('non-compliant');
    expect(judged?.leaks).toEqual(leaks);
  });

  it('is undetermined while an open rule could still block', () => {
    const judged = judge([open], { intent: 'prohibited' });
    expect(judged?.compliance).toBe('undetermined');
    expect(judged?.undeterminedBy).toEqual(['restriction-facetime']);
  });

  it('is not undetermined by a rule that can only limit', () => {
    expect(prohibited([openCamera])).toBe('non-compliant');
  });

  it('is not undetermined by what concerns one user', () => {
    expect(prohibited([openForUser])).toBe('non-compliant');
  });

  it('is undetermined when the data are old, blocked or not', () => {
    expect(prohibited([managed], {}, true)).toBe('undetermined');
    expect(prohibited([], {}, true)).toBe('undetermined');
  });
});

describe('a waiver', () => {
  it('covers the findings of its rule', () => {
    expect(required([video], { waivedRules: ['restriction-camera'] })).toBe('waived');
  });

  it('leaves the findings of other rules', () => {
    const judged = judge([managed, video], { intent: 'required', waivedRules: ['restriction-camera'] });
    expect(judged?.compliance).toBe('non-compliant');
    expect(judged?.failing).toEqual([managed]);
  });

  it('leaves open what another rule leaves open', () => {
    expect(required([video, open], { waivedRules: ['restriction-camera'] })).toBe('undetermined');
  });

  it('of every rule covers the device, in both directions', () => {
    expect(required([managed, open], { waivedRules: '*' })).toBe('waived');
    expect(prohibited([], { waivedRules: '*' })).toBe('waived');
  });

  it('changes nothing for a device that complies', () => {
    expect(required([risk], { waivedRules: '*' })).toBe('compliant');
    expect(prohibited([managed], { waivedRules: '*' })).toBe('compliant');
  });

  it('of one rule does not excuse a leak, which is of no rule', () => {
    expect(prohibited([], { waivedRules: ['restriction-facetime'] })).toBe('non-compliant');
  });
});

describe('a group nobody manages', () => {
  it('has no compliance', () => {
    expect(judge([managed], { intent: 'unmanaged' })).toBeUndefined();
  });
});
