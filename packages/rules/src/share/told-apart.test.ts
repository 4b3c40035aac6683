import type { Picture, PlacedNetwork, SavedServiceStatus } from '@ringcheck/assemble';
import type { AppBlocker } from '@ringcheck/model';
import { defaultPolicy, type Attestation, type ExternalControl } from '@ringcheck/policy';
import { pictureOf, type InstalledSpec, type PictureSpec, type RestrictionsSpec } from '@ringcheck/testkit';
import { aNetwork, iptables } from '../network/testing.js';
import { alone, facetime, judged, restrictions, wifi } from './testing.js';

const quiet: InstalledSpec = {
  identifier: 'org.example.quiet',
  payloads: [{ type: restrictions, [facetime]: false, ratingApps: 200 }],
};
const again: InstalledSpec = {
  identifier: 'org.example.again',
  payloads: [{ type: restrictions, [facetime]: false }],
};
const campus: InstalledSpec = {
  identifier: 'org.example.campus',
  payloads: [{ type: wifi, SSID_STR: 'Campus' }],
};
const at = { offset: 90, line: 7, column: 5 };
const nobody = { devices: [], groups: [], hasOther: false };
const blocker: AppBlocker = {
  vendor: 'jamf',
  by: 'Restricted Software of Jamf Pro',
  name: 'No calls',
  compares: 'process',
  pattern: 'FaceTime',
  match: 'exact',
  ends: true,
  scope: { ...nobody, all: true, isStated: true, exclusions: nobody },
  at,
  path: 'restricted_software.general.process_name',
};
const control: ExternalControl = {
  match: { tags: ['lab'] },
  blocks: 'FaceTime',
  by: 'Santa',
  owner: 'it@example.org',
  expires: '2027-06-30',
  at,
};
const attestation: Attestation = {
  question: 'ask-focus',
  answer: 'off',
  owner: 'it@example.org',
  expires: '2027-06-30',
  at,
};
const feed: SavedServiceStatus = {
  document: { path: 'status.json', sha256: 'ab' },
  receivedAt: '2026-11-21T11:00:00Z',
  status: { services: [] },
};
const drops = iptables(['-A FORWARD -p udp -j DROP'], 'ACCEPT');
const network = aNetwork({ firewalls: { 'campus.rules': drops } });
const datacenter = { vpn: { match: { config: ['office.conf'] }, egress: 'datacenter', at }, network };

const phone = {
  platform: 'iOS',
  osVersion: '26.1',
  isSupervised: true,
  enrolment: 'device',
  facts: { lockdownMode: false, betaEnrollment: '', storageFreeGB: 5, productName: 'iPhone15,2' },
  profiles: [quiet, again, campus],
  network,
  place: { known: true, firewallsDescribed: true },
} as const satisfies PictureSpec;
/** Made once: files, statements and profiles of two devices are the same objects, as after one upload. */
const first = pictureOf(phone);
const replying = { booleans: { [facetime]: true }, numbers: { ratingApps: 600 } } as const;
const spoken = pictureOf({ ...phone, restrictions: replying });
const answering = (reply: RestrictionsSpec): Partial<Picture> => {
  const { restrictions: said } = pictureOf({ restrictions: reply });
  return said === undefined ? {} : { restrictions: said };
};
const tunnelled: Picture = { ...first, egresses: [datacenter] };
const ending = pictureOf({ ...phone, profiles: [{ ...quiet, removalDate: '2026-11-21T00:00:00Z' }, campus] });

type Change = (picture: Picture) => Picture;

/** The first device with other profiles; those it had stay the same. */
const listing = (profiles: readonly InstalledSpec[]): Change => {
  const made = pictureOf({ ...phone, profiles }).installed.profiles;
  return (picture) => {
    const held = new Map(picture.installed.profiles.map((one) => [one.identifier, one]));
    const kept = made.map((one, index) =>
      isPlain(profiles[index]) ? (held.get(one.identifier) ?? one) : one,
    );
    return { ...picture, installed: { ...picture.installed, profiles: kept } };
  };
};
const isPlain = (spec: InstalledSpec | undefined): boolean =>
  [quiet, again, campus].some((one) => one === spec);
const stating = (facts: NonNullable<PictureSpec['facts']>): Change => {
  const made = pictureOf({ facts }).facts;
  return (picture) => ({ ...picture, facts: { ...picture.facts, ...made } });
};
const changing = (
  name: keyof Picture['facts'],
  more: Partial<NonNullable<Picture['facts']['osVersion']>>,
): Change => {
  return (picture) => ({
    ...picture,
    facts: { ...picture.facts, [name]: { ...picture.facts[name], ...more } } as Picture['facts'],
  });
};
const having =
  (more: Partial<Picture>): Change =>
  (picture) => ({ ...picture, ...more });
