import { writePlist } from '@ringcheck/plist';
import type { PayloadSpec } from '../profiles.js';
import { dictOf, type Plain } from '../values.js';
import { hex } from './dice.js';
import type { FleetModel } from './models.js';

/** One configuration profile of a made-up fleet. */
export interface FleetProfile {
  readonly identifier: string;
  readonly uuid: string;
  readonly displayName: string;
  /** Where it is installed. */
  readonly platforms: readonly FleetModel['platform'][];
  /** How often it is chosen beside the others. */
  readonly weight: number;
  readonly payloads: readonly PayloadSpec[];
}

type Recipe = Pick<FleetProfile, 'platforms'> & {
  readonly title: string;
  /** Default 1. */
  readonly weight?: number;
  readonly payload: (variant: number) => PayloadSpec;
};

const mobile = ['iOS', 'iPadOS'] as const;
const everywhere = ['iOS', 'iPadOS', 'macOS'] as const;
const restrictions = (keys: Record<string, Plain>): PayloadSpec => ({
  type: 'com.apple.applicationaccess',
  ...keys,
});
const app = (variant: number): string => `com.example.app${variant}`;

/** In the order they are dealt out: the first ones exist in every fleet, the later ones give it its breadth. */
const recipes: readonly Recipe[] = [
  {
    title: 'Passcode',
    weight: 8,
    platforms: everywhere,
    payload: (v) => ({ type: 'com.apple.mobiledevice.passwordpolicy', forcePIN: true, minLength: 6 + v }),
  },
  {
    title: 'Baseline',
    weight: 8,
    platforms: mobile,
    payload: (v) => restrictions({ allowScreenShot: v % 2 === 0, maxInactivity: 5 + v }),
  },
  {
    title: 'No FaceTime',
    platforms: mobile,
    payload: (v) => restrictions({ allowVideoConferencing: false, allowAirDrop: v % 2 === 0, rating: v }),
  },
  {
    title: 'Blocked apps',
    platforms: mobile,
    payload: (v) => restrictions({ blockedAppBundleIDs: ['com.apple.facetime', app(v), app(v + 1)] }),
  },
  {
    title: 'Allowed apps',
    platforms: mobile,
    payload: (v) => restrictions({ allowListedAppBundleIDs: ['com.apple.mobilesafari', app(v)] }),
  },
  {
    title: 'Allowed apps with calls',
    platforms: mobile,
    payload: (v) => restrictions({ allowListedAppBundleIDs: ['com.apple.facetime', app(v)] }),
  },
  {
    title: 'Exam',
    platforms: mobile,
    payload: (v) => ({ type: 'com.apple.app.lock', App: { Identifier: app(v) } }),
  },
  { title: 'Camera', platforms: everywhere, payload: (v) => restrictions({ allowCamera: v % 3 === 2 }) },
  { title: 'Remote access', platforms: everywhere, payload: vpn },
  {
    title: 'Name service',
    platforms: everywhere,
    payload: (v) => ({
      type: 'com.apple.dnsSettings.managed',
      DNSSettings: { DNSProtocol: 'HTTPS', ServerURL: `https://dns${v}.example.org/dns-query` },
    }),
  },
  {
    title: 'Web filter',
    platforms: everywhere,
    payload: (v) => ({
      type: 'com.apple.webcontent-filter',
      FilterType: 'BuiltIn',
      AutoFilterEnabled: true,
      DenyListURLs: [`https://games${v}.example.org`],
    }),
  },
  {
    title: 'Mac firewall',
    platforms: ['macOS'],
    payload: (v) => ({
      type: 'com.apple.security.firewall',
      EnableFirewall: true,
      BlockAllIncoming: v % 2 === 1,
    }),
  },
  {
    title: 'Mac programs',
    platforms: ['macOS'],
    payload: (v) => ({
      type: 'com.apple.applicationaccess.new',
      familyControlsEnabled: true,
      pathAllowList: ['/Applications', `/Library/Example${v}`],
      pathDenyList: v % 2 === 0 ? ['/System/Applications/FaceTime.app'] : ['/Applications/Games.app'],
    }),
  },
  {
    title: 'Quiet',
    platforms: everywhere,
    payload: (v) => ({
      type: 'com.apple.notificationsettings',
      NotificationSettings: [
        { BundleIdentifier: v % 2 === 0 ? 'com.apple.facetime' : app(v), NotificationsEnabled: false },
      ],
    }),
  },
  {
    title: 'Home screen',
    weight: 8,
    platforms: mobile,
    payload: (v) => ({ type: 'com.apple.shareddeviceconfiguration', LockScreenFootnote: `Room ${v}` }),
  },
];

function vpn(variant: number): PayloadSpec {
  return {
    type: 'com.apple.vpn.managed',
    UserDefinedName: `Tunnel ${variant}`,
    VPNType: 'IKEv2',
    IKEv2: {
      RemoteAddress: `vpn${variant}.example.org`,
      RemoteIdentifier: `vpn${variant}.example.org`,
      LocalIdentifier: 'device',
      AuthenticationMethod: 'None',
      ExtendedAuthEnabled: 1,
      ...(variant % 3 === 0 ? { IncludeAllNetworks: 1 } : {}),
    },
  };
}

/** So many distinct profiles: the recipes in turn, each time in another variant. */
export function fleetProfiles(count: number): readonly FleetProfile[] {
  return Array.from({ length: count }, (_, index) => {
    const recipe = recipes[index % recipes.length];
    if (recipe === undefined) throw new RangeError('there are no recipes');
    const variant = Math.floor(index / recipes.length);
    const slug = recipe.title.toLowerCase().replaceAll(' ', '-');
    return {
      identifier: `org.example.fleet.${slug}${variant === 0 ? '' : `-${variant}`}`,
      uuid: uuidOf(index),
      displayName: variant === 0 ? recipe.title : `${recipe.title} ${variant}`,
      platforms: recipe.platforms,
      weight: recipe.weight ?? 1,
      payloads: [recipe.payload(variant)],
    };
  });
}

export function uuidOf(index: number): string {
  return `0F1EE700-0000-4000-8000-${hex(index, 12)}`;
}

/** The profile as a file an admin would upload. */
export function mobileconfigOf(profile: FleetProfile): Uint8Array {
  return writePlist(
    dictOf({
      PayloadType: 'Configuration',
      PayloadVersion: 1,
      PayloadIdentifier: profile.identifier,
      PayloadUUID: profile.uuid,
      PayloadDisplayName: profile.displayName,
      PayloadOrganization: 'Example Organisation',
      PayloadRemovalDisallowed: true,
      PayloadContent: profile.payloads.map(({ type, ...keys }, index) => ({
        PayloadType: type,
        PayloadVersion: 1,
        PayloadIdentifier: `${profile.identifier}.${index + 1}`,
        PayloadUUID: profile.uuid.replace('0F1EE700', `0F1EE70${(index + 1) % 10}`),
        PayloadDisplayName: profile.displayName,
        ...keys,
      })),
    }),
    'xml',
  );
}
