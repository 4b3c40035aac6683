import type { Evidence } from '@ringcheck/model';
import { compareText } from './order.js';
import type { Finding } from './evaluation.js';
import { gapsOf, mergeSameIdentity } from './findings.js';

const at = (document: string): Evidence => ({ document });
const finding = (more: Partial<Finding> = {}): Finding => ({
  ruleId: 'some-rule',
  outcome: 'limited',
  stage: 'device',
  severity: 'low',
  message: 'said',
  data: {},
  evidence: [at('a.plist')],
  cause: 'profile:a',
  ...more,
});

describe('findings of one rule with one scope and cause', () => {
  it('are one, with each place once, in the order of their text', () => {
    const merged = mergeSameIdentity([
      finding({ evidence: [at('c.plist'), at('a.plist')] }),
      finding({ evidence: [at('b.plist'), at('a.plist')] }),
    ]);
    expect(merged).toHaveLength(1);
    expect(merged[0]?.evidence).toEqual([at('a.plist'), at('b.plist'), at('c.plist')]);
  });

  it('say the worse of two things', () => {
    const worse = finding({ outcome: 'blocked', message: 'worse', evidence: [at('z.plist')] });
    const better = finding({ message: 'better' });
    for (const both of [
      [worse, better],
      [better, worse],
    ])
      expect(mergeSameIdentity(both)).toMatchObject([{ outcome: 'blocked', message: 'worse' }]);
  });

  it('say the same whichever of two equals came first', () => {
    const one = finding({ message: 'one', evidence: [at('b.plist')] });
    const other = finding({ message: 'one', data: { x: 1 }, evidence: [at('a.plist')] });
    expect(mergeSameIdentity([one, other])).toEqual(mergeSameIdentity([other, one]));
    expect(mergeSameIdentity([one, other])[0]?.data).toEqual({ x: 1 });
  });

  it('stay apart by scope, and by cause', () => {
    const all = [finding(), finding({ scope: 'video' }), finding({ cause: 'profile:b' })];
    expect(mergeSameIdentity(all)).toHaveLength(3);
  });
});

describe('gaps', () => {
  const gap = (key: string) => ({ key, title: key, how: 'Upload it.' });

  it('are named once each, in the order of their keys', () => {
    const findings = ['b', 'a', 'b'].map((key) => finding({ outcome: 'unknown', gap: gap(key) }));
    expect(gapsOf([...findings, finding()]).map(({ key }) => key)).toEqual(['a', 'b']);
  });
});

describe('the order of texts', () => {
  it('goes by characters, not by a language', () => {
    expect(['b', 'a', 'Z', 'a'].sort(compareText)).toEqual(['Z', 'a', 'a', 'b']);
  });
});
