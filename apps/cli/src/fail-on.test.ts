import type { CheckReport, DeviceReport } from '@ringcheck/contracts';
import type { Verdict } from '@ringcheck/model';
import { counts, exitCodeOf, failOnChoices, type FailOn } from './fail-on.js';

type Kind = Pick<DeviceReport, 'verdict' | 'intent' | 'compliance'>;

const device = (kind: Kind): DeviceReport => ({
  id: 'serial:XFAKC00001',
  aliases: [],
  platform: 'iOS',
  coverage: 1,
  path: [],
  findings: [],
  notes: [],
  ...kind,
});

const reportOf = (
  devices: readonly Kind[],
  inputs: readonly CheckReport['inputs'][number]['status'][] = ['ingested'],
): CheckReport => ({
  schemaVersion: 1,
  generatedAt: '2026-11-21T12:00:00Z',
  inputs: inputs.map((status) => ({ path: 'a', sha256: '', kind: 'unknown', status, diagnostics: [] })),
  summary: {
    devices: devices.length,
    verdicts: { blocked: 0, limited: 0, unknown: 0, 'at-risk': 0, clear: 0 },
    outcomes: { blocked: 0, limited: 0, 'at-risk': 0, clear: 0, unknown: 0, 'not-applicable': 0 },
    compliance: { compliant: 0, 'non-compliant': 0, undetermined: 0, waived: 0 },
    coverage: 1,
    hiddenByWaivers: 0,
  },
  devices: devices.map(device),
  causes: [],
  gaps: [],
});

const verdicts: readonly Verdict[] = ['blocked', 'limited', 'unknown', 'at-risk', 'clear'];

/** The choices of --fail-on, from the narrowest on, at which a device counts. */
function failsAt(kind: Kind): FailOn[] {
  return failOnChoices.filter((choice) => counts(device(kind), choice));
}

describe('--fail-on', () => {
  it.each([
    ['blocked', ['blocked', 'limited', 'unknown', 'at-risk']],
    ['limited', ['limited', 'unknown', 'at-risk']],
    ['unknown', ['unknown', 'at-risk']],
    ['at-risk', ['at-risk']],
    ['clear', []],
  ] as const)('a device that is %s and must ring counts at %j', (verdict, choices) => {
    expect(failsAt({ verdict, intent: 'required', compliance: 'non-compliant' })).toEqual(choices);
    expect(failsAt({ verdict, intent: 'unmanaged' })).toEqual(choices);
    expect(failsAt({ verdict })).toEqual(choices);
  });

  it.each(verdicts)('a device that must be blocked counts when it is not compliant, %s or not', (verdict) => {
    const kind = { verdict, intent: 'prohibited' } as const;
    expect(failsAt({ ...kind, compliance: 'non-compliant' })).toEqual([
      'blocked',
      'limited',
      'unknown',
      'at-risk',
    ]);
    expect(failsAt({ ...kind, compliance: 'undetermined' })).toEqual(['unknown', 'at-risk']);
    expect(failsAt({ ...kind, compliance: 'compliant' })).toEqual([]);
  });

  it.each(verdicts)('a waived device that is %s never counts', (verdict) => {
    expect(failsAt({ verdict, intent: 'required', compliance: 'waived' })).toEqual([]);
    expect(failsAt({ verdict, intent: 'prohibited', compliance: 'waived' })).toEqual([]);
  });
});

describe('the exit code of a check', () => {
  it('is 1 when one device counts, else 0', () => {
    expect(exitCodeOf(reportOf([{ verdict: 'clear' }, { verdict: 'limited' }]), 'limited', false)).toBe(1);
    expect(exitCodeOf(reportOf([{ verdict: 'clear' }, { verdict: 'limited' }]), 'blocked', false)).toBe(0);
    expect(exitCodeOf(reportOf([]), 'at-risk', false)).toBe(0);
  });

  it.each([
    ['ingested', 0],
    ['ignored', 0],
    ['partial', 3],
    ['rejected', 3],
  ] as const)('with --strict and %s input is %i', (status, code) => {
    expect(exitCodeOf(reportOf([{ verdict: 'clear' }], [status]), 'limited', true)).toBe(code);
    expect(exitCodeOf(reportOf([{ verdict: 'clear' }], [status]), 'limited', false)).toBe(0);
  });

  it('with --strict is 3 for a device that could not be decided, and 3 wins over 1', () => {
    expect(exitCodeOf(reportOf([{ verdict: 'unknown' }]), 'never', true)).toBe(3);
    expect(exitCodeOf(reportOf([{ verdict: 'blocked' }], ['rejected']), 'limited', true)).toBe(3);
    expect(exitCodeOf(reportOf([{ verdict: 'blocked' }]), 'limited', true)).toBe(1);
  });
});
