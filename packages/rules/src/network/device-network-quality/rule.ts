import { clear, notApplicable } from '../../judge/answers.js';
import { factEvidence } from '../../judge/evidence.js';
import { inferred } from '../../judge/sources.js';
import type { Rule } from '../../types.js';
import { poorFigures } from '../figures.js';
import { everyPlatform } from '../record.js';

export const deviceNetworkQuality: Rule = {
  id: 'device-network-quality',
  title: 'The connection measured on the device is too poor',
  stage: 'network',
  severity: 'medium',
  decisive: false,
  platforms: everyPlatform,
  outcomes: ['at-risk'],
  reads: ['fact:networkQuality', 'threshold:downMbpsMin', 'threshold:upMbpsMin', 'threshold:latencyMsMax'],
  messages: {
    'not-measured': { text: 'Nobody measured the connection on this device.' },
    poor: {
      text: 'The connection as measured on the device at {measured} is too poor for good calls: {figures}.',
      why: 'Calls connect and then freeze, drop out or lose their picture, wherever it was measured.',
      steps: [
        { who: 'user', do: 'Move nearer to the access point, stop other traffic, or use another network.' },
        {
          who: 'network-admin',
          do: 'Run networkQuality on a Mac in the same place at a busy hour, and look for what takes the line.',
        },
      ],
      verify: 'Measure again with networkQuality -c, add its output to the upload and scan.',
    },
  },
  sources: [
    { title: "Apple's networkQuality, manual page of macOS", confidence: 'high' },
    inferred('the thresholds, which the policy file may change', 'low'),
  ],
  evaluate: (subject) => {
    const fact = subject.fact('networkQuality');
    if (fact === undefined) return notApplicable('not-measured');
    const poor = poorFigures(subject, fact.value);
    const evidence = [factEvidence(fact, { ...fact.value })];
    if (poor.length === 0) return clear('clear', {}, evidence);
    const data = { figures: poor, measured: fact.observedAt };
    return [
      {
        outcome: 'at-risk',
        scope: 'quality',
        message: 'poor',
        data,
        evidence,
        cause: 'device/network-quality',
      },
    ];
  },
};
