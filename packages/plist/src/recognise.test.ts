import { recognisePlist } from './recognise.js';
import { utf16, utf8 } from './testing.js';

describe('the encoding of a property list', () => {
  it.each([
    ['xml', '<?xml version="1.0"?><!DOCTYPE plist PUBLIC "" ""><plist/>'],
    ['xml', '\n\t<!-- made by hand --><plist version="1.0">'],
    ['xml', `<!--${'x'.repeat(10_000)}--><plist>`],
    ['xml', '<!DOCTYPE plist [ <!ENTITY a "b"> ]><plist/>'],
    ['xml', '\ufeff<plist>'],
    ['xml', 'Profiles for user:\n<?xml version="1.0"?>\n<plist>'],
    ['binary', 'bplist00'],
    ['json', '{"PayloadContent": []}'],
    ['json', ' [1]'],
    ['json', '{}'],
    ['openstep', '{ allowCamera = 0; }'],
    ['openstep', '{ "allow it" = 1; }'],
    ['openstep', '// !$*UTF8*$!\n{ a = 1; }'],
    ['openstep', '/* x */ ( a, b )'],
    [undefined, '<plistlike/>'],
    [undefined, '<?xml version="1.0"?><computer><plist/></computer>'],
    [undefined, '<!DOCTYPE html><html>'],
    [undefined, 'serial,udid\nC02,00'],
    [undefined, 'pass in quick on en0'],
    [undefined, '{ echo hi }'],
    [undefined, ''],
  ] as const)('is %s for %j', (expected, text) => {
    expect(recognisePlist(utf8(text))).toBe(expected);
  });

  it.each(['le', 'be'] as const)('is seen through UTF-16 (%s)', (order) => {
    expect(recognisePlist(utf16('<plist>', order))).toBe('xml');
    expect(recognisePlist(utf16('<plist>', order, false))).toBe('xml');
  });
});