const listed =
  (more: Partial<Picture['installed']>): Change =>
  (picture) => ({
    ...picture,
    installed: { ...picture.installed, ...more },
  });
const placed = (more: Partial<PlacedNetwork>): Change => having({ network: { ...network, ...more } });
const answered =
  (more: Partial<NonNullable<Picture['restrictions']>>): Change =>
  (picture) => ({
    ...picture,
    ...(picture.restrictions === undefined ? {} : { restrictions: { ...picture.restrictions, ...more } }),
  });
const elsewhere = { document: { path: 'elsewhere.plist', sha256: 'ee' }, at: { offset: 7, line: 2 } };
const there = { document: elsewhere.document, at: { ...elsewhere.at, column: 9 }, path: 'Other[3]' };

const stated = ['of-facts', 'of-statements', 'of-knowledge'];
const onProfiles = ['of-restrictions', 'of-wifi', 'of-proxy'];
const everything = [...stated, 'of-network', ...onProfiles];

const changes: readonly (readonly [string, Picture, Change, readonly string[]])[] = [
  ['nothing', first, (picture) => picture, []],
  ['its number', first, having({ id: 'enrolment:OTHER', identity: { enrolmentId: 'OTHER' } }), []],
  [
    'its group, age and other names',
    first,
    having({ aliases: ['x'], freshUntil: '2026-12-01T00:00:00Z' }),
    [],
  ],
  ['that it has a serial number', first, having({ identity: { serial: 'A1' } }), everything],
  ['that it has a UDID', first, having({ identity: { udid: 'A1' } }), everything],
  ['its free storage', first, stating({ storageFreeGB: 6 }), []],
  ['a fact nobody asks for', first, stating({ timeZone: 'Europe/Berlin', site: 'north' }), []],
  ['its platform', first, stating({ platform: 'iPadOS' }), everything],
  ['a fact', first, stating({ lockdownMode: true }), [...stated, 'of-proxy']],
  ['another fact', first, stating({ betaEnrollment: 'AppleSeed' }), stated],
  ['whose word a fact is', first, changing('lockdownMode', { basis: 'stated' }), [...stated, 'of-proxy']],
  ['when a fact was seen', first, changing('lockdownMode', { observedAt: '2026-11-19T00:00:00Z' }), []],
  ['where a fact stands', first, changing('lockdownMode', { source: there }), []],
  [
    'that a fact has no path',
    first,
    changing('lockdownMode', { source: elsewhere }),
    [...stated, 'of-proxy'],
  ],
  ['a version between which and its own nothing comes or goes', first, stating({ osVersion: '26.2' }), []],
  [
    'a version before a key wanted supervision',
    pictureOf({ ...phone, isSupervised: false }),
    stating({ osVersion: '12.5' }),
    ['of-restrictions'],
  ],
  [
    'a version before the keys and payloads it has',
    first,
    stating({ osVersion: '3.0' }),
    ['of-restrictions', 'of-wifi'],
  ],
  ['a version nobody can read', first, stating({ osVersion: 'beta' }), onProfiles],
  ['when the version was seen', first, changing('osVersion', { observedAt: '2026-11-19T00:00:00Z' }), []],
  ['that it is not supervised', first, stating({ isSupervised: false }), onProfiles],
  ['its enrolment', first, stating({ enrolment: 'user' }), onProfiles],
  ['whether a user approved', first, stating({ isUserApproved: true }), onProfiles],
  ['whether users share it', first, stating({ isSharedIpad: false }), onProfiles],
  ['its model', first, stating({ productName: 'iPhone16,1' }), []],
  ['the family of its model', first, stating({ productName: 'iPad13,1' }), onProfiles],
  ['its network', first, placed({ definition: { ...network.definition, name: 'guest' } }), ['of-network']],
  ['the firewalls of its network', first, placed({ firewalls: [] }), ['of-network']],
  ['a firewall nobody uploaded', first, placed({ missingFirewalls: ['gate.rules'] }), ['of-network']],
  ['by what it was placed', first, placed({ placedBy: 'tag' }), ['of-network']],
  ['the policy that names its network', first, placed({ document: elsewhere.document }), ['of-network']],
  [
    'where its network is told',
    first,
    placed({ evidence: [{ document: 'b.csv', line: 9, value: 'X' }] }),
    [],
  ],
  ['how often its network is told', first, placed({ evidence: [] }), ['of-network']],
  [
    'whether anything places it',
    first,
    having({ place: { known: false, firewallsDescribed: true } }),
    ['of-network'],
  ],
  [
    'whether firewalls are known',
    first,
    having({ place: { known: true, firewallsDescribed: false } }),
    ['of-network'],
  ],
  ['the account service', first, having({ accounts: { managed: { faceTime: 'off', at } } }), everything],
  ['an external control', first, having({ externalControls: [control] }), everything],
  ['an answer to a question', first, having({ attestations: [attestation] }), everything],
  [
    'what blocks applications',
    first,
    having({ appBlockers: [{ document: elsewhere.document, blocker, applies: 'yes' }] }),
    everything,
  ],
  [
    'a tunnel from a file',
    first,
    having({ tunnels: [{ stated: { config: 'a.conf', select: {}, at } }] }),
    everything,
  ],
  ['where tunnels end', first, having({ egresses: [datacenter] }), everything],
  [
    'which tunnels end there',
    tunnelled,
    having({ egresses: [{ ...datacenter, vpn: { ...datacenter.vpn } }] }),
    everything,
  ],
  [
    'how their end is placed',
    tunnelled,
    having({ egresses: [{ ...datacenter, network: { ...network, placedBy: 'tag' } }] }),
    everything,
  ],
  ['what is known of outages', first, having({ serviceStatus: [feed] }), everything],
  ['what the policy knows', first, having({ knowledge: { ...defaultPolicy.knowledge } }), everything],
  ['the policy file', first, having({ policyDocument: elsewhere.document }), everything],
  ['what is known of its profiles', first, listed({ knowledge: 'none' }), onProfiles],
  ['who listed its profiles', first, listed({ basis: 'assigned' }), onProfiles],
  ['that only managed profiles are listed', first, listed({ managedOnly: true }), onProfiles],
  ['when its profiles were listed', first, listed({ observedAt: '2026-11-20T09:00:00Z' }), []],
  [
    'a restriction',
    first,
    listing([{ ...quiet, payloads: [{ type: restrictions, [facetime]: true }] }, again, campus]),
    ['of-restrictions'],
  ],
  ['a managed Wi-Fi', first, listing([quiet, again, { ...campus, uuid: 'W2' }]), ['of-wifi']],
  [
    'one Wi-Fi more',
    first,
    listing([quiet, again, campus, { ...campus, identifier: 'org.example.home' }]),
    ['of-wifi'],
  ],
  [
    'a profile nobody asks for',
    first,
    listing([quiet, again, campus, { identifier: 'z', payloads: [{ type: 'com.example.agent' }] }]),
    [],
  ],
  [
    'a profile nobody can read',
    first,
    listing([quiet, again, campus, { identifier: 'm', content: 'missing' }]),
    onProfiles,
  ],
  ['whose a profile is', first, listing([{ ...quiet, channel: 'ana' }, again, campus]), ['of-restrictions']],
  [
    'a profile of its own for a user',
    first,
    listing([quiet, { ...quiet, channel: 'ana' }, again, campus]),
    ['of-restrictions'],
  ],
  ['the order of its list', first, listing([campus, quiet, again]), []],
  ['that it answers for itself', first, (picture) => ({ ...picture, ...answering(replying) }), onProfiles],
  [
    'what it answers',
    spoken,
    (picture) => ({ ...picture, ...answering({ ...replying, numbers: { ratingApps: 700 } }) }),
    ['of-restrictions'],
  ],
  ['where it answers', spoken, answered({ source: elsewhere }), []],
  ['that its answer has a path', spoken, answered({ source: there }), ['of-restrictions']],
  ['that its answer came later', spoken, answered({ observedAt: '2026-11-20T09:00:00Z' }), []],
  [
    'that its answer came before the list',
    spoken,
    answered({ observedAt: '2026-11-20T07:00:00Z' }),
    onProfiles,
  ],
  [
    'when a profile that ends was listed',
    ending,
    listed({ observedAt: '2026-11-21T09:00:00Z' }),
    ['of-restrictions'],
  ],
];

describe('two devices that differ in', () => {
  it.each(changes)('%s', (_name, one, change, asked) => {
    const other = change(one);
    const forth = judged([one, other]);
    expect([forth.said, judged([other, one]).said]).toEqual([alone(other), alone(one)]);
    expect([...forth.asked].sort()).toEqual([...asked].sort());
  });

  it('whether their profiles are installed or only assigned', () => {
    const other = listed({ knowledge: 'assigned' })(first);
    const pictures = [first, other];
    expect([judged(pictures).said, judged(pictures.toReversed()).said]).toEqual([alone(other), alone(first)]);
  });
});
