import { clear } from '../../judge/answers.js';
import { factEvidence } from '../../judge/evidence.js';
import { missingFact } from '../../judge/fact.js';
import { commandOf } from '../../judge/sources.js';
import type { MessageSpec, Rule } from '../../types.js';

const steps: MessageSpec['steps'] = [
  {
    who: 'user',
    do: 'Free storage: Settings > General > iPhone or iPad Storage (on a Mac System Settings > General > Storage) shows what takes most.',
  },
  { who: 'mdm-admin', do: 'Remove managed apps and media the device does not need.' },
];
const verify = 'Send the DeviceInformation command and scan again: more than {warn} GB must be free.';

export const deviceStorageLow: Rule = {
  id: 'device-storage-low',
  title: 'Little storage is free',
  stage: 'device',
  severity: 'medium',
  decisive: false,
  platforms: ['iOS', 'iPadOS', 'macOS', 'visionOS', 'watchOS'],
  outcomes: ['at-risk', 'unknown'],
  reads: ['fact:storageFreeGB', 'threshold:storageMinGB', 'threshold:storageWarnGB'],
  messages: {
    'very-low': {
      text: 'Only {free} GB of storage are free; below {min} GB calls are seen to fail.',
      why: 'The system has no room left to work with.',
      steps,
      verify,
    },
    low: {
      text: 'Only {free} GB of storage are free; {warn} GB are advised.',
      why: 'When it falls further, calls are seen to fail.',
      steps,
      verify,
    },
  },
  sources: [
    commandOf('DeviceInformation, AvailableDeviceCapacity', 'information.device'),
    {
      title: 'Help articles on failed calls: under 1 GB fails, 2 GB advised; Apple states no figure',
      confidence: 'medium',
    },
  ],
  evaluate: (subject) => {
    const fact = subject.fact('storageFreeGB');
    if (fact === undefined) return missingFact('storageFreeGB');
    const min = subject.threshold('storageMinGB');
    const warn = subject.threshold('storageWarnGB');
    const evidence = [factEvidence(fact)];
    const data = { free: Math.round(fact.value * 100) / 100, min, warn };
    const base = { outcome: 'at-risk', data, evidence, cause: 'device/storage' } as const;
    if (fact.value < min) return [{ ...base, message: 'very-low', severity: 'high' }];
    if (fact.value < warn) return [{ ...base, message: 'low', severity: 'low' }];
    return clear('clear', {}, evidence);
  },
};
