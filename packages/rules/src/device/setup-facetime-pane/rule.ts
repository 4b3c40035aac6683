import { payloadTypes } from '@ringcheck/catalog';
import { stringsOf, type Value } from '@ringcheck/model';
import { orClear } from '../../judge/answers.js';
import { judgeSetting } from '../../judge/setting.js';
import { inferred, schemaOf } from '../../judge/sources.js';
import { pushAgain } from '../../judge/steps.js';
import type { Rule } from '../../types.js';

const payload = payloadTypes.setupAssistant;
const key = 'SkipSetupItems';
const pane = 'iMessageAndFaceTime';

export const setupFaceTimePane: Rule = {
  id: 'setup-facetime-pane',
  title: 'Setup Assistant does not offer to set FaceTime up',
  stage: 'account',
  severity: 'low',
  decisive: false,
  platforms: ['iOS', 'iPadOS'],
  outcomes: ['at-risk', 'unknown'],
  reads: [`setting:${payload}#${key}`],
  messages: {
    skipped: {
      text: 'Profile "{profile}" ({identifier}) skips the pane of Setup Assistant for iMessage and FaceTime ({payload}, {key}: {pane}).',
      why: 'Until the user switches FaceTime on in Settings, nobody can reach this device. Where it is on already, nothing is lost.',
      steps: [
        {
          who: 'helpdesk',
          do: 'Look whether FaceTime is on (Settings > Apps > FaceTime). If it is, nothing need change; if not, let the user switch it on.',
        },
        {
          who: 'mdm-admin',
          do: 'For devices set up from now on: in the MDM console open "{profile}" ({identifier}), payload {payload}, and take {pane} out of {key}. Look at the skipped panes of automated enrolment as well.',
        },
        pushAgain,
      ],
      verify: 'Export the profile again and scan: {key} may no longer hold {pane}.',
    },
  },
  sources: [
    schemaOf(payload, key),
    {
      title: 'Apple device management schema: skip keys of Setup Assistant',
      url: 'https://github.com/apple/device-management/blob/release/other/skipkeys.yaml',
      confidence: 'high',
    },
    inferred('who is not asked may leave FaceTime off', 'medium'),
  ],
  meant: ({ value }) => skipsPane(value),
  evaluate: (subject) =>
    orClear(
      judgeSetting(subject, {
        payload,
        key,
        stops: skipsPane,
        outcome: 'at-risk',
        scope: 'activation',
        message: 'skipped',
        wanted: `without ${pane}`,
        data: { pane },
      }),
    ),
};

function skipsPane(value: Value): boolean {
  return stringsOf(value).includes(pane);
}
