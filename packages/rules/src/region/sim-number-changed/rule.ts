import { clear, notApplicable } from '../../judge/answers.js';
import { factEvidence } from '../../judge/evidence.js';
import { commandOf } from '../../judge/sources.js';
import { hoursAfter } from '../../clock-arithmetic.js';
import type { Rule } from '../../types.js';

export const simNumberChanged: Rule = {
  id: 'sim-number-changed',
  title: 'The number or SIM was changed lately',
  stage: 'account',
  severity: 'low',
  decisive: false,
  platforms: ['iOS', 'iPadOS'],
  outcomes: ['at-risk'],
  reads: ['fact:linesSince', 'threshold:numberSettleHours', 'time'],
  messages: {
    'no-change-seen': { text: 'No older report shows other lines on this device.' },
    changed: {
      text: 'The lines of this device are others since {since} or shortly before; registering a number takes up to {hours} hours.',
      why: 'Until then calls to the number do not arrive, and FaceTime may wait for activation.',
      steps: [
        { who: 'user', do: 'Wait, and let people call the address meanwhile.' },
        { who: 'helpdesk', do: 'If it lasts longer: switch FaceTime off and on, and untick the old number.' },
      ],
      verify: 'Scan again when the time has passed; a call to the number must ring.',
    },
  },
  sources: [
    commandOf('DeviceInformation, ServiceSubscriptions, of two days', 'information.device'),
    { title: 'Articles on failed calls: a new number takes up to a day', confidence: 'medium' },
  ],
  evaluate: (subject) => {
    const since = subject.fact('linesSince');
    if (since === undefined) return notApplicable('no-change-seen');
    const hours = subject.threshold('numberSettleHours');
    const settled = hoursAfter(since.value, hours);
    const evidence = [factEvidence(since)];
    if (settled === undefined || subject.isPast(settled)) return clear('clear', {}, evidence);
    const data = { since: since.value, hours };
    return [
      { outcome: 'at-risk', scope: 'activation', message: 'changed', data, evidence, cause: 'sim/changed' },
    ];
  },
};
