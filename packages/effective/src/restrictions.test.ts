import { toJson } from '@ringcheck/model';
import { dateOf, pictureOf, secret, templated, type PictureSpec, type Plain } from '@ringcheck/testkit';
import { resolve, type Effective } from './index.js';

const type = 'com.apple.applicationaccess';
const facetime = 'allowVideoConferencing';
const iPhone: PictureSpec = {
  platform: 'iOS',
  osVersion: '17.0',
  isSupervised: true,
  enrolment: 'device',
  facts: { productName: 'iPhone15,2' },
};
const mac: PictureSpec = { platform: 'macOS', osVersion: '15.0', isSupervised: true, enrolment: 'device' };

function resolved(device: PictureSpec, ...profiles: NonNullable<PictureSpec['profiles']>): Effective {
  return resolve(pictureOf({ ...device, profiles }), { isPast: () => false });
}

function restricting(settings: Readonly<Record<string, Plain>>, identifier = 'com.example.r') {
  return { identifier, payloads: [{ type, ...settings }] };
}

/** `key=value` with who decides, for every channel in force. */
function inForce(effective: Effective, key: string, payloadType = type): unknown[] {
  return effective
    .settings(payloadType, key)
    .map(({ value, decidedBy, channel }) => [
      channel.kind === 'device' ? 'device' : channel.user,
      toJson(value),
      decidedBy.map(({ profile }) => profile.identifier),
    ]);
}

function setAside(effective: Effective, key: string, payloadType = type): unknown[] {
  return effective.ignored(payloadType, key).map(({ reason, detail }) => [reason, detail]);
}

function open(effective: Effective, key: string, payloadType = type): unknown[] {
  return effective.undetermined(payloadType, key).map(({ reason }) => reason);
}

