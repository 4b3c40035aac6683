import { pictureOf, type InstalledSpec, type PictureSpec } from '@ringcheck/testkit';
import { resolve } from './index.js';

const type = 'com.apple.configuration.app.settings';
const key = 'Allowed.DeniedApps';
const phone: PictureSpec = { platform: 'iOS', osVersion: '27.0', isSupervised: true };
const denies = (declaration: InstalledSpec['declaration']): InstalledSpec => ({
  identifier: 'com.example.apps',
  ...(declaration === undefined ? {} : { declaration }),
  payloads: [{ type, Allowed: { DeniedApps: ['com.apple.facetime'] } }],
});
const resolved = (spec: PictureSpec) => resolve(pictureOf(spec), { isPast: () => false });

describe('a declaration the device reports on', () => {
  it('acts when it is active and valid, also where nobody listed the profiles', () => {
    const profiles = [denies({ active: true, valid: 'valid', reasons: [] })];
    for (const knowledge of ['listed', 'assigned', 'none'] as const) {
      const effective = resolved({ ...phone, profiles, installed: { knowledge } });
      expect(effective.settings(type, key)).toHaveLength(1);
    }
  });

  it('does nothing when the device refused it, and its reasons are told', () => {
    const reasons = [{ code: 'Error.ConfigurationCannotBeApplied', description: 'Not supported' }];
    const effective = resolved({
      ...phone,
      profiles: [denies({ active: false, valid: 'invalid', reasons })],
    });
    expect(effective.settings(type, key)).toEqual([]);
    expect(effective.undetermined(type, key)).toEqual([]);
    expect(effective.ignored(type, key).map(({ reason, detail }) => [reason, detail])).toEqual([
      ['declaration-invalid', 'Not supported'],
    ]);
  });

  it('does nothing while no activation refers to it', () => {
    const effective = resolved({
      ...phone,
      profiles: [denies({ active: false, valid: 'valid', reasons: [] })],
    });
    expect(effective.settings(type, key)).toEqual([]);
    expect(effective.ignored(type, key).map(({ reason }) => reason)).toEqual(['declaration-inactive']);
  });

  it.each([
    ['not checked yet', { active: true, valid: 'unknown' as const, reasons: [] }],
    ['without a word on either', { reasons: [] }],
  ])('leaves its settings open: %s', (_, declaration) => {
    const effective = resolved({ ...phone, profiles: [denies(declaration)] });
    expect(effective.settings(type, key)).toEqual([]);
    expect(effective.undetermined(type, key).map(({ reason }) => reason)).toContain('declaration-unchecked');
  });

  it('whose content nobody uploaded leaves declarations open, never profiles', () => {
    const missing: InstalledSpec = {
      identifier: 'com.example.apps',
      content: 'missing',
      declaration: { active: true, valid: 'valid', reasons: [] },
    };
    const effective = resolved({ ...phone, profiles: [missing] });
    expect(effective.undetermined(type, key).map(({ reason }) => reason)).toEqual(['content-missing']);
    expect(effective.undetermined('com.apple.applicationaccess', 'allowVideoConferencing')).toEqual([]);
    const older = resolved({ ...phone, osVersion: '26.1', profiles: [missing] });
    expect(older.undetermined(type, key)).toEqual([]);
  });

  it('whose content nobody uploaded leaves nothing open once the device refused it', () => {
    const refused: InstalledSpec = {
      identifier: 'com.example.apps',
      content: 'missing',
      declaration: { active: false, valid: 'invalid', reasons: [] },
    };
    expect(resolved({ ...phone, profiles: [refused] }).undetermined(type, key)).toEqual([]);
  });
});

describe('a profile delivered by a declaration in User Enrollment', () => {
  const both = (viaDeclaration: boolean): InstalledSpec => ({
    identifier: 'com.example.both',
    viaDeclaration,
    payloads: [
      { type: 'com.apple.vpn.managed', VPNType: 'IKEv2', IKEv2: { IncludeAllNetworks: 1 } },
      { type: 'com.apple.relay.managed', Relays: [{ HTTP3RelayURL: 'https://relay.example.org' }] },
    ],
  });
  const relays = (spec: PictureSpec) => resolved(spec).payloads('com.apple.relay.managed').length;

  it('is refused whole on an iPhone for one payload that is forbidden', () => {
    const userPhone: PictureSpec = { platform: 'iOS', osVersion: '26.1', enrolment: 'user' };
    expect(relays({ ...userPhone, profiles: [both(true)] })).toBe(0);
    expect(relays({ ...userPhone, profiles: [both(false)] })).toBe(1);
  });

  it('loses that payload only on a Mac', () => {
    const mac: PictureSpec = { platform: 'macOS', osVersion: '15.1', enrolment: 'user' };
    const effective = resolved({ ...mac, profiles: [both(true)] });
    expect(effective.payloads('com.apple.vpn.managed')).toEqual([]);
    expect(effective.ignored('com.apple.vpn.managed').map(({ reason }) => reason)).toEqual([
      'user-enrolment',
    ]);
  });
});
