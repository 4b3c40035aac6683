import { dictOf, type Plain } from '@ringcheck/testkit';
import { routesOf } from './decide.js';
import { payloadRoutes } from './other-payloads.js';
import { reasonsUp, waysUp } from './testing.js';

type Settings = Readonly<Record<string, Plain>>;

function declared(kind: string, settings: Settings, platform?: 'iOS' | 'macOS') {
  const tunnel = payloadRoutes(`com.apple.configuration.network.vpn.${kind}`, dictOf(settings), platform);
  if (tunnel === undefined) throw new Error(`${kind} sets no routes`);
  return tunnel;
}
const all = { NetworkRouting: { IncludeAllNetworks: true } };

describe('a declared VPN', () => {
  it('takes everything but push by IncludeAllNetworks, named by its own key', () => {
    for (const kind of ['ikev2', 'ipsec', 'vpn-plugin']) {
      expect(waysUp(declared(kind, all, 'iOS'))).toBe(
        'push excluded, apple tunnel, peers tunnel, local excluded',
      );
    }
    expect(reasonsUp(declared('ikev2', all, 'macOS'))).toEqual([
      'push: push-excluded NetworkRouting.ExcludeAPNs',
      'apple: all-networks NetworkRouting.IncludeAllNetworks',
      'peers: all-networks NetworkRouting.IncludeAllNetworks',
      'local: all-networks NetworkRouting.ExcludeLocalNetworks',
    ]);
  });

  it('takes push too where ExcludeAPNs is false', () => {
    const keys = {
      NetworkRouting: { IncludeAllNetworks: true, ExcludeAPNs: false, ExcludeLocalNetworks: true },
    };
    expect(waysUp(declared('ikev2', keys))).toBe('push tunnel, apple tunnel, peers tunnel, local excluded');
  });

  it('depends on the gateway otherwise, enforced or not', () => {
    expect(reasonsUp(declared('ikev2', {}))[1]).toBe('apple: server-routes NetworkRouting');
    expect(reasonsUp(declared('ikev2', { NetworkRouting: { EnforceRoutes: true } }))[1]).toBe(
      'apple: enforced-routes NetworkRouting.EnforceRoutes',
    );
    expect(waysUp(declared('vpn-plugin', { NetworkRouting: 'all' }))).toContain('peers depends');
  });

  it('takes everything where it is the primary way', () => {
    expect(reasonsUp(declared('ipsec', { OverridePrimary: true }))[0]).toBe(
      'push: override-primary OverridePrimary',
    );
  });

  it('takes no more by OverridePrimary where the schema has no such key', () => {
    for (const other of [
      declared('ikev2', { OverridePrimary: true }),
      declared('ipsec', { NetworkRouting: { OverridePrimary: true } }),
      declared('ipsec', { OverridePrimary: false }),
    ]) {
      expect(waysUp(other)).toContain('peers depends');
    }
  });

  it('takes everything at all times where it is always on', () => {
    const tunnel = declared('always-on', {});
    expect(waysUp(tunnel)).toBe('push tunnel, apple tunnel, peers tunnel, local tunnel');
    expect(routesOf(tunnel).map(({ way }) => way)).toEqual(['tunnel', 'tunnel', 'tunnel', 'tunnel']);
  });

  it('is up by hand, by rules that are understood, or by rules that are not', () => {
    const when = (OnDemand: Settings) => declared('ikev2', { ...all, OnDemand }).situations;
    expect(when({ Enabled: false, Rules: [{ Action: 'Connect' }] }).up).toBe('by-hand');
    expect(when({ Enabled: true, Rules: [{ Action: 'Connect' }] })).toMatchObject({
      up: 'rules',
      when: 'on every network',
    });
    expect(when({ Enabled: true, Rules: [{ Do: 'Connect' }] })).toMatchObject({
      up: 'rules',
      when: 'on the networks its on-demand rules name',
    });
  });

  it('is none of the declarations that set no routes', () => {
    expect(payloadRoutes('com.apple.configuration.network.vpn.l2tp', dictOf({}))).toBeUndefined();
    expect(payloadRoutes('com.apple.configuration.network.wifi', dictOf(all))).toBeUndefined();
  });
});
