import { dictOf, type PayloadSpec } from '@ringcheck/testkit';
import { situationsOf } from './on-demand.js';

const situations = (rules: readonly PayloadSpec[string][], enabled = 1, kind = 'IKEv2') => {
  const { up, when, unreachable } = situationsOf(
    kind,
    dictOf({ OnDemandEnabled: enabled, OnDemandRules: rules }),
  );
  return [up, when, ...unreachable];
};
const connect = { Action: 'Connect' };
const byHand = ['by-hand', 'while the user has it switched on'];

describe('when a tunnel is up', () => {
  it('follows the first rule that matches', () => {
    expect(situations([{ Action: 'Disconnect', SSIDMatch: ['HQ', 'Lab'] }, connect])).toEqual([
      'rules',
      'on any other network (not on Wi-Fi "HQ" or "Lab")',
    ]);
  });

  it('reaches nothing behind a rule that always matches', () => {
    expect(situations([connect, { Action: 'Disconnect', SSIDMatch: ['HQ'] }, connect])).toEqual([
      'rules',
      'on every network',
      '2',
      '3',
    ]);
  });

  it('says every kind of condition in words', () => {
    expect(
      situations([
        { Action: 'Connect', InterfaceTypeMatch: 'Ethernet', DNSDomainMatch: ['corp.example'] },
        { Action: 'Ignore', DNSServerAddressMatch: ['192.0.2.53'] },
        { Action: 'Connect', InterfaceTypeMatch: 'Cellular' },
        { Action: 'Disconnect', URLStringProbe: 'https://probe.example.org/' },
      ]),
    ).toEqual(['rules', 'on Ethernet with domain corp.example, cellular (not on a reachable probe)']);
  });

  it('starts by names a rule evaluates, and not by names that never connect', () => {
    const evaluate = (DomainAction: string, more: object) => ({
      Action: 'EvaluateConnection',
      ActionParameters: [{ Domains: ['corp.example'], DomainAction }],
      ...more,
    });
    expect(
      situations([
        evaluate('ConnectIfNeeded', { InterfaceTypeMatch: 'Cellular' }),
        evaluate('NeverConnect', {}),
      ]),
    ).toEqual(['rules', 'on cellular once one of its names is asked for']);
    expect(situations([evaluate('NeverConnect', {})])).toEqual(byHand);
  });

  it('is left to the user where no rule connects, none is there or on demand is off', () => {
    expect(situations([{ Action: 'Ignore' }])).toEqual(byHand);
    expect(situations([{ Action: 'Disconnect', SSIDMatch: ['HQ'] }])).toEqual(byHand);
    expect(situations([])).toEqual(byHand);
    expect(situations([{ Action: 'Disconnect' }], 0)).toEqual(byHand);
  });

  it('is never where a rule takes the tunnel down everywhere', () => {
    expect(situations([{ Action: 'Disconnect' }])).toEqual(['never', 'never']);
  });

  it('is always for an always-on VPN, whatever rules it holds', () => {
    expect(situations([{ Action: 'Disconnect' }], 1, 'AlwaysOn')).toEqual(['always', 'at all times']);
  });
});
