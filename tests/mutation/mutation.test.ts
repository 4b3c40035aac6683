import { transformSync } from '@swc/core';
import { instrument } from './instrument.mjs';
import { interval, sampleOf } from './sample.mjs';

const source = `
import { a } from './a.js';
export type Word = 'one' | 'two';
export function sign(value: number, word?: { text: string }): string {
  if (value < 0 && word !== undefined) return 'minus';
  return word?.text ?? [String(value)].join('');
}
export const isGood = (words: readonly string[]): boolean => words.some((word) => !word.startsWith('x'));
`;

/** What the module offers while mutant `active` stands in it; none stands in it with -1. */
function run(active: number): {
  sign: (value: number, word?: { text: string }) => unknown;
  isGood: (words: string[]) => unknown;
} {
  const { code } = transformSync(instrument('x.ts', source).code, {
    module: { type: 'commonjs' },
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  });
  const exported = {};
  new Function('exports', 'require', '$mutant', code)(
    exported,
    () => ({}),
    (id: number) => id === active,
  );
  return exported as ReturnType<typeof run>;
}

const idOf = (operator: string, original: string, replacement: string): number => {
  const found = instrument('x.ts', source).mutants.find(
    (one) => one.operator === operator && one.original === original && one.replacement === replacement,
  );
  if (found === undefined) throw new Error(`nothing changes ${original} to ${replacement}`);
  return found.id;
};

describe('a source with its mutants', () => {
  it('does what it did while none of them stands in it', () => {
    const { sign, isGood } = run(-1);
    expect([sign(-1, { text: 'w' }), sign(3), sign(3, { text: 'w' })]).toEqual(['minus', '3', 'w']);
    expect([isGood(['x', 'y']), isGood(['x'])]).toEqual([true, false]);
  });

  it.each([
    ['operator', 'value < 0', '(value) <= (0)', 0, 'minus'],
    ['operator', 'value < 0', '(value) >= (0)', 5, 'minus'],
    ['condition', 'value < 0 && word !== undefined', 'true', 5, 'minus'],
    ['condition', 'value < 0 && word !== undefined', 'false', -5, 'w'],
    ['string', "'minus'", "''", -5, ''],
    ['return', "'minus'", 'undefined', -5, undefined],
  ])('changes the %s %s to %s', (operator, original, replacement, value, says) => {
    expect(run(idOf(operator, original, replacement)).sign(value, { text: 'w' })).toBe(says);
  });

  it('empties lists and bodies, and takes the caution out of a chain', () => {
    expect(run(idOf('array', '[String(value)]', '[]')).sign(3)).toBe('');
    expect(() => run(idOf('chain', 'word?.text', 'word.text')).sign(3)).toThrow(TypeError);
    expect(run(idOf('negation', "!word.startsWith('x')", "word.startsWith('x')")).isGood(['y'])).toBe(false);
  });

  it('leaves types, imports and words for people alone', () => {
    const { mutants } = instrument(
      'y.ts',
      `import './b.js'; type A = 'x'; export const rule = { title: 'x', text: 'what to do now' };`,
    );
    expect(mutants.map(({ operator }) => operator)).toEqual(['object']);
  });

  it('numbers them in the order of places, always the same', () => {
    const ids = instrument('x.ts', source, 40).mutants.map(({ id }) => id);
    expect(ids).toEqual(ids.map((_, index) => 40 + index));
    expect(instrument('x.ts', source, 40)).toEqual(instrument('x.ts', source, 40));
  });
});

describe('a sample', () => {
  const items = Array.from({ length: 1_000 }, (_, index) => index);

  it('is the same for the same seed, in order and without doubles', () => {
    const chosen = sampleOf(items, 100, 7);
    expect(sampleOf(items, 100, 7)).toEqual(chosen);
    expect(sampleOf(items, 100, 8)).not.toEqual(chosen);
    expect(sampleOf(items, 40, 7)).toEqual(chosen.slice(0, 40));
    expect(new Set(chosen).size).toBe(100);
    expect(chosen).toHaveLength(100);
  });

  it('says how far the whole may be from it', () => {
    const [low, high] = interval(340, 400, 10_000);
    expect(low).toBeCloseTo(0.813, 2);
    expect(high).toBeCloseTo(0.881, 2);
    expect(interval(50, 50, 50)).toEqual([1, 1]);
  });
});
