import type { StatedCountry } from '@ringcheck/policy';
import { clear, note } from '../../judge/answers.js';
import { missingFact } from '../../judge/fact.js';
import { commandOf, inferred } from '../../judge/sources.js';
import type { Rule, RuleNote, RuleResult, Subject } from '../../types.js';
import { countries, type CountryRow } from '../data/countries.js';
import { currentMcc, judgeLines, lineMessages, lineReads, linesEvidence, type Lines } from '../lines.js';

const byMcc = new Map(countries.map((row) => [row.mcc, row]));
const steps = [
  {
    who: 'helpdesk',
    do: 'Make a test call over Wi-Fi and one over cellular: a filter of the carrier stops the second only, one of the country both.',
  },
  {
    who: 'carrier',
    do: 'Ask the carrier whether it filters calls over the Internet in {country}, and which services are allowed.',
  },
] as const;
const verify = 'When the device is elsewhere, send the DeviceInformation command and scan again.';
const dated = 'last confirmed {verified}, confidence {confidence}; sources: {sources}';

export const regionCountry: Rule = {
  id: 'region-country',
  title: 'The device is in a country that holds FaceTime back',
  stage: 'region-carrier',
  severity: 'medium',
  decisive: false,
  platforms: ['iOS', 'iPadOS'],
  outcomes: ['at-risk', 'unknown'],
  reads: [...lineReads, 'regionRows'],
  messages: {
    ...lineMessages,
    held: {
      text: `The device is registered in {country} (MCC {mcc}), where {what} (${dated}).`,
      why: 'Calls may not connect there, with any device and on any network.',
      steps,
      verify,
    },
    'held-roaming': {
      text: `The device is roaming in {country} (MCC {mcc}), where {what} (${dated}).`,
      why: 'Data of a foreign SIM leaves in its home country and may pass; on local Wi-Fi calls may not connect.',
      steps,
      verify,
    },
    lifted: { text: `The device is registered in {country} (MCC {mcc}), where {what} (${dated}).` },
  },
  sources: [
    commandOf('DeviceInformation, ServiceSubscriptions', 'information.device'),
    {
      title: 'Reuters on calling apps in the Gulf (2020), press and rights groups: see each row',
      confidence: 'medium',
    },
    inferred('data of a foreign SIM leaves in its home country', 'medium'),
  ],
  evaluate: (subject) => judgeLines(subject, (lines) => judgeCountry(subject, lines)),
};

function judgeCountry(subject: Subject, lines: Lines): readonly (RuleResult | RuleNote)[] {
  const current = currentMcc(lines.value);
  if (current === undefined) return missingFact('subscriptions');
  const { mcc, line } = current;
  const stated = subject.regionRows().countries.findLast((one) => one.mcc.includes(mcc));
  const statement = stated === undefined ? [] : [subject.policyEvidence(stated.at, 'region.countries')];
  const evidence = [linesEvidence(lines, mcc), ...statement];
  const row = stated === undefined ? byMcc.get(mcc) : rowFrom(stated, mcc);
  if (row === undefined) return clear('clear', {}, evidence);
  const data = dataOf(row);
  if (row.state === 'lifted') return [...clear('clear', {}, evidence), note('lifted', data, evidence)];
  const base = { outcome: 'at-risk', data, evidence, cause: `country:${mcc}` } as const;
  if (line.isRoaming === true) return [{ ...base, message: 'held-roaming', severity: 'low' }];
  return [{ ...base, message: 'held', severity: row.confidence === 'low' ? 'low' : 'medium' }];
}

/** What the policy says of a country; nothing where it says that calls pass. */
function rowFrom(stated: StatedCountry, mcc: string): CountryRow | undefined {
  const { state, verified, source } = stated;
  if (state === 'open') return undefined;
  const known = byMcc.get(mcc);
  return {
    mcc,
    country: stated.country ?? known?.country ?? `country ${mcc}`,
    state,
    what: stated.what ?? (state === 'limited' ? 'calls are held back' : 'calls were held back once'),
    verified,
    sources: [source],
    confidence: stated.confidence ?? 'medium',
  };
}

function dataOf({ mcc, country, what, verified, sources, confidence }: CountryRow) {
  return { mcc, country, what, verified, sources, confidence };
}
