import { resultOf } from '../samples.js';
import type { DeviceResult } from '../types.js';
import { isSameVerdict, olderVerdictDigest, verdictDigest } from './digest.js';

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

  it('is compared in its own form', () => {
    expect(isSameVerdict(verdictDigest(device), device, verdictDigest(device))).toBe(true);
    expect(isSameVerdict(verdictDigest(shared), device, verdictDigest(device))).toBe(false);
  });
});
