import type { Subscription } from '@ringcheck/model';
import { clear, note } from '../../judge/answers.js';
import { factEvidence } from '../../judge/evidence.js';
import { missingFact } from '../../judge/fact.js';
import { commandOf, inferred } from '../../judge/sources.js';
import type { Gap, Rule, RuleNote, RuleResult, Subject } from '../../types.js';
import { dataLine, judgeLines, lineMessages, lineReads, linesEvidence, type Lines } from '../lines.js';

const verify = 'Send the DeviceInformation command and scan again.';

export const carrierRoaming: Rule = {
  id: 'carrier-roaming',
  title: 'The device is abroad and its data line roams',
  stage: 'region-carrier',
  severity: 'medium',
  decisive: false,
  platforms: ['iOS', 'iPadOS'],
  outcomes: ['limited', 'at-risk', 'unknown'],
  reads: [...lineReads, 'fact:dataRoamingEnabled'],
  messages: {
    ...lineMessages,
    'no-data': {
      text: 'The data line of this device ({carrier}) is roaming and data roaming is off.',
      why: 'There is no cellular data abroad: calls work over Wi-Fi only.',
      steps: [
        {
          who: 'mdm-admin',
          do: 'If the contract allows it, send the Settings command with DataRoaming Enabled true; ask the carrier for the costs first.',
        },
        { who: 'user', do: 'Use Wi-Fi for calls while abroad.' },
      ],
      verify,
    },
    'data-on': {
      text: 'The data line of this device ({carrier}) is roaming with data roaming on.',
      why: 'Carriers slow down or filter data of guests; calls over cellular may fail or be costly.',
      steps: [
        { who: 'user', do: 'Use Wi-Fi for calls while abroad, or ask the carrier what the tariff allows.' },
      ],
      verify,
    },
    'data-roaming-unknown': {
      text: 'The data line of this device ({carrier}) is roaming, and it is not known whether data roaming is on.',
      verify,
    },
    'voice-roams': {
      text: 'Another line of this device roams; data goes over {carrier}, which does not.',
    },
  },
  sources: [
    commandOf('DeviceInformation, ServiceSubscriptions and DataRoamingEnabled', 'information.device'),
    inferred('roaming without data leaves Wi-Fi only; the data line decides', 'medium'),
  ],
  evaluate: (subject) => judgeLines(subject, (lines) => judgeRoaming(subject, lines)),
};

const gap: Gap = {
  key: 'fact:dataRoamingEnabled',
  title: 'Whether data roaming is on',
  how: 'Send the DeviceInformation command asking for DataRoamingEnabled, and add the answer to the upload.',
};

function judgeRoaming(subject: Subject, lines: Lines): readonly (RuleResult | RuleNote)[] {
  const all = lines.value;
  const line = dataLine(all) ?? (all.every((one) => one.isRoaming === false) ? all[0] : undefined);
  if (line?.isRoaming === undefined) return missingFact('subscriptions');
  const data = { carrier: carrierOf(line) };
  const evidence = [linesEvidence(lines, line.isRoaming)];
  if (!line.isRoaming) {
    const others = all.some((one) => one !== line && one.isRoaming === true);
    return [...clear('clear', {}, evidence), ...(others ? [note('voice-roams', data, evidence)] : [])];
  }
  const enabled = subject.fact('dataRoamingEnabled');
  if (enabled === undefined) {
    return [{ outcome: 'unknown', message: 'data-roaming-unknown', data, evidence, gap }];
  }
  const base = {
    scope: 'cellular',
    data,
    evidence: [...evidence, factEvidence(enabled)],
    cause: 'carrier/data-roaming',
  };
  return enabled.value
    ? [{ ...base, outcome: 'at-risk', message: 'data-on', severity: 'low' }]
    : [{ ...base, outcome: 'limited', message: 'no-data', control: 'circumstance' }];
}

function carrierOf({ currentCarrier, homeCarrier }: Subscription): string {
  return currentCarrier || homeCarrier || 'carrier not reported';
}
