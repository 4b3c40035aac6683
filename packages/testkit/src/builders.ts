import type { InstalledProfiles, Picture } from '@ringcheck/assemble';
import type {
  Basis,
  DeviceIdentity,
  Fact,
  FactName,
  FactValues,
  Instant,
  Position,
  ReplyValue,
  RestrictionsReply,
} from '@ringcheck/model';
import { aDocument, anInstalledProfile, type InstalledSpec } from './profiles.js';

/** When everything in a test was seen, unless it says otherwise. */
export const seenAt: Instant = '2026-11-20T08:00:00Z';

/** A Restrictions reply as a test writes it. Without any value it is still no empty reply: say `empty`. */
export interface RestrictionsSpec {
  readonly booleans?: Readonly<Record<string, boolean>>;
  readonly numbers?: Readonly<Record<string, number>>;
  readonly intersections?: Readonly<Record<string, readonly string[]>>;
  readonly unions?: Readonly<Record<string, readonly string[]>>;
  readonly empty?: boolean;
  readonly observedAt?: Instant;
}

/** The Restrictions reply of a device. */
export function restrictions(spec: RestrictionsSpec): RestrictionsReply {
  let line = 8;
  const values = <T>(group: string, record: Readonly<Record<string, T>> | undefined): ReplyValue<T>[] =>
    Object.entries(record ?? {}).map(([key, value]) => ({
      key,
      value,
      at: replyAt((line += 4)),
      path: `GlobalRestrictions.${group}.${key}`,
    }));
  return {
    booleans: values('restrictedBool', spec.booleans),
    numbers: values('restrictedValue', spec.numbers),
    intersections: values('intersection', spec.intersections),
    unions: values('union', spec.unions),
    empty: spec.empty ?? false,
    at: replyAt(5),
  };
}

/** Everything a test may say of one device. A fact left out is a fact unknown. */
export interface PictureSpec
  extends
    Partial<Omit<Picture, 'facts' | 'installed' | 'restrictions' | 'identity'>>,
    Partial<Pick<FactValues, 'platform' | 'osVersion' | 'isSupervised' | 'enrolment'>> {
  readonly identity?: DeviceIdentity;
  readonly facts?: Partial<FactValues>;
  /** Basis and time of all facts; answers of the device at `seenAt` by default. */
  readonly factsBasis?: Basis;
  readonly factsAt?: Instant;
  /** Installed profiles; none by default, and then it is known that there are none. */
  readonly profiles?: readonly InstalledSpec[];
  readonly installed?: Partial<Omit<InstalledProfiles, 'profiles'>>;
  readonly restrictions?: RestrictionsSpec;
}

/** The picture of one device. */
export function pictureOf(spec: PictureSpec = {}): Picture {
  const {
    platform,
    osVersion,
    isSupervised,
    enrolment,
    facts,
    factsBasis = 'device-answer',
    factsAt = seenAt,
    profiles = [],
    installed,
    restrictions: reply,
    ...more
  } = spec;
  const values = { platform, osVersion, isSupervised, enrolment, ...facts };
  return {
    // No serial or UDID: either would tell that the device is not in User Enrollment.
    id: 'enrolment:TESTDEVICE01',
    aliases: [],
    identity: { enrolmentId: 'TESTDEVICE01' },
    stale: [],
    egresses: [],
    accounts: {},
    externalControls: [],
    notes: [],
    ...more,
    facts: factsOf(values, factsBasis, factsAt),
    installed: {
      knowledge: 'listed',
      basis: 'device-answer',
      observedAt: seenAt,
      ...installed,
      profiles: profiles.map((profile) => anInstalledProfile(profile)),
    },
    ...(reply === undefined
      ? {}
      : {
          restrictions: {
            reply: restrictions(reply),
            observedAt: reply.observedAt ?? seenAt,
            source: { document: aDocument('Restrictions.plist'), at: replyAt(5) },
          },
        }),
  };
}

/** Facts of plain values; those undefined are absent. */
export function factsOf(
  values: { readonly [K in FactName]?: FactValues[K] | undefined },
  basis: Basis = 'device-answer',
  observedAt: Instant = seenAt,
): Picture['facts'] {
  const document = aDocument('DeviceInformation.plist');
  let line = 6;
  const facts: [string, Fact<unknown>][] = [];
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const at = replyAt((line += 2));
    facts.push([
      name,
      { value, basis, observedAt, source: { document, at, path: `QueryResponses.${name}` } },
    ]);
  }
  return Object.fromEntries(facts) as Picture['facts'];
}

function replyAt(line: number): Position {
  return { offset: line * 40, line, column: 5 };
}
