import { findingOf } from '../samples.js';
import { AlikeFindings } from './alike-findings.js';

const numbers = { identity: 1, content: 2, evidence: undefined };
const like = findingOf('network-sip-alg');
const other = findingOf('network-sip-alg');
const one = { ...like, isOwn: true, like };

describe('findings that are alike', () => {
  it('have the numbers of the first with that evidence', () => {
    const alike = new AlikeFindings();
    expect(alike.get(one, '[]')).toBeUndefined();
    alike.set(one, '[]', numbers);
    expect(alike.get({ ...one }, '[]')).toBe(numbers);
  });

  it('have numbers of their own by other evidence, as ones that are not alike', () => {
    const alike = new AlikeFindings();
    alike.set(one, '[]', numbers);
    expect(alike.get(one, '[{}]')).toBeUndefined();
    expect(alike.get({ ...one, like: other }, '[]')).toBeUndefined();
    expect(alike.get(like, '[]')).toBeUndefined();
  });

  it('are forgotten when there are too many, and known again', () => {
    const alike = new AlikeFindings();
    for (let n = 0; n <= 20_000; n++) alike.set(one, `[${n}]`, { ...numbers, content: n });
    expect(alike.get(one, '[0]')).toBeUndefined();
    expect(alike.get(one, '[20000]')?.content).toBe(20_000);
  });
});
