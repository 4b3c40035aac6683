import { payloadTypes } from '@ringcheck/catalog';
import { get, stringsOf, type DictValue } from '@ringcheck/model';
import type { EffectivePayload } from '@ringcheck/effective';
import { keyAnswer } from '../../filters/payload-key.js';
import { note } from '../../judge/answers.js';
import { settingEvidence } from '../../judge/evidence.js';
import { judgePayloads, payloadData } from '../../judge/payload.js';
import { isTrue } from '../../judge/setting.js';
import { inferred, schemaOf } from '../../judge/sources.js';
import type { Rule, RuleNote, RuleResult, Subject } from '../../types.js';
import { panes, type Pane } from './panes.js';

const { systemPreferences, securityPreferences } = payloadTypes;
const firewallSwitch = 'dontAllowFireWallUI';

export const macSettingsPanes: Rule = {
  id: 'mac-settings-panes',
  title: 'Settings that would mend a sign-in or the clock are closed to the user',
  stage: 'account',
  severity: 'low',
  decisive: false,
  platforms: ['macOS'],
  outcomes: ['at-risk', 'unknown'],
  reads: [`payload:${systemPreferences}`, `setting:${securityPreferences}#${firewallSwitch}`],
  messages: {
    closed: {
      text: 'Profile "{profile}" ({identifier}) closes these settings of the Mac: {panes} ({payload}, {key}).',
      why: 'Calls go on as they are. A sign-in that is lost, or a clock that is wrong, cannot be mended by the user.',
      steps: [
        {
          who: 'helpdesk',
          do: 'Look whether FaceTime > Settings shows an address and whether the clock is right. If so, nothing need change.',
        },
        {
          who: 'mdm-admin',
          do: 'In the MDM console open "{profile}" ({identifier}), payload {payload}, and open these settings in {key} until the fault is mended. Push the profile again.',
        },
      ],
      verify: 'Export the profile again and scan: {key} may no longer close them.',
    },
    'closed-beside': {
      text: 'Profile "{profile}" ({identifier}) closes these settings of the Mac: {panes} ({payload}, {key}). No call is stopped by it, but the user cannot mend them.',
    },
    'firewall-closed': {
      text: 'The user cannot change the firewall of the Mac ({key} is true); what it stops is mended by MDM.',
    },
  },
  sources: [
    schemaOf(systemPreferences),
    schemaOf(securityPreferences, firewallSwitch),
    inferred('what the user cannot open, the user cannot mend', 'medium'),
  ],
  meant: ({ payload, key }) => key === firewallSwitch || closedPanes(payload.settings) !== undefined,
  evaluate: (subject) => [
    ...judgePayloads(subject, [systemPreferences], judgePayload),
    ...firewallNotes(subject),
  ],
};

function judgePayload(payload: EffectivePayload): readonly (RuleResult | RuleNote)[] {
  const closed = closedPanes(payload.settings);
  if (closed === undefined) return [];
  const { key } = closed;
  const named = (mends: boolean) =>
    closed.panes.filter((pane) => pane.mendsSignIn === mends).map(({ name }) => name);
  const [needed, beside] = [named(true), named(false)];
  const answer = keyAnswer(payload, key);
  return [
    ...(needed.length === 0
      ? []
      : [
          {
            scope: 'activation',
            ...answer,
            outcome: 'at-risk' as const,
            message: 'closed',
            data: payloadData(payload, { key, panes: needed }),
          },
        ]),
    ...(beside.length === 0
      ? []
      : [note('closed-beside', payloadData(payload, { key, panes: beside }), answer.evidence)]),
  ];
}

/**
 * Where DisabledSystemSettings stands, macOS looks at no other list; else what is disabled or hidden is closed, and
 * with a list of what is open all else.
 */
function closedPanes(settings: DictValue): { key: string; panes: readonly Pane[] } | undefined {
  for (const [key, closes] of lists) {
    const list = get(settings, key);
    if (list?.type !== 'array') continue;
    const listed = new Set(stringsOf(list));
    const closed = panes.filter((pane) => closes(pane, listed));
    if (closed.length > 0) return { key, panes: closed };
    if (key === 'DisabledSystemSettings') return undefined;
  }
  return undefined;
}

type Closes = (pane: Pane, listed: ReadonlySet<string>) => boolean;

const lists: readonly (readonly [key: string, closes: Closes])[] = [
  ['DisabledSystemSettings', ({ extension }, listed) => listed.has(extension)],
  ['DisabledPreferencePanes', ({ pane }, listed) => listed.has(pane)],
  ['HiddenPreferencePanes', ({ pane }, listed) => listed.has(pane)],
  ['EnabledPreferencePanes', ({ pane }, listed) => !listed.has(pane)],
];

function firewallNotes(subject: Subject): readonly RuleNote[] {
  return subject
    .settings(securityPreferences, firewallSwitch)
    .filter(({ value }) => isTrue(value))
    .map((setting) => note('firewall-closed', { key: firewallSwitch }, settingEvidence(setting)));
}
