import { keyOfNumbers, Numbers } from './numbers.js';

describe('a key of numbers', () => {
  it('is the same for the same numbers only, however large', () => {
    const lists = [[1], [2], [1, 2], [2, 1], [0, 1], [65_536], [65_537], [1, 0], [131_072], [0x7fff_ffff]];
    expect(new Set(lists.map((list) => keyOfNumbers(list))).size).toBe(lists.length);
    expect(keyOfNumbers([1, 70_000], [3])).toBe(keyOfNumbers([1, 70_000, 3]));
  });

  it('is made of a hundred thousand numbers too, and tells them apart by the last', () => {
    const many = Array.from({ length: 100_000 }, (_, index) => index);
    expect(keyOfNumbers(many)).toBe(keyOfNumbers([...many]));
    expect(keyOfNumbers(many)).not.toBe(keyOfNumbers([...many.slice(0, -1), 7]));
  });
});

describe('numbers of things', () => {
  it('differ where the things do, and are 0 for none', () => {
    const numbers = new Numbers();
    expect(numbers.ofValue(undefined)).toBe(0);
    const values = ['', 'true', true, false, 0, 1, '1'];
    expect(new Set(values.map((value) => numbers.ofValue(value))).size).toBe(values.length);
    expect(numbers.ofValue('true')).toBe(numbers.ofValue('true'));
  });

  it('are never given again to another, however many values were met', () => {
    const numbers = new Numbers();
    const first = numbers.ofValue('first');
    const given = new Set<number>();
    for (let index = 0; index < 60_000; index++) given.add(numbers.ofValue(`value ${index}`));
    expect(given.size).toBe(60_000);
    expect(given.has(first)).toBe(false);
  });

  it('tell no list from none, and where one list ends', () => {
    const numbers = new Numbers();
    const [a, b] = [{}, {}];
    const added = (...values: (object | undefined)[]): string => {
      const parts: number[] = [];
      for (const value of values) numbers.add(parts, value);
      return keyOfNumbers(parts);
    };
    const keys = [added(undefined), added([]), added(a), added([a]), added([a], [b]), added([a, b], [])];
    expect(new Set(keys).size).toBe(keys.length);
    expect(added([a, b])).toBe(added([a, b]));
  });
});
