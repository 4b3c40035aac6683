import { remembered } from './plain.js';

describe('a function whose answers are remembered', () => {
  const counting = (most: number) => {
    const asked: string[] = [];
    const answer = remembered(most, (text) => {
      asked.push(text);
      return text === '' ? undefined : text.length;
    });
    return { asked, answer };
  };

  it('is asked once for each text, also where it has no answer', () => {
    const { asked, answer } = counting(10);
    expect(['a', '', 'bc', 'a', '', 'bc'].map(answer)).toEqual([1, undefined, 2, 1, undefined, 2]);
    expect(asked).toEqual(['a', '', 'bc']);
  });

  it('keeps no more answers than it may', () => {
    const { asked, answer } = counting(2);
    for (const text of ['a', 'b', 'c', 'c', 'a']) expect(answer(text)).toBe(1);
    expect(asked).toEqual(['a', 'b', 'c', 'a']);
  });
});
