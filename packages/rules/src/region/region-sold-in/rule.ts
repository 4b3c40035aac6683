import { isAtLeast, type Fact, type Subscription } from '@ringcheck/model';
import type { StatedSuffix } from '@ringcheck/policy';
import { clear, note, notApplicable } from '../../judge/answers.js';
import { factEvidence } from '../../judge/evidence.js';
import { missingFact } from '../../judge/fact.js';
import { commandOf, inferred } from '../../judge/sources.js';
import type { Rule, RuleNote, RuleResult, Subject } from '../../types.js';
import { suffixesAsOf } from '../data/suffixes.js';
import { currentMcc, plainNumber } from '../lines.js';
import { parsePartNumber, type PartNumber } from '../part-number.js';
import { soldInMessages } from './messages.js';

/** Groups of countries, the Emirates among them, where units were sold without FaceTime. */
const gulfGroups = new Set(['AE', 'AB', 'AH']);
const emirates = new Set(['424', '430', '431']);
const saudiArabia = '420';
/** The version that is said to have brought FaceTime to units of Saudi Arabia. */
const liftedFrom = '11.3';

export const regionSoldIn: Rule = {
  id: 'region-sold-in',
  title: 'The device was sold for a region without (all of) FaceTime',
  stage: 'region-carrier',
  severity: 'high',
  decisive: false,
  platforms: ['iOS', 'iPadOS', 'macOS'],
  outcomes: ['at-risk', 'unknown'],
  reads: [
    'fact:partNumber',
    'fact:isAppleSilicon',
    'fact:platform',
    'fact:osVersion',
    'fact:subscriptions',
    'regionRows',
  ],
  messages: soldInMessages,
  sources: [
    commandOf('DeviceInformation, ModelNumber', 'information.device'),
    { title: 'Several lists of model suffixes, each row with its sources', confidence: 'medium' },
    {
      title:
        'Press on units of the Emirates without FaceTime (2018, 2021) and on the end of the ban in Saudi Arabia (2018)',
      confidence: 'medium',
    },
    { title: 'Press on units of mainland China without FaceTime Audio (2013, 2021)', confidence: 'medium' },
    inferred('a sold-in region alone is never proof', 'medium'),
  ],
  evaluate: (subject) => {
    const isMac = subject.fact('platform')?.value === 'macOS';
    if (isMac && subject.fact('isAppleSilicon')?.value === false) return notApplicable('intel-mac');
    const fact = subject.fact('partNumber');
    if (fact === undefined) return missingFact('partNumber');
    const part = parsePartNumber(fact.value);
    const stated = subject.regionRows().suffixes.findLast((row) => row.suffix.includes(part.suffix ?? ''));
    if (stated !== undefined) return judgeStated(subject, fact, part, stated);
    if (part.row === undefined) return unknownSuffix(fact, part);
    if (gulfGroups.has(part.row.suffix)) return judgeGulf(subject, fact, part);
    if (part.row.suffix === 'CH') return judgeChina(fact, part);
    return clear('sold-elsewhere', dataOf(part), [factEvidence(fact)]);
  },
};

function dataOf({ text, row, unit }: PartNumber) {
  return {
    partNumber: text,
    suffix: row?.suffix ?? '',
    regions: row?.regions ?? [],
    confidence: row?.confidence ?? 'low',
    unit: unit ?? 'not known',
    asOf: suffixesAsOf,
  };
}

/** What the policy says of units with these letters stands in place of the table. */
function judgeStated(
  subject: Subject,
  fact: Fact<string>,
  part: PartNumber,
  stated: StatedSuffix,
): readonly RuleResult[] {
  const evidence = [factEvidence(fact), subject.policyEvidence(stated.at, 'region.suffixes')];
  const data = {
    ...dataOf(part),
    suffix: part.suffix ?? '',
    regions: stated.regions ?? part.row?.regions ?? ['not stated'],
    confidence: stated.confidence ?? 'medium',
    asOf: stated.verified,
    source: stated.source,
  };
  if (stated.faceTime === 'full') return clear('stated-full', data, evidence);
  const isAudio = stated.faceTime === 'no-audio';
  return [
    {
      outcome: 'at-risk',
      ...(isAudio ? { scope: 'audio' } : {}),
      severity: 'high',
      message: isAudio ? 'stated-no-audio' : 'stated-missing',
      data,
      evidence,
      cause: `region:${part.suffix ?? ''}`,
    },
  ];
}

function unknownSuffix(fact: Fact<string>, { text, suffix }: PartNumber): readonly RuleResult[] {
  const gap = {
    key: 'fact:partNumber',
    title: `Region of part number ${text}`,
    how: 'Compare it with Settings > General > About > Model Number on the device, correct the inventory, or ask the seller for which country the unit was made.',
  };
  const data = { partNumber: text, suffix: suffix ?? 'none' };
  return [{ outcome: 'unknown', message: 'suffix-unknown', data, evidence: [factEvidence(fact)], gap }];
}

function judgeGulf(
  subject: Subject,
  fact: Fact<string>,
  part: PartNumber,
): readonly (RuleResult | RuleNote)[] {
  const lines = subject.fact('subscriptions');
  const mcc = currentMcc(lines?.value ?? [])?.mcc;
  const signs = lines === undefined ? [] : [factEvidence(lines, mcc ?? '')];
  const base = {
    data: dataOf(part),
    evidence: [factEvidence(fact)],
    cause: `region:${part.row?.suffix ?? ''}`,
  };
  const agreed = { ...base, evidence: [...base.evidence, ...signs] };
  if (mcc === saudiArabia && part.row?.suffix !== 'AH') return judgeSaudi(subject, agreed);
  const isThere = emirates.has(mcc ?? '') || (mcc === undefined && hasEmiratesNumber(lines?.value ?? []));
  if (isThere) return [{ ...agreed, outcome: 'at-risk', message: 'gulf-there', severity: 'high' }];
  return [{ ...base, outcome: 'at-risk', message: 'gulf', severity: 'medium' }];
}

type Base = Pick<RuleResult, 'data' | 'evidence' | 'cause'>;

function judgeSaudi(subject: Subject, base: Base): readonly (RuleResult | RuleNote)[] {
  const version = subject.fact('osVersion');
  const isLifted = version === undefined ? undefined : isAtLeast(version.value, liftedFrom);
  const evidence = version === undefined ? base.evidence : [...base.evidence, factEvidence(version)];
  const data = { ...base.data, from: liftedFrom };
  if (isLifted === true) {
    return [...clear('clear', {}, evidence), note('saudi-lifted', data, evidence)];
  }
  const severity = isLifted === false ? 'high' : 'medium';
  return [{ ...base, evidence, data, outcome: 'at-risk', message: 'saudi-before', severity }];
}

function judgeChina(fact: Fact<string>, part: PartNumber): readonly RuleResult[] {
  return [
    {
      outcome: 'at-risk',
      scope: 'audio',
      severity: 'high',
      message: 'china',
      data: dataOf(part),
      evidence: [factEvidence(fact)],
      cause: 'region:CH',
    },
  ];
}

function hasEmiratesNumber(lines: readonly Subscription[]): boolean {
  return lines.some((line) => plainNumber(line.phoneNumber)?.startsWith('971') === true);
}
