import { clear, note, notApplicable } from '../../judge/answers.js';
import { factEvidence } from '../../judge/evidence.js';
import { commandOf, inferred } from '../../judge/sources.js';
import type { Rule, RuleNote } from '../../types.js';
import { countries } from '../data/countries.js';
import { currentMcc } from '../lines.js';

/** Zones of countries that hold (or held) FaceTime back, by mobile country code. Shared zones are left out. */
const zones: ReadonlyMap<string, string> = new Map([
  ['Asia/Dubai', '424'],
  ['Asia/Riyadh', '420'],
  ['Asia/Qatar', '427'],
  ['Asia/Muscat', '422'],
  ['Asia/Karachi', '410'],
  ['Asia/Shanghai', '460'],
  ['Asia/Urumqi', '460'],
  ['Asia/Amman', '416'],
  ['Africa/Cairo', '602'],
  ['Africa/Casablanca', '604'],
]);
const byMcc = new Map(countries.map((row) => [row.mcc, row]));

export const regionTimeZone: Rule = {
  id: 'region-time-zone',
  title: 'The time zone points to a country that holds FaceTime back',
  stage: 'region-carrier',
  severity: 'info',
  decisive: false,
  platforms: ['iOS', 'iPadOS', 'macOS', 'tvOS', 'visionOS'],
  outcomes: [],
  reads: ['fact:timeZone', 'fact:subscriptions'],
  messages: {
    'zone-not-reported': { text: 'Nothing uploaded names the time zone of the device.' },
    'may-be-there': {
      text: 'The device has the time zone {zone}, that of {country}, where {what} (last confirmed {verified}). A zone may be set by hand: ask where the device is.',
    },
    'zone-differs': {
      text: 'The device has the time zone {zone} ({country}) and is registered in another country (MCC {mcc}): look whether the clock is right and which country the account is of.',
    },
  },
  sources: [
    commandOf('DeviceInformation, TimeZone', 'information.device'),
    inferred('a time zone is a hint and never more than a note', 'low'),
  ],
  evaluate: (subject) => {
    const zone = subject.fact('timeZone');
    if (zone === undefined) return notApplicable('zone-not-reported');
    const evidence = [factEvidence(zone)];
    const row = byMcc.get(zones.get(zone.value) ?? '');
    if (row === undefined) return clear('clear', {}, evidence);
    const mcc = currentMcc(subject.fact('subscriptions')?.value ?? [])?.mcc;
    const data = { zone: zone.value, country: row.country, what: row.what, verified: row.verified };
    const notes: RuleNote[] = [];
    if (mcc === undefined && row.state === 'limited') notes.push(note('may-be-there', data, evidence));
    if (mcc !== undefined && mcc !== row.mcc) notes.push(note('zone-differs', { ...data, mcc }, evidence));
    return [...clear('clear', {}, evidence), ...notes];
  },
};
