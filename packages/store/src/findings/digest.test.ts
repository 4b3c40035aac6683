import { findingOf, resultOf } from '../samples.js';
import type { DeviceResult } from '../types.js';
import type { Evidence } from '@ringcheck/model';
import {
  contentText,
  evidenceText,
  findingDigest,
  formerVerdictDigest,
  isSameVerdict,
  olderVerdictDigest,
  verdictDigest,
} from './digest.js';

const evidence = (line: number) => [{ document: 'a.json', line, value: 'y' }];
const device: DeviceResult = {
  ...resultOf('serial:A'),
  verdict: 'blocked',
  coverage: { decided: 20, applicable: 22 },
  notes: [{ ruleId: 'facts', message: 'm', data: { x: '1' }, evidence: evidence(7) }],
  results: { outcomes: [['facetime-off', 'blocked', null]], stages: { call: 'blocked' } },
  own: { traits: { name: 'Büro', tags: [] }, asOf: null, stale: false },
};
const { own: _own, ...shared } = device;

describe('the digest of a verdict', () => {
  it('is the same wherever things stand', () => {
    const moved = {
      ...device,
      notes: [{ ruleId: 'facts', message: 'm', data: { x: '1' }, evidence: evidence(8) }],
    };
    expect(verdictDigest(moved)).toBe(verdictDigest(device));
  });

  it.each<[string, DeviceResult]>([
    ['verdict', { ...device, verdict: 'clear' }],
    ['expected verdict', { ...device, expected: 'clear' }],
    ['coverage', { ...device, coverage: { decided: 21, applicable: 22 } }],
    ['notes', { ...device, notes: [] }],
    ['results', { ...device, results: { outcomes: [], stages: { call: 'blocked' } } }],
    ['own part', { ...device, own: { traits: { name: 'Büro', tags: [] }, asOf: null, stale: true } }],
    ['lack of an own part', shared],
  ])('differs by its %s', (_what, other) => {
    expect(verdictDigest(other)).not.toBe(verdictDigest(device));
  });

  it('of the older form is known, so that an upgrade opens no interval', () => {
    expect(olderVerdictDigest(device)).toBe('XMJpNkp2joSGu-wfmODcHO');
    expect(olderVerdictDigest(shared)).toBe('NYc182lo_RM5RHL-_jfoqN');
    expect(isSameVerdict('XMJpNkp2joSGu-wfmODcHO', device, verdictDigest(device))).toBe(true);
    expect(isSameVerdict('XMJpNkp2joSGu-wfmODcHO', shared, verdictDigest(shared))).toBe(false);
  });

  it('of the form before is known too', () => {
    const kept = '2.qZJ-QtnectHFgJ_I_0mkRl';
    expect(formerVerdictDigest(device)).toBe(kept);
    expect(isSameVerdict(kept, device, verdictDigest(device))).toBe(true);
    expect(isSameVerdict(kept, shared, verdictDigest(shared))).toBe(false);
  });

  it('is compared in its own form', () => {
    expect(isSameVerdict(verdictDigest(device), device, verdictDigest(device))).toBe(true);
    expect(isSameVerdict(verdictDigest(shared), device, verdictDigest(device))).toBe(false);
  });
});

describe('the digest of a finding', () => {
  const finding = findingOf('facetime-off', {
    data: { key: 'allowVideoConferencing', at: { line: 3 } },
    gap: { key: 'profile:x', title: 'Wi-Fi', how: 'Export it.' },
    undecided: true,
  });

  it('is that of the rows there are', () => {
    expect(findingDigest(finding)).toBe('acnsOMk_5YSJ1lH34apLIy');
    expect(findingDigest(findingOf('camera-off'))).toBe('hByJoI884L0iCusqIdWrNO');
  });

  it('is the same for another object with its keys in another order', () => {
    const { gap, undecided, ...rest } = finding;
    expect(
      findingDigest({ undecided: true, ...rest, ...(gap === undefined ? {} : { gap: { ...gap } }) }),
    ).toBe(findingDigest(finding));
    expect(undecided).toBe(true);
  });
});

describe('the text of evidence', () => {
  it.each<[string, readonly Evidence[], string]>([
    ['none', [], '[]'],
    ['a place alone', [{ document: 'a', sha256: 'b', line: 1, column: 2, offset: 3 }], '[{}]'],
    ['two', [{ document: 'a', path: 'x' }, { document: 'b' }], '[{"path":"x"},{}]'],
    [
      'all it can say',
      [{ document: 'a', value: { b: [1, 'n'], a: null, line: 4 }, path: '"', profile: 'p' }],
      '[{"path":"\\"","profile":"p","value":{"a":null,"b":[1,"n"]}}]',
    ],
  ])('is that of any content: %s', (_, evidence, text) => {
    expect(evidenceText(evidence)).toBe(text);
    expect(contentText(evidence)).toBe(text);
  });
});
