import { compareVersions, type Platform } from '@ringcheck/model';
import { clear, note, notApplicable } from '../../judge/answers.js';
import { factEvidence } from '../../judge/evidence.js';
import { commandOf } from '../../judge/sources.js';
import { everyPlatform } from '../../network/record.js';
import type { Rule, RuleNote, RuleResult, Subject } from '../../types.js';
import { majorsBetween, newestVersions, versionsAsOf } from './versions.js';

export const deviceOsOutdated: Rule = {
  id: 'device-os-outdated',
  title: 'The OS is far behind the newest version',
  stage: 'device',
  severity: 'low',
  decisive: false,
  platforms: everyPlatform,
  outcomes: ['at-risk'],
  reads: ['fact:osVersion', 'fact:platform', 'latestVersions', 'threshold:osMajorsBehindMax'],
  messages: {
    outdated: {
      text: 'The device runs {platform} {version}, {behind} major versions behind {newest} ({source}).',
      why: 'Faults of old systems are not mended any more, and certificates and services they rely on end.',
      steps: [
        {
          who: 'user',
          do: 'Install the newest version the device takes: Settings > General > Software Update.',
        },
        { who: 'mdm-admin', do: 'Where updates are held back by a profile or declaration, let them pass.' },
      ],
      verify: 'Send the DeviceInformation command and scan again.',
    },
    'long-outdated': {
      text: 'The device runs {platform} {version}, {behind} major versions behind {newest} ({source}): faults of old systems are not mended any more. State latestVersions in the policy file to have it judged.',
    },
    'update-waits': {
      text: 'The device runs {platform} {version}; the policy names {newest} as the newest version.',
    },
  },
  sources: [
    commandOf('DeviceInformation, OSVersion', 'information.device'),
    {
      title: `Table of newest major versions, as of ${versionsAsOf}; the policy may state others`,
      confidence: 'medium',
    },
    { title: 'Articles on failed calls: update old systems', confidence: 'medium' },
  ],
  evaluate: (subject) => {
    const version = subject.fact('osVersion');
    const platform = subject.fact('platform')?.value;
    if (version === undefined || platform === undefined) return notReported;
    return judge(subject, platform, version.value, factEvidence(version));
  },
};

const notReported = notApplicable('not-reported', { fact: 'the OS version' });

function judge(
  subject: Subject,
  platform: Platform,
  version: string,
  evidence: ReturnType<typeof factEvidence>,
): readonly (RuleResult | RuleNote)[] {
  const stated = subject.latestVersions()[platform];
  const newest = stated ?? newestVersions[platform];
  const behind = majorsBetween(platform, version, newest);
  if (behind === undefined) return notReported;
  const source = stated === undefined ? `table of ${versionsAsOf}` : 'stated by the policy';
  const data = { platform, version, newest, behind, source };
  if (behind > subject.threshold('osMajorsBehindMax')) {
    if (stated === undefined)
      return [...clear('clear', {}, [evidence]), note('long-outdated', data, [evidence])];
    const cause = `device/os/${platform}-${version.split('.')[0] ?? version}`;
    return [{ outcome: 'at-risk', message: 'outdated', data, evidence: [evidence], cause }];
  }
  const waits = stated !== undefined && (compareVersions(version, stated) ?? 0) < 0;
  return [...clear('clear', {}, [evidence]), ...(waits ? [note('update-waits', data, [evidence])] : [])];
}