describe('a restriction on FaceTime', () => {
  const off = restricting({ [facetime]: false });

  it('acts on a supervised iPhone', () => {
    expect(inForce(resolved(iPhone, off), facetime)).toEqual([['device', false, ['com.example.r']]]);
  });

  it('does not act without supervision from iOS 13 on', () => {
    const effective = resolved({ ...iPhone, isSupervised: false }, off);
    expect(inForce(effective, facetime)).toEqual([]);
    expect(setAside(effective, facetime)).toEqual([['not-supervised', '13.0']]);
  });

  it('acts without supervision before iOS 13', () => {
    const effective = resolved({ ...iPhone, isSupervised: false, osVersion: '12.5' }, off);
    expect(inForce(effective, facetime)).toHaveLength(1);
    expect(setAside(effective, facetime)).toEqual([]);
  });

  it.each<[string, PictureSpec, unknown[]]>([
    [
      'User Enrollment',
      { ...iPhone, isSupervised: false, enrolment: 'user', osVersion: '12.5' },
      ['user-enrolment', undefined],
    ],
    [
      'User Enrollment, which is the reason before the lack of supervision',
      { ...iPhone, isSupervised: false, enrolment: 'user' },
      ['user-enrolment', undefined],
    ],
    ['a Mac', mac, ['platform', 'macOS']],
    ['an Apple TV', { ...iPhone, platform: 'tvOS' }, ['platform', 'tvOS']],
    ['visionOS 1.3', { ...iPhone, platform: 'visionOS', osVersion: '1.3' }, ['os-too-old', '2.0']],
  ])('does not act on %s', (_name, device, reason) => {
    const effective = resolved(device, off);
    expect(inForce(effective, facetime)).toEqual([]);
    expect(setAside(effective, facetime)).toEqual([reason]);
    expect(open(effective, facetime)).toEqual([]);
  });

  it('acts on visionOS 2.0', () => {
    expect(
      inForce(resolved({ ...iPhone, platform: 'visionOS', osVersion: '2.0' }, off), facetime),
    ).toHaveLength(1);
  });

  it('acts on an iPad as on an iPhone', () => {
    expect(inForce(resolved({ ...iPhone, platform: 'iPadOS', facts: {} }, off), facetime)).toHaveLength(1);
  });

  it('is open while supervision is not known, and not before iOS 13', () => {
    const { isSupervised: _, ...unknown } = iPhone;
    expect(open(resolved(unknown, off), facetime)).toEqual(['supervision-unknown']);
    expect(inForce(resolved(unknown, off), facetime)).toEqual([]);
    expect(inForce(resolved({ ...unknown, osVersion: '12.5' }, off), facetime)).toHaveLength(1);
  });

  it('is open on an unsupervised device of unknown version, and in force on a supervised one', () => {
    const { osVersion: _, ...unknown } = iPhone;
    expect(open(resolved({ ...unknown, isSupervised: false }, off), facetime)).toEqual(['os-unknown']);
    expect(inForce(resolved(unknown, off), facetime)).toHaveLength(1);
  });

  it('is open on a device of unknown platform', () => {
    expect(open(resolved({ isSupervised: true, osVersion: '17.0' }, off), facetime)).toEqual([
      'platform-unknown',
    ]);
  });

  it('is decided by the profile that says false', () => {
    const effective = resolved(
      iPhone,
      restricting({ [facetime]: true }, 'A'),
      restricting({ [facetime]: false }, 'B'),
    );
    expect(inForce(effective, facetime)).toEqual([['device', false, ['B']]]);
    expect(
      effective.settings(type, facetime)[0]?.contributors.map(({ profile }) => profile.identifier),
    ).toEqual(['A', 'B']);
  });

  it('is named with both profiles where both say false', () => {
    const effective = resolved(
      iPhone,
      restricting({ [facetime]: false }, 'A'),
      restricting({ [facetime]: false }, 'B'),
    );
    expect(inForce(effective, facetime)).toEqual([['device', false, ['A', 'B']]]);
  });

  it('is an explicit true when nobody says false', () => {
    expect(inForce(resolved(iPhone, restricting({ [facetime]: true })), facetime)).toEqual([
      ['device', true, ['com.example.r']],
    ]);
  });

  it.each<[string, Plain]>([
    ['a string', 'false'],
    ['an integer', 0],
    ['a list', [false]],
    ['a date', dateOf('2026-01-01T00:00:00Z')],
  ])('is open when it is %s', (_name, value) => {
    const effective = resolved(iPhone, restricting({ [facetime]: value }));
    expect(inForce(effective, facetime)).toEqual([]);
    expect(open(effective, facetime)).toEqual(['wrong-type']);
    expect(effective.notes.map(({ message }) => message)).toEqual(['key-wrong-type']);
  });

  it.each<[string, Plain]>([
    ['a placeholder', templated('{{facetime}}')],
    ['removed by the decoder', secret()],
  ])('is open when it is %s', (_name, value) => {
    const effective = resolved(iPhone, restricting({ [facetime]: value }));
    expect(open(effective, facetime)).toEqual(['templated']);
    expect(effective.notes).toEqual([]);
  });

  it('is false whatever another profile means with a value of the wrong type', () => {
    const effective = resolved(
      iPhone,
      restricting({ [facetime]: false }, 'A'),
      restricting({ [facetime]: 'true' }, 'B'),
    );
    expect(inForce(effective, facetime)).toEqual([['device', false, ['A']]]);
    expect(open(effective, facetime)).toEqual(['wrong-type']);
  });

  it('does nothing in another payload, and says where it belongs', () => {
    const effective = resolved(iPhone, {
      identifier: 'P',
      payloads: [{ type: 'com.apple.mobiledevice.passwordpolicy', [facetime]: false }],
    });
    expect(inForce(effective, facetime)).toEqual([]);
    expect(setAside(effective, facetime)).toEqual([
      ['wrong-payload', 'com.apple.mobiledevice.passwordpolicy'],
    ]);
    expect(effective.notes.map(({ message, data }) => [message, data['rightType']])).toEqual([
      ['key-wrong-payload', type],
    ]);
  });

  it('does nothing when misspelt, and says what was written', () => {
    const effective = resolved(iPhone, restricting({ AllowVideoConferencing: false }));
    expect(inForce(effective, facetime)).toEqual([]);
    expect(setAside(effective, facetime)).toEqual([['misspelt', 'AllowVideoConferencing']]);
    expect(effective.notes.map(({ message }) => message)).toEqual(['key-misspelt']);
  });

  it('carries where it stands', () => {
    const [setting] = resolved(iPhone, off).settings(type, facetime);
    expect(setting?.decidedBy[0]?.evidence).toMatchObject({
      document: 'com.example.r.mobileconfig',
      profile: 'com.example.r',
      path: 'PayloadContent[0].allowVideoConferencing',
      line: 7,
      column: 5,
      offset: 284,
      value: false,
    });
    expect(setting?.confidence).toBe('certain');
  });

  it('is no matter of a key that only looks related', () => {
    const effective = resolved(iPhone, restricting({ allowChat: false, allowCallRecording: false }));
    expect(inForce(effective, facetime)).toEqual([]);
    expect(effective.notes).toEqual([]);
  });
});

