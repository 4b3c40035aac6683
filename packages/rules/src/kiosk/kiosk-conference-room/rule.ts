import { orClear } from '../../judge/answers.js';
import { payloadAnswer, payloadData } from '../../judge/payload.js';
import { inferred, schemaOf } from '../../judge/sources.js';
import { rescanLock, takeAway } from '../../judge/steps.js';
import { unreadable } from '../../judge/unreadable.js';
import type { Rule } from '../../types.js';

const type = 'com.apple.conferenceroomdisplay';

export const kioskConferenceRoom: Rule = {
  id: 'kiosk-conference-room',
  title: 'The Apple TV is a conference-room display',
  stage: 'device',
  severity: 'critical',
  decisive: true,
  platforms: ['tvOS'],
  outcomes: ['blocked', 'unknown'],
  reads: [`payload:${type}`],
  messages: {
    display: {
      text: 'Profile "{profile}" ({identifier}) keeps the Apple TV in conference-room display ({payload}).',
      why: 'The screen is taken; no app can be opened, FaceTime neither.',
      steps: [takeAway],
      verify: rescanLock,
    },
  },
  sources: [schemaOf(type), inferred('FaceTime cannot be opened in this mode', 'medium')],
  evaluate: (subject) => {
    const displays = subject.payloads(type);
    if (displays.length === 0) return orClear(unreadable(subject, type));
    return displays.map((display) => ({
      ...payloadAnswer(display),
      outcome: 'blocked',
      message: 'display',
      data: payloadData(display),
    }));
  },
};
