import { type InstalledSpec, type PayloadSpec, pictureOf, type PictureSpec } from '@ringcheck/testkit';
import { findRule } from '../index.js';
import { aNetwork, policyDocument } from './testing.js';
import { told } from '../testing.js';

const phone = { platform: 'iOS', osVersion: '26.1', isSupervised: true, enrolment: 'device' } as const;
const p = (payload: PayloadSpec, more: Partial<InstalledSpec> = {}): Pick<PictureSpec, 'profiles'> => ({
  profiles: [{ identifier: 'com.example.p', displayName: 'P', payloads: [payload], ...more }],
});

type Answer = readonly [answer: string, by: string | undefined, data: object, places: readonly string[]];
/** Every word of an answer: outcome, scope, message, severity and control; the cause; the data; the places. */
const answers: readonly (readonly [rule: string, of: string, spec: PictureSpec, told: readonly Answer[]])[] =
  [
    [
      'network-statement',
      'denied',
      {
        ...phone,
        policyDocument,
        network: aNetwork({ faceTime: { value: 'denied', owner: 'net@example.org', expires: '2027-03-31' } }),
      },
      [
        [
          'limited network:campus denied high circumstance',
          'network:campus/faceTime',
          { network: 'campus', value: 'denied', owner: 'net@example.org', expires: '2027-03-31' },
          ['ringcheck.yaml 20 networks.campus.faceTime', 'inventory.csv 4'],
        ],
      ],
    ],
    [
      'network-statement',
      'ended',
      {
        ...phone,
        policyDocument,
        network: aNetwork({ faceTime: { value: 'denied', owner: 'net@example.org', expires: '2026-03-31' } }),
      },
      [
        ['not-applicable not-stated high', undefined, { network: 'campus' }, []],
        [
          'note expired',
          undefined,
          { network: 'campus', value: 'denied', owner: 'net@example.org', expires: '2026-03-31' },
          ['ringcheck.yaml 20 networks.campus.faceTime', 'inventory.csv 4'],
        ],
      ],
    ],
    [
      'network-tls-inspection',
      'on',
      { ...phone, policyDocument, network: aNetwork({ tlsInspection: true }) },
      [
        [
          'at-risk inspected high',
          'network:campus/tlsInspection',
          { network: 'campus' },
          ['ringcheck.yaml 20 networks.campus.tlsInspection', 'inventory.csv 4'],
        ],
      ],
    ],
    [
      'network-dns-filter',
      'on',
      { ...phone, policyDocument, network: aNetwork({ dnsFilter: true }) },
      [
        [
          'at-risk filtered medium',
          'network:campus/dnsFilter',
          { network: 'campus' },
          ['ringcheck.yaml 20 networks.campus.dnsFilter', 'inventory.csv 4'],
        ],
      ],
    ],
    [
      'network-sip-alg',
      'on',
      { ...phone, policyDocument, network: aNetwork({ sipAlg: true }) },
      [
        [
          'at-risk alg-on medium',
          'network:campus/sipAlg',
          { network: 'campus' },
          ['ringcheck.yaml 20 networks.campus.sipAlg', 'inventory.csv 4'],
        ],
      ],
    ],
    [
      'network-proxy-only',
      'on',
      { ...phone, policyDocument, network: aNetwork({ proxyOnly: true }) },
      [
        [
          'limited network:campus proxy-only high circumstance',
          'network:campus/proxyOnly',
          { network: 'campus' },
          ['ringcheck.yaml 20 networks.campus.proxyOnly', 'inventory.csv 4'],
        ],
      ],
    ],
    [
      'network-quality',
      'bad',
      {
        ...phone,
        policyDocument,
        network: aNetwork({ quality: { downMbps: 0.5, latencyMs: 900, lossPercent: 9 } }),
      },
      [
        [
          'at-risk quality poor medium',
          'network:campus/quality',
          {
            network: 'campus',
            figures: [
              'download 0.5 Mbit/s (at least 1 Mbit/s)',
              'latency 900 ms (at most 150 ms)',
              'packet loss 9 % (at most 1 %)',
            ],
          },
          ['ringcheck.yaml 20 networks.campus.quality', 'inventory.csv 4'],
        ],
      ],
    ],
    [
      'device-network-quality',
      'bad',
      { ...phone, facts: { networkQuality: { downMbps: 0.4, upMbps: 0.1, latencyMs: 700 } } },
      [
        [
          'at-risk quality poor medium',
          'device/network-quality',
          {
            figures: [
              'download 0.4 Mbit/s (at least 1 Mbit/s)',
              'upload 0.1 Mbit/s (at least 1 Mbit/s)',
              'latency 700 ms (at most 150 ms)',
            ],
            measured: '2026-11-20T08:00:00Z',
          },
          ['DeviceInformation.plist 16 QueryResponses.networkQuality'],
        ],
      ],
    ],
    [
      'wifi-call-marking',
      'off',
      {
        ...phone,
        ...p({
          type: 'com.apple.wifi.managed',
          SSID_STR: 'Campus',
          QoSMarkingPolicy: { QoSMarkingAppleAudioVideoCalls: false },
        }),
      },
      [
        [
          'at-risk quality unmarked low managed',
          'profile:com.example.p/com.apple.wifi.managed/QoSMarkingPolicy.QoSMarkingAppleAudioVideoCalls',
          {
            profile: 'P',
            identifier: 'com.example.p',
            payload: 'com.apple.wifi.managed',
            key: 'QoSMarkingPolicy.QoSMarkingAppleAudioVideoCalls',
            network: 'Campus',
          },
          ['com.example.p.mobileconfig 11 PayloadContent[0].QoSMarkingPolicy.QoSMarkingAppleAudioVideoCalls'],
        ],
      ],
    ],
    [
      'wifi-joining',
      'hidden',
      { ...phone, ...p({ type: 'com.apple.wifi.managed', SSID_STR: 'Campus', AutoJoin: false }) },
      [
        ['not-applicable judges-nothing info', undefined, {}, []],
        [
          'note joined-by-hand',
          undefined,
          {
            profile: 'P',
            identifier: 'com.example.p',
            payload: 'com.apple.wifi.managed',
            key: 'AutoJoin',
            network: 'Campus',
          },
          ['com.example.p.mobileconfig 9 PayloadContent[0].AutoJoin'],
        ],
      ],
    ],
    [
      'cellular-data-network',
      'rules',
      { ...phone, ...p({ type: 'com.apple.cellular', APNs: [{ Name: 'corp' }] }) },
      [
        ['clear clear low', undefined, {}, []],
        [
          'note own-access-point',
          undefined,
          { profile: 'P', identifier: 'com.example.p', payload: 'com.apple.cellular', network: 'corp' },
          ['com.example.p.mobileconfig 4 PayloadContent[0]'],
        ],
      ],
    ],
  ];

describe('what the network says', () => {
  it.each(answers)('%s: %s', (id, _of, spec, expected) => {
    const rule = findRule(id);
    if (rule === undefined) throw new Error(`there is no rule ${id}`);
    const all = told(rule, pictureOf(spec));
    expect(all.map(({ answer, by, data, evidence }) => [answer, by, data, evidence])).toEqual(expected);
  });
});
