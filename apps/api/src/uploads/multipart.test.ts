import { cleanPath } from './multipart.js';

describe('paths of uploaded files', () => {
  it.each([
    ['mdm/device.plist', 'mdm/device.plist'],
    ['..\\..\\etc\\passwd', 'etc/passwd'],
    ['/../../a//b/./c', 'a/b/c'],
    ['', 'unnamed'],
    [undefined, 'unnamed'],
  ])('%s is kept as %s', (given, expected) => {
    expect(cleanPath(given)).toBe(expected);
  });

  it('keeps a path of a thousand signs at most', () => {
    expect(cleanPath('x'.repeat(5_000))).toHaveLength(1_000);
  });
});
