import type { Finding } from '@ringcheck/rules';
import { ResultPool } from './result-pool.js';

const finding = (ruleId: string, outcome: Finding['outcome'], scope?: string): Finding => ({
  ruleId,
  outcome,
  ...(scope === undefined ? {} : { scope }),
  stage: 'device',
  severity: 'low',
  message: 'm',
  data: {},
  evidence: [],
});
const note = (zone: string) => ({
  ruleId: 'region-time-zone',
  message: 'may-be-there',
  data: { zone },
  evidence: [{ document: 'policy.yaml' }],
});

describe('results of one scan', () => {
  it('are one object for devices with the same outcomes', () => {
    const pool = new ResultPool();
    const first = pool.results([finding('a', 'clear'), finding('b', 'limited', 'video')]);
    expect(pool.results([finding('a', 'clear'), finding('b', 'limited', 'video')])).toBe(first);
    expect(first).toMatchObject({
      outcomes: [
        ['a', 'clear', null],
        ['b', 'limited', 'video'],
      ],
    });
  });

  it('are two where a rule, an outcome or a scope differs, or the order', () => {
    const pool = new ResultPool();
    const all = [
      [finding('a', 'clear'), finding('b', 'clear')],
      [finding('a', 'clear'), finding('c', 'clear')],
      [finding('b', 'clear'), finding('a', 'clear')],
      [finding('a', 'blocked'), finding('b', 'clear')],
      [finding('a', 'clear', 'x'), finding('b', 'clear')],
      [finding('a', 'clear', 'x'), finding('b', 'clear', 'x')],
      [finding('a', 'clear')],
      [],
    ].map((results) => pool.results(results));
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('results of one number', () => {
  // The number takes no account of rules.
  const all = Array.from({ length: 20 }, (_, n) => [finding(`rule-${n}`, 'clear')]);

  it('are told apart, however many there are', () => {
    const pool = new ResultPool();
    for (const _round of [1, 2])
      expect(all.map((results) => pool.results(results))).toMatchObject(
        all.map((_, n) => ({ outcomes: [[`rule-${n}`, 'clear', null]] })),
      );
  });

  it('are one object where they are among the first', () => {
    const pool = new ResultPool();
    const [first, second] = all.map((results) => pool.results(results));
    expect(pool.results([finding('rule-0', 'clear')])).toBe(first);
    expect(pool.results([finding('rule-1', 'clear')])).toBe(second);
  });
});

describe('notes of one scan', () => {
  it('are one object where they say the same', () => {
    const pool = new ResultPool();
    const first = pool.notes([note('Asia/Dubai'), note('Asia/Shanghai')]);
    expect(pool.notes([note('Asia/Dubai'), note('Asia/Shanghai')])).toBe(first);
    expect(JSON.stringify(first)).toBe(JSON.stringify([note('Asia/Dubai'), note('Asia/Shanghai')]));
  });

  it('are two where one is another, one is missing, or they are in another order', () => {
    const pool = new ResultPool();
    const [dubai, shanghai] = [note('Asia/Dubai'), note('Asia/Shanghai')];
    const all = [[dubai, shanghai], [shanghai, dubai], [dubai], [shanghai], [dubai, dubai]].map((notes) =>
      pool.notes(notes),
    );
    expect(new Set(all).size).toBe(all.length);
  });
});
