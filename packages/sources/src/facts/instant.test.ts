import { readTime } from './instant.js';

describe('a time', () => {
  it.each([
    ['2026-11-20T08:00:00Z', '2026-11-20T08:00:00Z', true],
    ['2024-05-06T07:08:09.000+0000', '2024-05-06T07:08:09Z', true],
    ['2022-12-13 19:14:20.455640+00:00', '2022-12-13T19:14:20.455Z', true],
    ['2026-11-20T10:00:00+02:00', '2026-11-20T08:00:00Z', true],
    ['2021-06-28T04:35:20.150', '2021-06-28T04:35:20.150Z', false],
    ['1722945600000', '2024-08-06T12:00:00Z', true],
    ['1722945600', '2024-08-06T12:00:00Z', true],
    ['17/02/2025 9:33 PM', '2025-02-17T21:33:00Z', false],
    ['02/17/2025 12:05 AM', '2025-02-17T00:05:00Z', false],
    ['05.06.2025', '2025-06-05T00:00:00Z', false],
  ])('written %j is read', (text, value, hasZone) => {
    expect(readTime(text)).toEqual({ kind: 'instant', value, hasZone });
  });

  it.each([
    ['0', 'never'],
    ['1970-01-01 00:00:00', 'never'],
    ['0001-01-01T00:00:00Z', 'never'],
    ['0001-01-01T00:00:00+14:00', 'never'],
    ['0099-01-01T00:00:00-12:00', 'never'],
    ['01/01/0095', 'never'],
    ['9999-12-31T23:59:59.999Z', 'never'],
    ['03/02/2025', 'ambiguous'],
    ['646419600', 'unreadable'],
    ['2025-13-01', 'unreadable'],
    ['Monday, March 29 2021 at 12:38 PM', 'unreadable'],
    ['', 'unreadable'],
  ])('written %j is %s', (text, kind) => {
    expect(readTime(text).kind).toBe(kind);
  });
});
