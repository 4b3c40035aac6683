import { defaultThresholds } from '@ringcheck/policy';
import { pictureOf, testNow, type Plain } from '@ringcheck/testkit';
import { evaluateDevice } from '../../index.js';
import { proxyNetwork } from './rule.js';

function told(
  platform: 'iOS' | 'macOS',
  type: string,
  settings: Readonly<Record<string, Plain>>,
  channel = 'device',
): unknown[] {
  const picture = pictureOf({
    platform,
    osVersion: platform === 'iOS' ? '26.1' : '15.1',
    isSupervised: true,
    enrolment: 'device',
    profiles: [{ identifier: 'com.example.net', channel, payloads: [{ type, ...settings }] }],
  });
  return evaluateDevice(picture, {
    now: testNow,
    thresholds: defaultThresholds,
    rules: [proxyNetwork],
  }).results.map(({ message, scope, data, cause, evidence }) => [
    message,
    scope,
    data['server'],
    data['network'],
    cause?.split('/').slice(2).join('/'),
    evidence[0]?.path,
  ]);
}
const clear = [['clear', undefined, undefined, undefined, undefined, undefined]];
const system = 'com.apple.SystemConfiguration';
const at = 'PayloadContent[0]';

describe('the proxy of a Mac’s system settings', () => {
  it.each([
    ['HTTPEnable', 'HTTPProxy'],
    ['HTTPSEnable', 'HTTPSProxy'],
    ['SOCKSEnable', 'SOCKSProxy'],
    ['ProxyAutoConfigEnable', 'ProxyAutoConfigURLString'],
  ])('is that of %s and %s', (enable, name) => {
    const proxies = (on: Plain) =>
      told('macOS', system, { Proxies: { [enable]: on, [name]: 'p.example.org' } });
    const found = [['wired', undefined, 'p.example.org', 'all', 'Proxies', at]];
    expect(proxies(1)).toEqual(found);
    expect(proxies(true)).toContainEqual(found[0]);
    expect(proxies(0)).toEqual(clear);
    expect(proxies(false)).not.toContainEqual(found[0]);
    expect(proxies('1')).not.toContainEqual(found[0]);
  });

  it('is none where it has none', () => {
    expect(told('macOS', system, {})).toEqual(clear);
  });
});

describe('the proxy of a joined network', () => {
  it.each(['com.apple.wifi.managed', 'com.apple.globalethernet.managed'])(
    '%s is told with its network',
    (type) => {
      const isWifi = type === 'com.apple.wifi.managed';
      const name = isWifi ? 'Office' : 'Ethernet';
      const of = (settings: Readonly<Record<string, Plain>>) =>
        told('macOS', type, { SSID_STR: 'Office', ...settings });
      const message = isWifi ? 'wifi' : 'wired';
      expect(of({ ProxyType: 'Manual', ProxyServer: 'p.example.org' })).toEqual([
        [message, `network:${name}`, 'p.example.org', name, 'ProxyServer', `${at}.ProxyServer`],
      ]);
      expect(of({ ProxyType: 'Auto', ProxyPACURL: 'http://pac.example.org' })).toEqual([
        [message, `network:${name}`, 'http://pac.example.org', name, 'ProxyPACURL', `${at}.ProxyPACURL`],
      ]);
      expect(of({ ProxyType: 'Manual' })).toEqual([
        [message, `network:${name}`, 'found by itself (WPAD)', name, 'ProxyType', at],
      ]);
      expect(of({ ProxyType: 'None', ProxyServer: 'p.example.org' })).toEqual(clear);
    },
  );

  it('is that user’s alone where a user has it', () => {
    const settings = { SSID_STR: 'Office', ProxyType: 'Manual', ProxyServer: 'p.example.org' };
    expect(told('macOS', 'com.apple.wifi.managed', settings, 'ana')[0]).toEqual(
      expect.arrayContaining(['user:ana']),
    );
  });
});

describe('the proxy of an access point', () => {
  it('is told for each point that has one, in new and old payloads', () => {
    const points = {
      APNs: [{ Name: 'a', ProxyServer: '192.0.2.1' }, { Name: 'b', ProxyServer: '' }, { Name: 'c' }],
      AttachAPN: { Name: 'd', ProxyServer: '192.0.2.4' },
    };
    const found = (network: string, server: string) => [
      'cellular',
      'cellular',
      server,
      `access point ${network}`,
      `APNs/${network}`,
      at,
    ];
    expect(told('iOS', 'com.apple.cellular', points)).toEqual([
      found('a', '192.0.2.1'),
      found('d', '192.0.2.4'),
    ]);
    const old = { PayloadContent: [{ DefaultsData: { apns: [{ apn: 'o', proxy: '192.0.2.9' }] } }, {}, 'x'] };
    expect(told('iOS', 'com.apple.apn.managed', old)).toEqual([found('o', '192.0.2.9')]);
    expect(told('iOS', 'com.apple.apn.managed', {})).toEqual(clear);
  });
});