describe('a restriction on the camera', () => {
  const off = restricting({ allowCamera: false });
  const unsupervised = { ...iPhone, isSupervised: false, osVersion: '18.4' };

  it('acts on an unsupervised iPhone, and not in User Enrollment', () => {
    expect(inForce(resolved(unsupervised, off), 'allowCamera')).toHaveLength(1);
    expect(setAside(resolved({ ...unsupervised, enrolment: 'user' }, off), 'allowCamera')).toEqual([
      ['user-enrolment', undefined],
    ]);
  });

  it('is open where the enrolment is not known', () => {
    const { enrolment: _, ...unknown } = unsupervised;
    expect(open(resolved(unknown, off), 'allowCamera')).toEqual(['enrolment-unknown']);
  });

  it.each([{ serial: 'TESTSERIAL01' }, { udid: '00000000-TEST' }])(
    'acts where %j is known, which User Enrollment hides',
    (identity) => {
      const { enrolment: _, ...unknown } = unsupervised;
      expect(inForce(resolved({ ...unknown, identity }, off), 'allowCamera')).toHaveLength(1);
    },
  );

  it('acts where the device is supervised, which excludes User Enrollment', () => {
    const { enrolment: _, ...unknown } = iPhone;
    expect(inForce(resolved(unknown, off), 'allowCamera')).toHaveLength(1);
  });

  it.each([
    ['macOS', '10.11', 1],
    ['macOS', '10.10', 0],
    ['tvOS', '17.0', 1],
    ['tvOS', '16.6', 0],
  ] as const)('on %s %s is in force %d times', (platform, osVersion, times) => {
    expect(inForce(resolved({ ...mac, platform, osVersion }, off), 'allowCamera')).toHaveLength(times);
  });

  it('of one user of a Mac acts on that user only', () => {
    const effective = resolved(mac, { ...off, channel: 'ana' }, restricting({ allowCamera: true }, 'all'));
    expect(inForce(effective, 'allowCamera')).toEqual([
      ['device', true, ['all']],
      ['ana', false, ['com.example.r']],
    ]);
  });

  it('of the device reaches its users too, and they get no entry of their own', () => {
    const effective = resolved(mac, off, { ...restricting({ allowCamera: true }, 'ana'), channel: 'ana' });
    expect(inForce(effective, 'allowCamera')).toEqual([['device', false, ['com.example.r']]]);
  });

  it('of device and user alike is named for both, so that both are changed', () => {
    const effective = resolved(mac, off, { ...restricting({ allowCamera: false }, 'ana'), channel: 'ana' });
    expect(inForce(effective, 'allowCamera')).toEqual([
      ['device', false, ['com.example.r']],
      ['ana', false, ['com.example.r', 'ana']],
    ]);
  });

  it('in a profile for users acts on a user where the list does not say on whom', () => {
    const effective = resolved(mac, { ...off, scope: 'User' });
    expect(inForce(effective, 'allowCamera')).toEqual([['unnamed', false, ['com.example.r']]]);
    expect(effective.settings(type, 'allowCamera')[0]?.decidedBy[0]?.profile.channel).toEqual({
      kind: 'user',
      user: 'unnamed',
    });
  });

  it('through managed preferences of a Mac is in force with lower confidence', () => {
    const wrapped = {
      identifier: 'W',
      payloads: [
        {
          type: 'com.apple.ManagedClient.preferences',
          PayloadContent: { [type]: { Forced: [{ mcx_preference_settings: { allowCamera: false } }] } },
        },
      ],
    };
    const [setting] = resolved(mac, wrapped).settings(type, 'allowCamera');
    expect(setting?.confidence).toBe('lower');
    expect(setting?.decidedBy[0]?.evidence.path).toBe(
      `PayloadContent[0].PayloadContent.${type}.Forced[0].mcx_preference_settings.allowCamera`,
    );
    expect(setAside(resolved(iPhone, wrapped), 'allowCamera')).toEqual([['platform', 'iOS']]);
    const both = resolved(mac, wrapped, off).settings(type, 'allowCamera');
    expect(both.map(({ confidence }) => confidence)).toEqual(['certain']);
  });
});

describe('the list of apps exempt from the camera ban', () => {
  const key = 'allowedCameraRestrictionBundleIDs';
  const exempt = (apps: Plain, identifier = 'com.example.r') => restricting({ [key]: apps }, identifier);
  const iOS26 = { ...iPhone, osVersion: '26.0' };

  it('acts from iOS 26 on', () => {
    expect(inForce(resolved(iOS26, exempt(['com.apple.facetime'])), key)).toHaveLength(1);
    expect(setAside(resolved({ ...iPhone, osVersion: '18.6' }, exempt([])), key)).toEqual([
      ['os-too-old', '26.0'],
    ]);
  });

  it('shrinks to what all profiles list', () => {
    const effective = resolved(iOS26, exempt(['com.apple.facetime'], 'A'), exempt(['com.acme.scan'], 'B'));
    expect(inForce(effective, key)).toEqual([['device', [], ['A', 'B']]]);
  });

  it('does not act when the profile was installed by hand', () => {
    const byHand = { ...exempt(['com.apple.facetime']), isManaged: false };
    expect(setAside(resolved(iOS26, byHand), key)).toEqual([['manual-install', undefined]]);
    expect(inForce(resolved(iOS26, { ...byHand, isManaged: null }), key)).toHaveLength(1);
  });

  it('does not act on a Shared iPad and is open where that is not known', () => {
    const iPad = { ...iOS26, platform: 'iPadOS', facts: {} } as const;
    expect(setAside(resolved({ ...iPad, facts: { isSharedIpad: true } }, exempt([])), key)).toEqual([
      ['shared-ipad', 'device'],
    ]);
    expect(open(resolved(iPad, exempt([])), key)).toEqual(['shared-ipad-unknown']);
    expect(inForce(resolved({ ...iPad, facts: { isSharedIpad: false } }, exempt([])), key)).toHaveLength(1);
    expect(open(resolved({ ...iPad, facts: { productName: 'iPad13,1' } }, exempt([])), key)).toEqual([
      'shared-ipad-unknown',
    ]);
  });
});
