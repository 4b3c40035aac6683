/** Documents for tests of commands; every name and number in them is invented. */

type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain };

/** An XML property list, one element per line, so that line numbers in tests can be counted. */
export function plist(value: Plain): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0">\n${element(value)}\n</plist>\n`;
}

function element(value: Plain): string {
  if (typeof value === 'string')
    return `<string>${value.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</string>`;
  if (typeof value === 'number') return `<integer>${value}</integer>`;
  if (typeof value === 'boolean') return value ? '<true/>' : '<false/>';
  if (Array.isArray(value)) return `<array>\n${value.map(element).join('\n')}\n</array>`;
  const entries = Object.entries(value).map(([key, inner]) => `<key>${key}</key>\n${element(inner)}`);
  return `<dict>\n${entries.join('\n')}\n</dict>`;
}

const uuidOf = (digits: string): string => `0A5EED00-0000-4000-8000-${digits.padStart(12, '0')}`;

export interface ProfileSample {
  readonly identifier?: string;
  readonly uuid?: string;
  readonly displayName?: string;
  readonly type?: string;
  readonly settings: Readonly<Record<string, Plain>>;
}

/** A configuration profile with one payload, restrictions unless another type is named. */
export function profile(sample: ProfileSample): string {
  const { identifier = 'org.example.restrictions', uuid = uuidOf('1') } = sample;
  return plist({
    PayloadType: 'Configuration',
    PayloadVersion: 1,
    PayloadIdentifier: identifier,
    PayloadUUID: uuid,
    PayloadDisplayName: sample.displayName ?? 'Restrictions',
    PayloadContent: [
      {
        PayloadType: sample.type ?? 'com.apple.applicationaccess',
        PayloadVersion: 1,
        PayloadIdentifier: `${identifier}.1`,
        PayloadUUID: uuidOf('2'),
        ...sample.settings,
      },
    ],
  });
}

/** The profile that forbids FaceTime. */
export const noFaceTime = profile({ settings: { allowVideoConferencing: false } });

export interface DeviceSample {
  readonly serial?: string;
  readonly udid?: string;
  readonly name?: string;
  readonly facts?: Readonly<Record<string, Plain>>;
}

const knownUdid = '00008999-00000000000000A1';

/** A DeviceInformation reply of a supervised iPhone in order. */
export function deviceInformation(sample: DeviceSample = {}): string {
  const { serial = 'XFAKC00001', udid = knownUdid, name = 'Test iPhone' } = sample;
  return plist({
    UDID: udid,
    CommandUUID: uuidOf('a1'),
    Status: 'Acknowledged',
    QueryResponses: {
      UDID: udid,
      SerialNumber: serial,
      DeviceName: name,
      ModelName: 'iPhone',
      ProductName: 'iPhone14,7',
      OSVersion: '26.4',
      BuildVersion: '23E5000',
      IsSupervised: true,
      ...sample.facts,
    },
  });
}

/** A ProfileList reply; `installed` are identifier and UUID of profiles. */
export function profileList(
  installed: readonly { readonly identifier: string; readonly uuid: string }[],
  udid = knownUdid,
): string {
  return plist({
    UDID: udid,
    CommandUUID: uuidOf('b1'),
    Status: 'Acknowledged',
    ProfileList: installed.map(({ identifier, uuid }) => ({
      PayloadIdentifier: identifier,
      PayloadUUID: uuid,
      PayloadVersion: 1,
      PayloadDisplayName: 'Restrictions',
      IsEncrypted: false,
      PayloadContent: [{ PayloadType: 'com.apple.applicationaccess', PayloadIdentifier: `${identifier}.1` }],
    })),
  });
}

/** The profile list of a device that has `noFaceTime`. */
export const hasNoFaceTime = profileList([{ identifier: 'org.example.restrictions', uuid: uuidOf('1') }]);

/** A device in order: answers that say that nothing is installed. */
export const nothingInstalled = profileList([]);
