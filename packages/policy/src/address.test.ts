import { contains, parseAddress, parseCidr } from './address.js';

const holds = (block: string, address: string): boolean | undefined => {
  const cidr = parseCidr(block);
  const ip = parseAddress(address);
  return cidr && ip && contains(cidr, ip);
};

describe('addresses', () => {
  it.each([
    ['0.0.0.0', 4, 0n],
    ['255.255.255.255', 4, 0xffffffffn],
    ['192.0.2.1', 4, 0xc0000201n],
    [' 192.0.2.1 ', 4, 0xc0000201n],
    ['::', 6, 0n],
    ['::1', 6, 1n],
    ['2001:db8::', 6, 0x20010db8000000000000000000000000n],
    ['2001:DB8:0:0:0:0:0:A', 6, 0x20010db800000000000000000000000an],
    ['1:2:3:4:5:6:7::', 6, 0x00010002000300040005000600070000n],
    ['64:ff9b::192.0.2.1', 6, 0x0064ff9b0000000000000000c0000201n],
    ['::ffff:192.0.2.1', 4, 0xc0000201n],
  ] as const)('reads %s', (text, family, value) => {
    expect(parseAddress(text)).toEqual({ family, value });
  });

  it.each([
    [
      '',
      '1.2.3',
      '1.2.3.4.5',
      '1.2.3.256',
      '01.2.3.4',
      '1.2.3.4 5',
      '0x1.2.3.4',
      '-1.2.3.4',
      '1.2.3.',
      'host',
    ],
    [':', ':::', '1::2::3', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7:8::', '12345::', 'g::'],
    ['fe80::1%en0', '1.2.3.4::', '::1.2.3', '::1.2.3.4:5', '1:'.repeat(40)],
  ])('refuses what is no address', (...texts) => {
    for (const text of texts) expect([text, parseAddress(text)]).toEqual([text, undefined]);
  });
});

describe('blocks', () => {
  it('holds exactly the addresses that share its prefix', () => {
    expect(holds('10.20.0.0/16', '10.20.0.0')).toBe(true);
    expect(holds('10.20.0.0/16', '10.20.255.255')).toBe(true);
    expect(holds('10.20.0.0/16', '10.21.0.0')).toBe(false);
    expect(holds('10.20.0.0/16', '10.19.255.255')).toBe(false);
  });

  it('is exact where the prefix ends inside a byte', () => {
    expect(holds('192.168.76.0/23', '192.168.77.255')).toBe(true);
    expect(holds('192.168.76.0/23', '192.168.78.0')).toBe(false);
    expect(holds('128.0.0.0/1', '127.255.255.255')).toBe(false);
    expect(holds('2001:db8:8000::/33', '2001:db8:7fff::1')).toBe(false);
    expect(holds('2001:db8:8000::/33', '2001:db8:ffff::1')).toBe(true);
  });

  it('holds everything of its family at prefix 0 and one address at full length', () => {
    expect(holds('0.0.0.0/0', '203.0.113.9')).toBe(true);
    expect(holds('::/0', '2001:db8::1')).toBe(true);
    expect(holds('203.0.113.9/32', '203.0.113.8')).toBe(false);
    expect(holds('203.0.113.9', '203.0.113.9')).toBe(true);
    expect(holds('2001:db8::1/128', '2001:db8::2')).toBe(false);
  });

  it('never mixes the families', () => {
    expect(holds('0.0.0.0/0', '::1')).toBe(false);
    expect(holds('::/0', '192.0.2.1')).toBe(false);
  });

  it('reads IPv4 written inside IPv6 as IPv4', () => {
    expect(holds('10.0.0.0/8', '::ffff:10.1.2.3')).toBe(true);
    expect(holds('::ffff:10.0.0.0/104', '10.1.2.3')).toBe(true);
    expect(parseCidr('::ffff:10.0.0.0/95')).toBeUndefined();
  });

  it('ignores the bits behind the prefix', () => {
    expect(parseCidr('10.20.3.4/16')).toEqual(parseCidr('10.20.0.0/16'));
  });

  it.each([
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/08',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '::/129',
    '/8',
    'campus',
  ])('refuses %s', (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });
});
