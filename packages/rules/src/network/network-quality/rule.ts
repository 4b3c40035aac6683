import { clear, notApplicable } from '../../judge/answers.js';
import { inferred } from '../../judge/sources.js';
import type { Rule } from '../../types.js';
import { hasFigures, poorFigures } from '../figures.js';
import { everyPlatform, recordAnswer, recordMessages, rescanRecord } from '../record.js';

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
    if (!hasFigures(quality)) return notApplicable('not-stated', { network: name });
    const poor = poorFigures(subject, quality);
    const answer = recordAnswer(subject, network, 'quality', { ...quality });
    if (poor.length === 0) return clear('clear', {}, answer.evidence);
    const data = { ...answer.data, figures: poor };
    return [{ ...answer, outcome: 'at-risk', scope: 'quality', message: 'poor', data }];
  },
};
