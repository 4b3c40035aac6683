import { pictureOf, type InstalledSpec, type PictureSpec } from '@ringcheck/testkit';
import { resolve } from './index.js';

const restrictions = 'com.apple.applicationaccess';
const facetime = 'allowVideoConferencing';
const iPhone: PictureSpec = { platform: 'iOS', osVersion: '17.0', isSupervised: true, enrolment: 'device' };
const mac: PictureSpec = { platform: 'macOS', osVersion: '15.0', enrolment: 'device' };

function open(device: PictureSpec, profile: InstalledSpec, type = restrictions, key?: string): unknown[] {
  const effective = resolve(pictureOf({ ...device, profiles: [profile] }), { isPast: () => false });
  return effective.undetermined(type, key).map(({ reason }) => reason);
}

const missing = (more: Partial<InstalledSpec> = {}): InstalledSpec => ({
  identifier: 'com.example.m',
  content: 'missing',
  ...more,
});

describe('a profile whose settings nobody can read', () => {
  it('leaves a key open that it could hold', () => {
    expect(open(iPhone, missing(), restrictions, facetime)).toEqual(['content-missing']);
    expect(open(iPhone, missing({ content: 'encrypted' }), restrictions, facetime)).toEqual([
      'content-encrypted',
    ]);
  });

  it('is known by where it was listed', () => {
    const picture = pictureOf({ ...iPhone, profiles: [missing()] });
    const [question] = resolve(picture, { isPast: () => false }).undetermined(restrictions, facetime);
    expect(question?.evidence).toMatchObject({
      document: 'ProfileList.plist',
      profile: 'com.example.m',
      path: 'ProfileList[0]',
      line: 10,
    });
    expect(question?.payload).toBeUndefined();
  });

  it('is encrypted although its envelope was uploaded', () => {
    expect(open(iPhone, { identifier: 'e', encrypted: true, payloads: [] }, restrictions, facetime)).toEqual([
      'content-encrypted',
    ]);
  });

  it('cannot hold a payload type that its list of payloads lacks', () => {
    const listed = missing({ payloadTypes: ['com.apple.wifi.managed', 'com.apple.app.lock'] });
    expect(open(iPhone, listed, restrictions, facetime)).toEqual([]);
    expect(open(iPhone, listed, 'com.apple.app.lock')).toEqual(['content-missing']);
  });

  it('may hold anything when its list of payloads is empty', () => {
    expect(open(iPhone, missing({ payloadTypes: [] }), restrictions, facetime)).toEqual(['content-missing']);
  });

  it('leaves nothing open that could not act on this device', () => {
    expect(open({ ...iPhone, isSupervised: false }, missing(), restrictions, facetime)).toEqual([]);
    expect(open({ ...iPhone, isSupervised: false }, missing(), restrictions, 'allowCamera')).toEqual([
      'content-missing',
    ]);
    expect(open(mac, missing(), restrictions, facetime)).toEqual([]);
    expect(open(mac, missing(), 'com.apple.app.lock')).toEqual([]);
    expect(open(mac, missing({ channel: 'ana' }), 'com.apple.security.firewall')).toEqual([]);
  });

  it('may hold the old name of a list where the new one does not act yet', () => {
    const iOS14 = { ...iPhone, osVersion: '14.8' };
    expect(open(iOS14, missing(), restrictions, 'blockedAppBundleIDs')).toEqual(['content-missing']);
    expect(open({ ...iOS14, osVersion: '9.0' }, missing(), restrictions, 'blockedAppBundleIDs')).toEqual([]);
  });

  it('leaves supervision open too where that is not known', () => {
    const { isSupervised: _, ...unknown } = iPhone;
    expect(open(unknown, missing(), restrictions, facetime)).toEqual(['content-missing']);
  });

  it('may hold restrictions of a Mac inside managed preferences', () => {
    const carrier = missing({ payloadTypes: ['com.apple.ManagedClient.preferences'] });
    expect(open(mac, carrier, restrictions, 'allowCamera')).toEqual(['content-missing']);
    expect(open(mac, carrier, 'com.apple.vpn.managed')).toEqual([]);
    expect(open(iPhone, carrier, restrictions, 'allowCamera')).toEqual([]);
  });

  it.each([
    'com.apple.mgmt.External.4D3A2B',
    '00000000-0000-0000-A000-4A414D460003',
    'com.github.micromdm.micromdm.enroll',
    'com.kandji.profile.mdm',
    'www.windowsintune.com.10',
  ])('holds no restriction when it is the enrolment %s', (identifier) => {
    expect(open(iPhone, missing({ identifier }), restrictions, facetime)).toEqual([]);
  });

  it.each(['MDM Profile', 'Management Profile', 'mdm profile '])(
    'holds no restriction when it is called "%s"',
    (displayName) => {
      expect(open(iPhone, missing({ displayName }), restrictions, facetime)).toEqual([]);
    },
  );

  it.each([
    { identifier: 'com.example.mgmt.External.x' },
    { displayName: 'MDM Profile restrictions' },
    { displayName: 'MDM Profile', payloadTypes: ['com.apple.mdm', restrictions] },
  ])('may hold a restriction when it is %j', (more) => {
    expect(open(iPhone, missing(more), restrictions, facetime)).toEqual(['content-missing']);
  });

  it('holds nothing when it is enrolment and certificates by its payloads', () => {
    const enrolment = missing({
      payloadTypes: ['com.apple.mdm', 'com.apple.security.scep', 'com.apple.security.root'],
    });
    for (const type of [restrictions, 'com.apple.app.lock', 'com.apple.vpn.managed'])
      expect(open(iPhone, enrolment, type)).toEqual([]);
  });
});

describe('what is known of the profiles', () => {
  const profiles = [{ identifier: 'r', payloads: [{ type: restrictions, [facetime]: false }] }, missing()];

  it('leaves nothing in force and nothing open where no list exists', () => {
    const effective = resolve(pictureOf({ ...iPhone, profiles, installed: { knowledge: 'none' } }), {
      isPast: () => false,
    });
    expect(effective.settings(restrictions, facetime)).toEqual([]);
    expect(effective.undetermined(restrictions, facetime)).toEqual([]);
    expect(effective.ignored()).toEqual([]);
  });

  it('sets aside what is only assigned', () => {
    const picture = pictureOf({
      ...iPhone,
      profiles: [...profiles, { identifier: 'lock', payloads: [{ type: 'com.apple.app.lock', App: {} }] }],
      installed: { knowledge: 'assigned', basis: 'assigned' },
    });
    const effective = resolve(picture, { isPast: () => false });
    expect(effective.settings(restrictions, facetime)).toEqual([]);
    expect(effective.payloads('com.apple.app.lock')).toEqual([]);
    expect(effective.undetermined(restrictions, facetime)).toEqual([]);
    expect(effective.ignored().map(({ key, reason }) => [key, reason])).toEqual([
      ['*', 'assigned-only'],
      [facetime, 'assigned-only'],
    ]);
  });

  it('can be taken as installed to see what would be', () => {
    const picture = pictureOf({ ...iPhone, profiles, installed: { knowledge: 'assigned' } });
    const effective = resolve(picture, { isPast: () => false, assume: 'assigned-installed' });
    expect(effective.settings(restrictions, facetime)).toHaveLength(1);
    expect(effective.undetermined(restrictions, facetime).map(({ reason }) => reason)).toEqual([
      'content-missing',
    ]);
    expect(effective.ignored()).toEqual([]);
  });
});
