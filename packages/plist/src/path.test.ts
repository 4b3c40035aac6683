import type { Value } from '@ringcheck/model';
import { formatPath, parsePath, valueAt } from './path.js';

const at = { offset: 0 };
const text = (value: string): Value => ({ type: 'string', value, at });
const tree: Value = {
  type: 'dict',
  at,
  entries: [
    { key: 'a.b', keyAt: at, value: text('dotted') },
    {
      key: 'list',
      keyAt: at,
      value: { type: 'array', at, items: [text('first'), { type: 'dict', at, entries: [] }] },
    },
    { key: '__proto__', keyAt: at, value: text('plain data') },
    { key: '', keyAt: at, value: text('empty') },
  ],
};

describe('key paths', () => {
  it.each([
    ['list[0]', 'first'],
    ['["a.b"]', 'dotted'],
    ['__proto__', 'plain data'],
    ['[""]', 'empty'],
  ])('finds %s', (path, expected) => {
    expect(valueAt(tree, path)).toMatchObject({ value: expected });
  });

  it.each(['list[2]', 'list.0', 'a.b', 'constructor', 'list[1].x', '[0]', '['])(
    'finds nothing at %s',
    (path) => {
      expect(valueAt(tree, path)).toBeUndefined();
    },
  );

  it('gives the root for the empty path', () => {
    expect(valueAt(tree, '')).toBe(tree);
  });

  it.each(['a..b', '[x]', '["a', 'a[', '[-1]'])('says that %s is no path', (path) => {
    expect(parsePath(path)).toBeUndefined();
  });

  it('reads back every path it writes', () => {
    const steps = ['PayloadContent', 0, 'a.b', '', 'with "quotes"', 12, 'plain', 'new\nline'];
    expect(parsePath(formatPath(steps))).toEqual(steps);
  });
});
