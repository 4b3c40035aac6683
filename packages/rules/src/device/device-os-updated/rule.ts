import { clear, note, notApplicable } from '../../judge/answers.js';
import { factEvidence } from '../../judge/evidence.js';
import { commandOf } from '../../judge/sources.js';
import { hoursAfter } from '../../clock-arithmetic.js';
import { everyPlatform } from '../../network/record.js';
import type { Rule } from '../../types.js';

export const deviceOsUpdated: Rule = {
  id: 'device-os-updated',
  title: 'The OS was updated lately',
  stage: 'device',
  severity: 'info',
  decisive: false,
  platforms: everyPlatform,
  outcomes: [],
  reads: ['fact:buildSince', 'threshold:osSettleHours', 'time'],
  messages: {
    'no-change-seen': { text: 'No older report shows another system on this device.' },
    'just-updated': {
      text: 'The device runs its system since {since} or shortly before: calls are said to settle within {hours} hours of an update, and profiles may have to be sent again.',
    },
  },
  sources: [
    commandOf('DeviceInformation, BuildVersion, of two days', 'information.device'),
    {
      title: 'Handed on in articles on failed calls: a new system settles within two or three days',
      confidence: 'low',
    },
  ],
  evaluate: (subject) => {
    const since = subject.fact('buildSince');
    if (since === undefined) return notApplicable('no-change-seen');
    const hours = subject.threshold('osSettleHours');
    const settled = hoursAfter(since.value, hours);
    const evidence = [factEvidence(since)];
    const isRecent = settled !== undefined && !subject.isPast(settled);
    const notes = isRecent ? [note('just-updated', { since: since.value, hours }, evidence)] : [];
    return [...clear('clear', {}, evidence), ...notes];
  },
};
