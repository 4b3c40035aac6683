import { isFaceTime } from '@ringcheck/catalog';
import { clear, notApplicable } from '../../judge/answers.js';
import { factEvidence } from '../../judge/evidence.js';
import { commandOf, inferred } from '../../judge/sources.js';
import type { Rule } from '../../types.js';

/** Apps that come with macOS as FaceTime does: a list without any of them does not list system apps. */
const companions: ReadonlySet<string> = new Set(
  [
    'com.apple.Safari',
    'com.apple.mail',
    'com.apple.iCal',
    'com.apple.MobileSMS',
    'com.apple.Photos',
    'com.apple.AppStore',
    'com.apple.AddressBook',
    'com.apple.Maps',
    'com.apple.Notes',
    'com.apple.reminders',
  ].map((id) => id.toLowerCase()),
);
/** So many of them show that system apps are listed. */
const enough = 3;

export const facetimeAppMissing: Rule = {
  id: 'facetime-app-missing',
  title: 'The FaceTime app is missing',
  stage: 'device',
  severity: 'medium',
  decisive: false,
  platforms: ['iOS', 'iPadOS', 'macOS', 'visionOS'],
  outcomes: ['at-risk'],
  reads: ['fact:apps', 'fact:platform'],
  messages: {
    'apps-not-listed': { text: 'Nothing uploaded lists the apps of the device; ask the user.' },
    'list-cannot-tell': {
      text: 'The list of apps names no apps that come with the system, so it cannot tell whether FaceTime is there; ask the user.',
    },
    missing: {
      text: 'The list of apps of this Mac names {listed} apps that come with macOS and not FaceTime.',
      why: 'Without the app no call can be made; calls that come in may still ring.',
      steps: [
        {
          who: 'helpdesk',
          do: 'Look for FaceTime in the Applications folder, and for tools that hide or remove apps.',
        },
        { who: 'user', do: 'Install the newest macOS again over the present one where it is gone.' },
      ],
      verify: 'Send the InstalledApplicationList command and scan again.',
    },
  },
  sources: [
    commandOf('InstalledApplicationList', 'application.installed.list'),
    inferred('lists of iPhones and iPads name apps of other makers only', 'high'),
    inferred('a list that names three apps of macOS names them all', 'low'),
  ],
  evaluate: (subject) => {
    const apps = subject.fact('apps');
    if (apps === undefined) return notApplicable('apps-not-listed');
    const ids = apps.value.flatMap(({ bundleId }) => (bundleId === undefined ? [] : [bundleId]));
    const found = ids.find(isFaceTime);
    if (found !== undefined) return clear('clear', {}, [factEvidence(apps, found)]);
    const listed = ids.filter((id) => companions.has(id.toLowerCase())).length;
    if (subject.fact('platform')?.value !== 'macOS' || listed < enough)
      return notApplicable('list-cannot-tell');
    const evidence = [factEvidence(apps)];
    return [
      { outcome: 'at-risk', message: 'missing', data: { listed }, evidence, cause: 'device/facetime-app' },
    ];
  },
};
