import {
  toJson,
  type Evidence,
  type Fact,
  type FactName,
  type Position,
  type Source,
} from '@ringcheck/model';
import type { Picture } from '@ringcheck/assemble';
import { defaultThresholds } from '@ringcheck/policy';
import { evaluateDevice, Sharing, type Read, type Rule, type Subject } from '../index.js';

export const restrictions = 'com.apple.applicationaccess';
export const wifi = 'com.apple.wifi.managed';
export const facetime = 'allowVideoConferencing';
const proxy = 'com.apple.proxy.http.global';

export interface Seen {
  readonly what: unknown;
  readonly evidence?: readonly Evidence[];
}

/** A rule that says all it may see, so that two devices it can tell apart never have the same answer. */
export function mirror(id: string, reads: readonly Read[], look: (subject: Subject) => Seen): Rule {
  return {
    id,
    title: 'A mirror',
    stage: 'device',
    severity: 'low',
    decisive: false,
    platforms: ['iOS', 'iPadOS', 'macOS'],
    outcomes: ['at-risk'],
    reads,
    messages: { seen: { text: 'Seen {seen}.' } },
    sources: [],
    evaluate: (subject) => {
      const { what, evidence = [] } = look(subject);
      return [
        { outcome: 'at-risk', message: 'seen', data: { seen: JSON.stringify(what ?? null) }, evidence },
      ];
    },
  };
}

const openIn = (subject: Subject, type: string, key?: string): unknown =>
  subject
    .undetermined(type, key)
    .map(({ reason, channel, profile }) => [reason, channel, profile.identifier]);

const keysSeen = [facetime, 'ratingApps', 'blockedAppBundleIDs', 'allowListedAppBundleIDs'];

export const mirrors: readonly Rule[] = [
  mirror('of-facts', ['fact:lockdownMode', 'fact:betaEnrollment'], (subject) => {
    const facts = [subject.fact('lockdownMode'), subject.fact('betaEnrollment')];
    return { what: facts.map((fact) => fact && [fact.value, fact.basis]) };
  }),
  mirror('of-network', ['network'], (subject) => {
    const network = subject.network();
    if (network === undefined) return { what: subject.place() };
    const { definition, firewalls, missingFirewalls, placedBy, document, evidence } = network;
    const files = firewalls.map((firewall) => firewall.document.path);
    return { what: [subject.place(), definition, files, missingFirewalls, placedBy, document], evidence };
  }),
  mirror(
    'of-statements',
    ['accounts', 'externalControls', 'appBlockers', 'tunnels', 'attestations'],
    (subject) => ({
      what: [
        subject.accounts(),
        subject.externalControls(),
        subject.appBlockers(),
        subject.tunnels(),
        subject.attestations('ask-focus'),
      ],
    }),
  ),
  mirror('of-knowledge', ['outages', 'latestVersions', 'regionRows', 'egress'], (subject) => ({
    what: [
      subject.outages(),
      subject.latestVersions(),
      subject.egresses().map(({ vpn, network }) => [vpn, network.definition.name, network.placedBy]),
    ],
    evidence: [subject.policyEvidence({ offset: 3, line: 1 }, 'accounts')],
  })),
  mirror(
    'of-restrictions',
    keysSeen.map((key) => `setting:${restrictions}#${key}` as const),
    (subject) => {
      const settings = keysSeen.flatMap((key) => subject.settings(restrictions, key));
      const { knowledge, basis, managedOnly } = subject.installed();
      return {
        what: [
          settings.map(({ value, decided, channel, confidence }) => [
            toJson(value),
            decided,
            channel,
            confidence,
          ]),
          keysSeen.map((key) => openIn(subject, restrictions, key)),
          keysSeen.map((key) =>
            subject.ignored(restrictions, key).map(({ reason, detail }) => [reason, detail]),
          ),
          [knowledge, basis, managedOnly],
        ],
        evidence: settings.flatMap(({ answer, decidedBy }) => [
          ...(answer === undefined ? [] : [answer]),
          ...decidedBy.map((one) => one.evidence),
        ]),
      };
    },
  ),
  mirror('of-wifi', [`payload:${wifi}`], (subject) => ({
    what: [
      subject.payloads(wifi).map(({ channel }) => channel),
      openIn(subject, wifi),
      subject.installed().knowledge,
    ],
    evidence: [
      ...subject.payloads(wifi).map(({ evidence }) => evidence),
      ...subject.undetermined(wifi).map(({ evidence }) => evidence),
    ],
  })),
  mirror('of-proxy', [`payload:${proxy}`, 'fact:lockdownMode'], (subject) => ({
    what: [subject.payloads(proxy).length, subject.ignored(proxy).map(({ reason }) => reason)],
  })),
  mirror('of-storage', ['fact:storageFreeGB', `payload:${wifi}`], (subject) => {
    const free = subject.fact('storageFreeGB');
    return { what: [free?.value, free?.observedAt, free?.source, subject.payloads(wifi).length] };
  }),
];

/** Runs of every mirror while the devices are judged one after the other, and what was said of the last. */
export function judged(
  pictures: readonly Picture[],
  pack: readonly Rule[] = mirrors,
): { readonly asked: readonly string[]; readonly said: string } {
  const asked: string[] = [];
  const rules = pack.map((rule) => ({
    ...rule,
    evaluate: (subject: Subject) => {
      asked.push(rule.id);
      return rule.evaluate(subject);
    },
  }));
  const sharing = new Sharing();
  let said = '';
  for (const picture of pictures) {
    asked.length = 0;
    said = JSON.stringify(evaluateDevice(picture, { ...usual, rules, sharing }));
  }
  return { asked: asked.filter((id) => id !== 'of-storage'), said };
}

const usual = { now: '2026-11-21T12:00:00Z', thresholds: defaultThresholds } as const;
/** What is said of a device by itself. */
export const alone = (picture: Picture, rules: readonly Rule[] = mirrors): string =>
  JSON.stringify(evaluateDevice(picture, { ...usual, rules }));

/** The same kind of device, with its own name and everything said of it standing elsewhere. */
export function another(picture: Picture, number: number): Picture {
  const moved = (at: Position): Position => ({
    ...at,
    offset: at.offset + number * 7,
    line: (at.line ?? 0) + number,
  });
  const own = (source: Source): Source => ({
    ...source,
    document: { path: `export-${number}.plist`, sha256: `hash-${number}` },
    at: moved(source.at),
    ...(source.path === undefined ? {} : { path: `${source.path}[${number}]` }),
  });
  const facts = Object.entries(picture.facts).map(([name, fact]: [string, Fact<unknown>]) => [
    name as FactName,
    { ...fact, source: own(fact.source) },
  ]);
  return {
    ...picture,
    id: `serial:OWN${number}`,
    ...(picture.identity.serial === undefined ? {} : { identity: { serial: `OWN${number}` } }),
    facts: Object.fromEntries(facts) as Picture['facts'],
    installed: {
      ...picture.installed,
      profiles: picture.installed.profiles.map((profile) => ({ ...profile, listing: own(profile.listing) })),
    },
    ...(picture.restrictions === undefined
      ? {}
      : { restrictions: { ...picture.restrictions, source: own(picture.restrictions.source) } }),
  };
}
