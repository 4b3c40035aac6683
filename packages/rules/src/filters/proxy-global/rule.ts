import { getBoolean, getString } from '@ringcheck/model';
import type { EffectivePayload } from '@ringcheck/effective';
import { judgePayloads, payloadData } from '../../judge/payload.js';
import { inferred, schemaOf } from '../../judge/sources.js';
import type { Rule, RuleResult } from '../../types.js';
import { differsFromDefault, keyAnswer } from '../payload-key.js';

const type = 'com.apple.proxy.http.global';
const exempt = {
  who: 'network-admin',
  do: 'On the proxy {server} let 17.0.0.0/8, *.apple.com, *.icloud.com, *.push.apple.com and *.ess.apple.com pass without decryption and without a login.',
} as const;
const verify =
  'Export the profile again and scan; on a device switch FaceTime off and on in Settings: it must activate.';

export const proxyGlobal: Rule = {
  id: 'proxy-global',
  title: 'All web traffic goes through a proxy',
  stage: 'network',
  severity: 'medium',
  decisive: false,
  platforms: ['iOS', 'iPadOS', 'macOS', 'tvOS', 'visionOS'],
  outcomes: ['at-risk', 'unknown'],
  reads: [`payload:${type}`],
  messages: {
    manual: {
      text: 'Profile "{profile}" ({identifier}) sends all web traffic through the proxy {server} ({payload}).',
      why: "A proxy that decrypts or refuses Apple's hosts stops activation and push; the calls themselves go past it.",
      steps: [exempt],
      verify,
    },
    automatic: {
      text: 'Profile "{profile}" ({identifier}) lets the file {server} choose a proxy for all web traffic ({payload}).',
      why: "A proxy that decrypts or refuses Apple's hosts stops activation and push; the calls themselves go past it.",
      steps: [exempt],
      verify,
    },
    'automatic-strict': {
      text: 'Profile "{profile}" ({identifier}) lets the file {server} choose a proxy for all web traffic ({payload}), and allows no direct way when the file cannot be had (ProxyPACFallbackAllowed).',
      why: 'Where the file cannot be reached there is no web traffic at all: FaceTime does not activate and push does not arrive by TCP 443.',
      steps: [
        {
          who: 'mdm-admin',
          do: 'In the MDM console open "{profile}" ({identifier}), payload {payload}, set ProxyPACFallbackAllowed to true, and push the profile again.',
        },
        exempt,
      ],
      verify,
    },
  },
  sources: [
    schemaOf(type),
    {
      title: 'Apple Support: Use Apple products on enterprise networks (HTTPS interception)',
      url: 'https://support.apple.com/en-us/101555',
      confidence: 'high',
    },
    inferred('the media of calls does not use a web proxy', 'medium'),
  ],
  meant: differsFromDefault,
  evaluate: (subject) => judgePayloads(subject, [type], (payload) => [judgePayload(payload)]),
};

function judgePayload(payload: EffectivePayload): RuleResult {
  const { settings } = payload;
  const isAutomatic = getString(settings, 'ProxyType') === 'Auto';
  const key = isAutomatic ? 'ProxyPACURL' : 'ProxyServer';
  const isStrict = isAutomatic && getBoolean(settings, 'ProxyPACFallbackAllowed') !== true;
  return {
    ...keyAnswer(payload, key),
    outcome: 'at-risk',
    message: isStrict ? 'automatic-strict' : isAutomatic ? 'automatic' : 'manual',
    data: payloadData(payload, { server: getString(settings, key) ?? 'it names' }),
  };
}
