import { clear, note } from '../../judge/answers.js';
import { factEvidence } from '../../judge/evidence.js';
import { missingFact } from '../../judge/fact.js';
import { commandOf, inferred } from '../../judge/sources.js';
import type { Rule } from '../../types.js';

/** Seeds: two digits, a capital, four digits that begin with 5 (4 in the days of iOS 7 and 8), a small letter. */
const seed = /^\d{2}[A-Z][45]\d{3}[a-z]$/;
const why = 'Apple does not support beta systems; calls are seen to fail on some of them.';

export const deviceBetaOs: Rule = {
  id: 'device-beta-os',
  title: 'The device runs a beta OS',
  stage: 'device',
  severity: 'medium',
  decisive: false,
  platforms: ['iOS', 'iPadOS', 'macOS', 'tvOS', 'visionOS', 'watchOS'],
  outcomes: ['at-risk', 'unknown'],
  reads: ['fact:build', 'fact:betaEnrollment'],
  messages: {
    beta: {
      text: 'The device runs a beta system (build {build}).',
      why,
      steps: [
        { who: 'user', do: 'Install the newest version: Settings > General > Software Update.' },
        {
          who: 'mdm-admin',
          do: 'Take the device out of the beta programme (declaration softwareupdate.settings, Beta.ProgramEnrollment AlwaysOff) where it need not be in it.',
        },
      ],
      verify: 'Send the DeviceInformation command and scan again: BuildVersion must be that of a release.',
    },
    'left-over': {
      text: 'The device has left the beta programme and still runs a beta system (build {build}).',
      why,
      steps: [{ who: 'user', do: 'Install the newest release: Settings > General > Software Update.' }],
      verify: 'Send the DeviceInformation command and scan again: BuildVersion must be that of a release.',
    },
    enrolled: {
      text: 'The device is in the beta programme "{programme}" and runs a release (build {build}): it will take the next beta.',
    },
  },
  sources: [
    commandOf('DeviceInformation, BuildVersion', 'information.device'),
    {
      title: 'Apple device management schema: status item softwareupdate.beta-enrollment',
      url: 'https://github.com/apple/device-management/blob/release/declarative/status/softwareupdate.beta-enrollment.yaml',
      confidence: 'high',
    },
    { title: 'Public lists of build numbers: the form of a beta build', confidence: 'medium' },
    inferred('a release candidate looks like the release and is not told apart', 'medium'),
  ],
  evaluate: (subject) => {
    const build = subject.fact('build');
    if (build === undefined) return missingFact('build');
    const programme = subject.fact('betaEnrollment');
    const evidence = [factEvidence(build), ...(programme === undefined ? [] : [factEvidence(programme)])];
    const isEnrolled = programme !== undefined && programme.value !== '';
    if (seed.test(build.value)) {
      const message = programme === undefined || isEnrolled ? 'beta' : 'left-over';
      const data = { build: build.value };
      return [
        {
          outcome: 'at-risk',
          scope: 'quality',
          message,
          data,
          evidence,
          cause: `device/beta/${build.value}`,
        },
      ];
    }
    const notes = isEnrolled
      ? [note('enrolled', { build: build.value, programme: programme.value }, evidence)]
      : [];
    return [...clear('clear', {}, evidence), ...notes];
  },
};
