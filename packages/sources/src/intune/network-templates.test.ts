import { toJson } from '@ringcheck/model';
import { sourceContract } from '../contract/source-contract.js';
import { jsonValue, plainValue } from '../contract/values.js';
import { intuneConfigurationsSource } from './configurations-source.js';

const ref = { path: 'configurations.json', sha256: 'a'.repeat(64) };

const vpn = {
  '@odata.type': '#microsoft.graph.iosVpnConfiguration',
  id: 'v-1',
  displayName: 'Head office',
  connectionName: 'Office',
  connectionType: 'customVpn',
  identifier: 'com.example.vpn',
  server: { address: 'vpn.example', isDefaultServer: true },
  providerType: 'packetTunnel',
  enablePerApp: false,
  disableOnDemandUserOverride: true,
  onDemandRules: [
    { action: 'disconnect', ssids: ['Campus'], dnsSearchDomains: [], domains: [] },
    { action: 'evaluateConnection', ssids: [], domainAction: 'neverConnect', domains: ['apple.com'] },
    { action: 'connect' },
  ],
};
const wifi = {
  '@odata.type': '#microsoft.graph.iosWiFiConfiguration',
  displayName: 'Campus Wi-Fi',
  ssid: 'Campus',
  connectAutomatically: true,
  proxySettings: 'automatic',
  proxyManualAddress: '',
  proxyAutomaticConfigurationUrl: 'http://proxy.example/proxy.pac',
};

sourceContract(intuneConfigurationsSource, {
  own: {
    'a VPN': { value: plainValue(vpn) },
    'a Wi-Fi network of a Mac': {
      value: plainValue({ ...wifi, '@odata.type': '#microsoft.graph.macOSEnterpriseWiFiConfiguration' }),
    },
  },
  foreign: {
    'an Android VPN': { value: plainValue({ '@odata.type': '#microsoft.graph.androidVpnConfiguration' }) },
  },
  withSecret: { value: plainValue({ ...wifi, preSharedKey: 'PLANTED-SECRET-4711' }) },
  withUnknown: { value: plainValue({ ...vpn, brandNew: 1 }) },
});

const read = (plain: unknown) => intuneConfigurationsSource.read({ ref, value: plainValue(plain) });
function payloadOf(plain: unknown) {
  const [payload] = read(plain).profiles[0]?.payloads ?? [];
  return payload === undefined ? undefined : [payload.type, toJson(payload.settings)];
}

describe('a VPN template of Intune', () => {
  it('stands for the payload that Apple documents', () => {
    expect(read(vpn)).toMatchObject({ status: 'ingested', diagnostics: [] });
    expect(payloadOf(vpn)).toEqual([
      'com.apple.vpn.managed',
      {
        UserDefinedName: 'Office',
        VPNType: 'VPN',
        VPNSubType: 'com.example.vpn',
        VPN: {
          RemoteAddress: 'vpn.example',
          ProviderType: 'packet-tunnel',
          OnDemandEnabled: 1,
          OnDemandUserOverrideDisabled: 1,
          OnDemandRules: [
            { Action: 'Disconnect', SSIDMatch: ['Campus'] },
            {
              Action: 'EvaluateConnection',
              ActionParameters: [{ DomainAction: 'NeverConnect', Domains: ['apple.com'] }],
            },
            { Action: 'Connect' },
          ],
        },
      },
    ]);
  });

  it.each([
    [{ connectionType: 'ikEv2' }, 'com.apple.vpn.managed', 'IKEv2'],
    [{ connectionType: 'alwaysOn' }, 'com.apple.vpn.managed', 'AlwaysOn'],
    [{ connectionType: 'ikEv2', enableAlwaysOnConfiguration: true }, 'com.apple.vpn.managed', 'AlwaysOn'],
    [{ connectionType: 'ciscoIPSec' }, 'com.apple.vpn.managed', 'IPSec'],
    [{ enablePerApp: true }, 'com.apple.vpn.managed.applayer', 'VPN'],
  ])('with %j is %s of type %s', (more, type, vpnType) => {
    expect(payloadOf({ ...vpn, ...more })).toMatchObject([type, { VPNType: vpnType }]);
  });

  it.each([
    [{ enableSplitTunneling: true }, 'enableSplitTunneling'],
    [{ strictEnforcement: true }, 'strictEnforcement'],
    [{ proxyServer: { address: 'proxy.example', port: 3128 } }, 'proxyServer'],
  ])('with %j says what was not translated', (more, key) => {
    const output = read({ ...vpn, ...more });
    expect(output.status).toBe('partial');
    expect(output.profiles).toHaveLength(1);
    expect(output.diagnostics[0]).toMatchObject({ code: 'unimplemented-intune-configuration' });
    expect(output.diagnostics[0]?.message).toContain(key);
  });

  it('leads from Apple’s key to the one of Graph', () => {
    const text = JSON.stringify(vpn);
    const [profile] = intuneConfigurationsSource.read({ ref, value: jsonValue(text) }).profiles;
    const type = profile?.payloads[0]?.settings.entries.find(({ key }) => key === 'VPNType');
    expect(type?.keyAt.column).toBe(text.indexOf('"connectionType"') + 1);
  });
});

describe('a Wi-Fi template of Intune', () => {
  it('stands for the network with its proxy', () => {
    expect(payloadOf(wifi)).toEqual([
      'com.apple.wifi.managed',
      {
        SSID_STR: 'Campus',
        AutoJoin: true,
        ProxyType: 'Auto',
        ProxyPACURL: 'http://proxy.example/proxy.pac',
      },
    ]);
  });

  it('keeps its key as a secret', () => {
    expect(payloadOf({ ...wifi, preSharedKey: 'x' })).toMatchObject([
      'com.apple.wifi.managed',
      { Password: { $secret: true } },
    ]);
  });
});
