import { get, getArray, getDict, getNumber, getString, type DictValue } from '@ringcheck/model';
import { payloadTypes } from '@ringcheck/catalog';
import type { EffectivePayload } from '@ringcheck/effective';
import { judgePayloads, payloadAnswer, payloadData } from '../../judge/payload.js';
import { inferred, schemaOf } from '../../judge/sources.js';
import type { Rule, RuleResult } from '../../types.js';
import { keyAnswer } from '../payload-key.js';

const { wifi, globalEthernet, systemConfiguration, cellular, apn } = payloadTypes;
const types = [wifi, globalEthernet, systemConfiguration, cellular, apn] as const;
const why =
  "A proxy that decrypts or refuses Apple's hosts stops activation and push in this network; the calls themselves go past it.";
const exempt = {
  who: 'network-admin',
  do: 'On the proxy {server} let 17.0.0.0/8, *.apple.com, *.icloud.com, *.push.apple.com and *.ess.apple.com pass without decryption and without a login.',
} as const;
const verify = 'Join this network with a device, switch FaceTime off and on in Settings: it must activate.';

export const proxyNetwork: Rule = {
  id: 'proxy-network',
  title: 'A proxy stands in the way in one network',
  stage: 'network',
  severity: 'low',
  decisive: false,
  platforms: ['iOS', 'iPadOS', 'macOS', 'tvOS', 'visionOS'],
  outcomes: ['at-risk', 'unknown'],
  reads: types.map((type) => `payload:${type}` as const),
  messages: {
    wifi: {
      text: 'Profile "{profile}" ({identifier}) uses the proxy {server} in the Wi-Fi network "{network}" ({payload}).',
      why,
      steps: [exempt],
      verify,
    },
    wired: {
      text: 'Profile "{profile}" ({identifier}) uses the proxy {server} in wired or all networks of the Mac ({payload}).',
      why,
      steps: [exempt],
      verify,
    },
    cellular: {
      text: 'Profile "{profile}" ({identifier}) uses the proxy {server} for cellular data ({payload}, {network}).',
      why: 'Cellular data goes to the proxy of the access point; what it refuses fails wherever the device is.',
      steps: [
        exempt,
        { who: 'carrier', do: 'Ask whether the access point {network} needs the proxy at all.' },
      ],
      verify: 'Switch Wi-Fi off on a device and make a test call.',
    },
  },
  sources: [
    schemaOf(wifi),
    schemaOf(cellular),
    inferred('the media of calls does not use a web proxy', 'medium'),
  ],
  evaluate: (subject) => judgePayloads(subject, types, judgePayload),
};

function judgePayload(payload: EffectivePayload): readonly RuleResult[] {
  switch (payload.type) {
    case cellular:
    case apn:
      return judgeAccessPoints(payload);
    case systemConfiguration:
      return judgeSystem(payload);
    default:
      return judgeJoined(payload);
  }
}

/** Wi-Fi and Ethernet payloads write a proxy alike. */
function judgeJoined(payload: EffectivePayload): readonly RuleResult[] {
  const { settings, type } = payload;
  const kind = getString(settings, 'ProxyType');
  if (kind !== 'Manual' && kind !== 'Auto') return [];
  const key = kind === 'Auto' ? 'ProxyPACURL' : 'ProxyServer';
  const server = getString(settings, key);
  const isWifi = type === wifi;
  const network = (isWifi ? getString(settings, 'SSID_STR') : undefined) ?? 'Ethernet';
  const data = payloadData(payload, { server: server ?? 'found by itself (WPAD)', network });
  const answer = server === undefined ? payloadAnswer(payload, 'ProxyType') : keyAnswer(payload, key);
  return [atRisk(answer, isWifi ? 'wifi' : 'wired', `network:${network}`, data)];
}

function judgeSystem(payload: EffectivePayload): readonly RuleResult[] {
  const proxies = getDict(payload.settings, 'Proxies');
  const server = serverIn(proxies);
  if (server === undefined) return [];
  return [
    atRisk(
      payloadAnswer(payload, 'Proxies'),
      'wired',
      undefined,
      payloadData(payload, { server, network: 'all' }),
    ),
  ];
}

const switches = [
  ['HTTPEnable', 'HTTPProxy'],
  ['HTTPSEnable', 'HTTPSProxy'],
  ['SOCKSEnable', 'SOCKSProxy'],
  ['ProxyAutoConfigEnable', 'ProxyAutoConfigURLString'],
] as const;

function serverIn(proxies: DictValue | undefined): string | undefined {
  for (const [enable, name] of switches) {
    const isOn = getNumber(proxies, enable) === 1 || isTrue(proxies, enable);
    if (isOn) return getString(proxies, name) ?? 'it names';
  }
  return undefined;
}

function isTrue(proxies: DictValue | undefined, key: string): boolean {
  const value = get(proxies, key);
  return value?.type === 'boolean' && value.value;
}

function judgeAccessPoints(payload: EffectivePayload): readonly RuleResult[] {
  const { settings } = payload;
  const attach = getDict(settings, 'AttachAPN');
  const points = [...(getArray(settings, 'APNs') ?? []), ...(attach === undefined ? [] : [attach])];
  const old = (getArray(settings, 'PayloadContent') ?? []).flatMap(
    (one) => getArray(getDict(one, 'DefaultsData'), 'apns') ?? [],
  );
  return [...points, ...old].flatMap((point) => {
    const server = getString(point, 'ProxyServer') ?? getString(point, 'proxy');
    if (server === undefined || server === '') return [];
    const network = getString(point, 'Name') ?? getString(point, 'apn') ?? 'unnamed';
    const data = payloadData(payload, { server, network: `access point ${network}` });
    return [atRisk(payloadAnswer(payload, `APNs/${network}`), 'cellular', 'cellular', data)];
  });
}

function atRisk(
  answer: ReturnType<typeof payloadAnswer>,
  message: string,
  scope: string | undefined,
  data: RuleResult['data'],
): RuleResult {
  const { scope: user, ...rest } = answer;
  const own = user ?? scope;
  return { ...rest, ...(own === undefined ? {} : { scope: own }), outcome: 'at-risk', message, data };
}
