import fc from 'fast-check';
import {
  anyAddress,
  complementAddresses,
  formatAddresses,
  formatV6,
  parseAddresses,
  parseV4,
  parseV6,
  v4Wildcard,
} from './address.js';
import { globalUnicast } from './globals.js';

const written = (text: string): string[] | undefined => {
  const set = parseAddresses(text);
  return set === undefined ? undefined : formatAddresses(set);
};

describe('addresses', () => {
  it.each([
    ['10.1.2.3', ['10.1.2.3/32']],
    ['10.1.2.3/8', ['10.0.0.0/8']],
    ['0.0.0.0/0', ['0.0.0.0/0']],
    ['10.1.2.3/255.255.0.0', ['10.1.0.0/16']],
    ['10.0.0.1-10.0.0.3', ['10.0.0.1-10.0.0.3']],
    ['10.0.0.0-10.0.0.255', ['10.0.0.0/24']],
    ['2001:db8::1', ['2001:db8::1/128']],
    ['2001:db8::ffff/32', ['2001:db8::/32']],
    ['::ffff:192.0.2.1', ['::ffff:c000:201/128']],
    ['fe80::1%en0', ['fe80::1/128']],
    ['2001:db8::/ffff:ffff::', ['2001:db8::/32']],
  ])('reads %s', (text, expected) => {
    expect(written(text)).toEqual(expected);
  });

  it.each([
    '',
    '10.0.0',
    '256.0.0.1',
    '10.0.0.1/33',
    '10.0.0.9-10.0.0.1',
    '1:2:3',
    '::1::2',
    '2001:db8::/129',
    'lan',
    '10.0.0.1/8/8',
    '10.0.0.0/255.0.x.0',
  ])('refuses "%s"', (text) => {
    expect(parseAddresses(text)).toBeUndefined();
  });

  it('splits a mask with holes into its pieces', () => {
    expect(written('10.0.0.1/255.0.255.255')?.length).toBe(256);
    expect(formatAddresses(v4Wildcard(parseV4('10.0.0.4') ?? 0, 2) ?? anyAddress)).toEqual([
      '10.0.0.4/32',
      '10.0.0.6/32',
    ]);
  });

  it('gives up on a wildcard of too many pieces', () => {
    expect(v4Wildcard(0, parseV4('255.255.255.0') ?? 0)).toBeUndefined();
  });

  it('takes all of the other family into a complement', () => {
    const rest = complementAddresses(parseAddresses('0.0.0.0/1') ?? anyAddress);
    expect(formatAddresses(rest)).toEqual(['128.0.0.0/1', '::/0']);
  });

  it('writes IPv6 so that it reads back the same', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }), (value) => {
        expect(parseV6(formatV6(value))).toBe(value);
      }),
    );
    expect(formatV6(1n)).toBe('::1');
    expect(formatV6(0x20010db8n << 96n)).toBe('2001:db8::');
  });

  it('never throws on strange text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        parseAddresses(text);
      }),
    );
  });

  it('leaves private and documentation space out of what a peer can have', () => {
    const all = formatAddresses(globalUnicast);
    expect(all[0]).toBe('1.0.0.0-9.255.255.255');
    expect(all.some((text) => text.startsWith('192.168.'))).toBe(false);
    expect(globalUnicast.v4.length).toBe(26);
  });
});
