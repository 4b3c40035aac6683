import type { Quality, Thresholds } from '@ringcheck/policy';
import { clear, notApplicable } from '../../judge/answers.js';
import { inferred } from '../../judge/sources.js';
import type { Rule, Subject } from '../../types.js';
import { everyPlatform, recordAnswer, recordMessages, rescanRecord } from '../record.js';

interface Figure {
  readonly key: keyof Quality;
  readonly threshold: keyof Thresholds;
  readonly title: string;
  readonly unit: string;
  /** `least`: below the threshold is too little; `most`: above it is too much. */
  readonly bound: 'least' | 'most';
}

const figures: readonly Figure[] = [
  { key: 'downMbps', threshold: 'downMbpsMin', title: 'download', unit: 'Mbit/s', bound: 'least' },
  { key: 'upMbps', threshold: 'upMbpsMin', title: 'upload', unit: 'Mbit/s', bound: 'least' },
  { key: 'latencyMs', threshold: 'latencyMsMax', title: 'latency', unit: 'ms', bound: 'most' },
  { key: 'jitterMs', threshold: 'jitterMsMax', title: 'jitter', unit: 'ms', bound: 'most' },
  { key: 'lossPercent', threshold: 'lossPercentMax', title: 'packet loss', unit: '%', bound: 'most' },
];

export const networkQuality: Rule = {
  id: 'network-quality',
  title: 'The network is too slow or too unsteady for calls',
  stage: 'network',
  severity: 'medium',
  decisive: false,
  platforms: everyPlatform,
  outcomes: ['at-risk'],
  reads: [
    'network',
    'threshold:downMbpsMin',
    'threshold:upMbpsMin',
    'threshold:latencyMsMax',
    'threshold:jitterMsMax',
    'threshold:lossPercentMax',
  ],
  messages: {
    ...recordMessages,
    poor: {
      text: 'Network "{network}" as measured is too poor for good calls: {figures}.',
      why: 'Calls connect and then freeze, drop out or lose their picture.',
      steps: [
        {
          who: 'network-admin',
          do: 'Measure "{network}" again at a busy hour, and look for what takes the line: backups, updates, weak Wi-Fi.',
        },
        {
          who: 'network-admin',
          do: 'Give audio and video calls (UDP 3478-3497, 16384-16387, 16393-16402) priority, or get a faster line.',
        },
      ],
      verify: rescanRecord,
    },
  },
  sources: [
    {
      title: 'Help articles on slow networks and video calls; Apple states no figure but "broadband"',
      confidence: 'medium',
    },
    inferred('the thresholds, which the policy file may change', 'low'),
  ],
  evaluate: (subject) => {
    const network = subject.network();
    if (network === undefined) return notApplicable('not-placed');
    const { name, quality = {} } = network.definition;
    const measured = figures.filter(({ key }) => quality[key] !== undefined);
    if (measured.length === 0) return notApplicable('not-stated', { network: name });
    const poor = measured.flatMap((figure) => poorFigure(subject, quality, figure));
    const answer = recordAnswer(subject, network, 'quality', { ...quality });
    if (poor.length === 0) return clear('clear', {}, answer.evidence);
    const data = { ...answer.data, figures: poor };
    return [{ ...answer, outcome: 'at-risk', scope: 'quality', message: 'poor', data }];
  },
};

function poorFigure(subject: Subject, quality: Quality, figure: Figure): readonly string[] {
  const { key, threshold, title, unit, bound } = figure;
  const value = quality[key];
  const limit = subject.threshold(threshold);
  if (value === undefined) return [];
  if (bound === 'least' ? value >= limit : value <= limit) return [];
  return [`${title} ${value} ${unit} (at ${bound} ${limit} ${unit})`];
}
