import type { SourceNote } from '../../types.js';

/** A country where FaceTime is or was held back, or is said to be, by its mobile country code. */
export interface CountryRow {
  readonly mcc: string;
  readonly country: string;
  /** `limited`: held back now as far as known; `lifted`: was. */
  readonly state: 'limited' | 'lifted';
  /** In words: who holds back what. */
  readonly what: string;
  /** Year or day the state was last confirmed by a source. */
  readonly verified: string;
  readonly sources: readonly string[];
  readonly confidence: SourceNote['confidence'];
}

const emirates = {
  country: 'United Arab Emirates',
  state: 'limited',
  what: 'carriers filter calls over the Internet; only licensed apps may',
  verified: '2021-10',
  sources: [
    'Reuters on calling apps in the Gulf (2020)',
    'Press on FaceTime working for a while in October 2021',
  ],
  confidence: 'medium',
} as const;
const china = {
  country: 'China mainland',
  state: 'limited',
  what: 'video calls work, units sold there lack FaceTime Audio, and services abroad are slow',
  verified: '2021',
  sources: ['Press on the missing FaceTime Audio (2013, repeated 2021)', 'User reports'],
  confidence: 'medium',
} as const;

/**
 * Rules of countries change; each row says when it was last confirmed. Kuwait (419) and Bahrain (426) are left out:
 * reported as not restricted in 2020.
 */
export const countries: readonly CountryRow[] = [
  { mcc: '424', ...emirates },
  { mcc: '430', ...emirates, confidence: 'low' },
  { mcc: '431', ...emirates, confidence: 'low' },
  {
    mcc: '420',
    country: 'Saudi Arabia',
    state: 'limited',
    what: 'the ban on calls over the Internet was lifted in September 2017; limits in some degree were still reported in 2020',
    verified: '2020',
    sources: ['Press on the end of the ban (2017)', 'Report on limits of calls over the Internet (2020)'],
    confidence: 'medium',
  },
  {
    mcc: '427',
    country: 'Qatar',
    state: 'limited',
    what: 'calls over the Internet are limited, FaceTime is named among them',
    verified: '2020',
    sources: ['Reuters on calling apps in the Gulf (2020)', 'Lists of rights groups'],
    confidence: 'medium',
  },
  {
    mcc: '422',
    country: 'Oman',
    state: 'limited',
    what: 'calls over the Internet are limited, FaceTime is named among them',
    verified: '2020',
    sources: ['Reuters on calling apps in the Gulf (2020)', 'Lists of rights groups'],
    confidence: 'medium',
  },
  {
    mcc: '410',
    country: 'Pakistan',
    state: 'limited',
    what: 'phones sold there are said to have lacked FaceTime; the networks are not said to filter it',
    verified: '2019',
    sources: ['Article on phones without FaceTime (2019)', 'User reports'],
    confidence: 'low',
  },
  { mcc: '460', ...china },
  { mcc: '461', ...china, confidence: 'low' },
  {
    mcc: '416',
    country: 'Jordan',
    state: 'limited',
    what: 'carriers were reported to block calls over the Internet',
    verified: '2016',
    sources: ['Overview of blocked calling apps (2016)'],
    confidence: 'low',
  },
  {
    mcc: '602',
    country: 'Egypt',
    state: 'limited',
    what: 'calls over the Internet were reported to be hindered in part',
    verified: '2016',
    sources: ['Overview of blocked calling apps (2016)'],
    confidence: 'low',
  },
  {
    mcc: '604',
    country: 'Morocco',
    state: 'lifted',
    what: 'carriers blocked calls over the Internet in 2016 and lifted that later',
    verified: '2016',
    sources: ['Overview of blocked calling apps (2016)'],
    confidence: 'low',
  },
];
