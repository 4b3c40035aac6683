import { facetimeFlows, type DecidingRule, type FlowAnswer, type FlowPart } from '@ringcheck/firewall';
import { decidingLines } from './deciding-lines.js';

const [flow] = facetimeFlows;
if (flow === undefined) throw new Error('there are flows');

type PartSpec = Pick<FlowPart, 'action' | 'decidedBy' | 'destinations'> & Partial<FlowPart>;
const rule = (name: string, more: Partial<DecidingRule> = {}): DecidingRule => ({
  rule: name,
  text: name,
  action: 'deny',
  ports: [],
  destinations: [],
  ...more,
});
const answered = (decidedBy: readonly DecidingRule[], parts: readonly PartSpec[]): FlowAnswer => ({
  flow,
  verdict: 'blocked',
  parts: parts.map((part) => ({ family: 4, ports: [[443, 443]], sources: ['any'], ...part })) as FlowPart[],
  decidedBy,
  families: [],
  returnTraffic: 'allowed',
});
const names = (...asked: Parameters<typeof decidingLines>): string[] =>
  decidingLines(...asked).map((line) => line.rule);
const https = [[443, 443]] as const;

describe('the line that settles a port', () => {
  it.each<[string, string[], string[], string]>([
    ['any address before a block', ['8.0.0.0/8'], ['any'], 'b'],
    ['the larger of two blocks', ['8.0.0.0/9'], ['8.0.0.0/8'], 'b'],
    ['the larger of two ranges', ['8.0.0.0-8.0.0.1'], ['8.0.0.0-8.0.0.9'], 'b'],
    ['a range of half the Internet before a block', ['8.0.0.0/8'], ['0.0.0.0-127.255.255.255'], 'b'],
    ['a range of IPv6 by its part of IPv6', ['8.0.0.0/8'], ['2001::-2001::ffff'], 'a'],
    ['several blocks together', ['8.0.0.0/9'], ['8.0.0.0/10', '9.0.0.0/9'], 'b'],
    ['nothing for what is no address', ['8.0.0.0/8'], ['x-y', 'z', '9.0.0.0-z'], 'a'],
  ])('is that for %s', (_name, a, b, expected) => {
    const answer = answered(
      [rule('a', { line: 1 }), rule('b', { line: 2 })],
      [
        { action: 'deny', decidedBy: ['a'], destinations: a },
        { action: 'deny', decidedBy: ['b'], destinations: b },
      ],
    );
    expect(names(answer, 'deny', https)).toEqual([expected]);
  });

  it('is the first of the text among equals', () => {
    const parts: PartSpec[] = ['b', 'a'].map((name) => ({
      action: 'deny',
      decidedBy: [name],
      destinations: ['any'],
    }));
    const answer = answered([rule('b', { line: 9 }), rule('a', { line: 3 })], parts);
    expect(names(answer, 'deny', https)).toEqual(['a']);
    const unplaced = answered([rule('b', { line: 9 }), rule('a')], parts);
    expect(names(unplaced, 'deny', https)).toEqual(['a']);
  });

  it('is joined by another only where that closes a port left open', () => {
    const wide = [[3478, 3479]] as const;
    const answer = answered(
      [rule('a', { line: 1 }), rule('b', { line: 2 }), rule('c', { line: 3 })],
      [
        { action: 'deny', decidedBy: ['a'], destinations: ['any'], ports: [[3478, 3478]] },
        { action: 'deny', decidedBy: ['b'], destinations: ['8.0.0.0/8'], ports: [[3478, 3479]] },
        { action: 'deny', decidedBy: ['c'], destinations: ['9.0.0.0/9'], ports: [[3479, 3479]] },
      ],
    );
    expect(names(answer, 'deny', wide)).toEqual(['a', 'b']);
    expect(names(answer, 'deny', [[3478, 3478]])).toEqual(['a']);
    expect(names(answer, 'deny', [[9, 9]])).toEqual([]);
  });

  it('is one of the action and the family that is asked for', () => {
    const answer = answered(
      [rule('a'), rule('b', { action: 'unknown' }), rule('c')],
      [
        { action: 'deny', decidedBy: ['a'], destinations: ['any'] },
        { action: 'unknown', decidedBy: ['b'], destinations: ['any'] },
        { action: 'deny', decidedBy: ['c'], destinations: ['any'], family: 6 },
      ],
    );
    expect(names(answer, 'deny', https, 4)).toEqual(['a']);
    expect(names(answer, 'deny', https, 6)).toEqual(['c']);
    expect(names(answer, 'unknown', https)).toEqual(['b']);
  });

  it('is the one in doubt, not one that would decide behind it', () => {
    const answer = answered(
      [
        rule('behind', { action: 'unknown', line: 1 }),
        rule('doubt', { action: 'unknown', line: 2, reason: 'ipset' }),
      ],
      [{ action: 'unknown', decidedBy: ['behind', 'doubt'], destinations: ['any'] }],
    );
    expect(names(answer, 'unknown', https)).toEqual(['doubt']);
  });

  it('is told once where it decides in several parts, by its name and line', () => {
    const answer = answered(
      [rule('a', { line: 1 }), rule('a', { line: 2 })],
      [
        { action: 'deny', decidedBy: ['a'], destinations: ['8.0.0.0/8'] },
        { action: 'deny', decidedBy: ['a'], destinations: ['9.0.0.0/8'], ports: [[443, 443]] },
      ],
    );
    expect(decidingLines(answer, 'deny', https).map(({ line }) => line)).toEqual([1]);
  });
});
