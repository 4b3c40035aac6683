import { payloadTypes } from '@ringcheck/catalog';
import { getBoolean, getString } from '@ringcheck/model';
import type { EffectivePayload } from '@ringcheck/effective';
import { keyEvidence } from '../../filters/payload-key.js';
import { note, notApplicable } from '../../judge/answers.js';
import { payloadData } from '../../judge/payload.js';
import { inferred, schemaOf } from '../../judge/sources.js';
import type { Rule, RuleNote } from '../../types.js';

const type = payloadTypes.wifi;

/** Values that leave a device without the network until somebody acts on it. */
const waits = [
  { key: 'CaptiveBypass', value: true, message: 'portal-by-hand' },
  { key: 'AutoJoin', value: false, message: 'joined-by-hand' },
] as const;

export const wifiJoining: Rule = {
  id: 'wifi-joining',
  title: 'A Wi-Fi network waits for the user',
  stage: 'network',
  severity: 'info',
  decisive: false,
  platforms: ['iOS', 'iPadOS', 'macOS', 'tvOS', 'visionOS'],
  outcomes: [],
  reads: [`payload:${type}`],
  messages: {
    'judges-nothing': { text: 'What a Wi-Fi payload asks of the user stands in the notes.' },
    'portal-by-hand': {
      text: 'Profile "{profile}" ({identifier}) keeps the sign-in page of the Wi-Fi network "{network}" from opening by itself ({key} is true). Where it has one, the device has no internet, and no call, until the user opens a page.',
    },
    'joined-by-hand': {
      text: 'Profile "{profile}" ({identifier}) does not join the Wi-Fi network "{network}" by itself ({key} is false). Until the user picks it, calls need another network or cellular data.',
    },
  },
  sources: [schemaOf(type), inferred('without a joined network there is no call', 'medium')],
  meant: ({ payload }) => waits.some(({ key, value }) => getBoolean(payload.settings, key) === value),
  evaluate: (subject) => [...notApplicable('judges-nothing'), ...subject.payloads(type).flatMap(notesOf)],
};

function notesOf(payload: EffectivePayload): readonly RuleNote[] {
  const network = getString(payload.settings, 'SSID_STR') ?? 'unnamed';
  return waits
    .filter(({ key, value }) => getBoolean(payload.settings, key) === value)
    .map(({ key, message }) =>
      note(message, payloadData(payload, { key, network }), [keyEvidence(payload, key)]),
    );
}
