import type { Evidence } from '@ringcheck/model';
import type { Finding } from '@ringcheck/rules';
import { FindingPool } from './finding-pool.js';

const data = { network: 'depot' };
const at = (line: number): Evidence => ({ document: 'inventory.csv', sha256: 'own', path: 'ssid', line });
const finding = (line: number, more: Partial<Finding> = {}): Finding => ({
  ruleId: 'network-sip-alg',
  outcome: 'at-risk',
  stage: 'network',
  severity: 'medium',
  message: 'alg-on',
  data,
  evidence: [at(line)],
  ...more,
});
const own = new Set(['own']);
const none = new Set<string>();

describe('a finding as it is stored', () => {
  it('is one object for devices that share it', () => {
    const pool = new FindingPool();
    const shared = finding(1);
    expect(pool.of(shared, none)).toBe(pool.of(shared, none));
    expect(pool.of(shared, none)).toEqual({
      ruleId: 'network-sip-alg',
      scope: '',
      cause: 'rule:network-sip-alg/alg-on',
      outcome: 'at-risk',
      stage: 'network',
      severity: 'medium',
      message: 'alg-on',
      data,
      evidence: [at(1)],
    });
  });

  it('is like the others where its evidence stands in records of the device', () => {
    const pool = new FindingPool();
    const [first, second] = [pool.of(finding(1), own), pool.of(finding(2), own)];
    expect([first.isOwn, second.isOwn]).toEqual([true, true]);
    expect([first.evidence, second.evidence]).toEqual([[at(1)], [at(2)]]);
    expect(second.like).toBe(first.like);
  });

  /** Another value for every field but evidence: a field that is new must be named here to compile. */
  const otherwise: { [K in Exclude<keyof Finding, 'evidence'>]-?: Pick<Finding, K> } = {
    ruleId: { ruleId: 'network-quality' },
    outcome: { outcome: 'blocked' },
    scope: { scope: 'network:depot' },
    stage: { stage: 'device' },
    severity: { severity: 'low' },
    message: { message: 'alg-unknown' },
    cause: { cause: 'network:depot/sipAlg' },
    control: { control: 'circumstance' },
    undecided: { undecided: true },
    gap: { gap: { key: 'place', title: 'Place', how: 'Export it.' } },
    data: { data: { ...data } },
  };

  it.each(Object.entries(otherwise))('is not like one with another %s', (_, more) => {
    const pool = new FindingPool();
    const [first, second] = [pool.of(finding(1), own), pool.of(finding(1, more), own)];
    expect(second.like).not.toBe(first.like);
    const { evidence, ruleId, scope = '', ...rest } = finding(1, more);
    expect(second).toMatchObject({ ...rest, ruleId, scope, evidence });
  });
});
