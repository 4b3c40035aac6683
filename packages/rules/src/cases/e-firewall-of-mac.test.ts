import { defaultThresholds } from '@ringcheck/policy';
import { pictureOf, testNow, type InstalledSpec, type PictureSpec, type Plain } from '@ringcheck/testkit';
import { evaluateDevice } from '../index.js';
import { anyMac, sorted, supervisedPhone, told, type Expected } from './testing.js';

const firewall = (
  keys: Readonly<Record<string, Plain>>,
  identifier = 'com.example.a',
  more: Partial<InstalledSpec> = {},
): InstalledSpec => ({ identifier, payloads: [{ type: 'com.apple.security.firewall', ...keys }], ...more });
const mac = (osVersion: string): PictureSpec => ({ facts: { ...anyMac, osVersion } });
const blocksAll = { EnableFirewall: true, BlockAllIncoming: true };

const cases: readonly { name: string; picture: PictureSpec; expected: Expected }[] = [
  {
    name: '65: a Mac that blocks all incoming connections may miss calls',
    picture: { ...mac('15.1'), profiles: [firewall(blocksAll)] },
    expected: {
      verdict: 'at-risk',
      rules: { 'mac-firewall-incoming': ['at-risk incoming by com.example.a (high)'] },
    },
  },
  {
    name: '66: a firewall that is off blocks nothing, as a note says',
    picture: { ...mac('15.1'), profiles: [firewall({ ...blocksAll, EnableFirewall: false })] },
    expected: {
      verdict: 'clear',
      rules: { 'mac-firewall-incoming': ['clear'] },
      notes: ['mac-firewall-incoming: off'],
    },
  },
  {
    name: '67: two firewall profiles make the strictest union',
    picture: {
      ...mac('15.1'),
      profiles: [
        firewall({ EnableFirewall: true, BlockAllIncoming: false }),
        firewall(blocksAll, 'com.example.b'),
      ],
    },
    expected: {
      verdict: 'at-risk',
      rules: { 'mac-firewall-incoming': ['at-risk incoming by com.example.b (high)'] },
      notes: ['resolve: key-set-twice'],
    },
  },
  {
    name: '67: the switch of one profile puts the ban of the other in force',
    picture: {
      ...mac('15.1'),
      profiles: [
        firewall({ EnableFirewall: true }),
        firewall({ EnableFirewall: false, BlockAllIncoming: true }, 'com.example.b'),
      ],
    },
    expected: {
      verdict: 'at-risk',
      rules: { 'mac-firewall-incoming': ['at-risk incoming by com.example.b (high)'] },
      notes: ['resolve: key-set-twice'],
    },
  },
  {
    name: '68: a firewall payload in a profile for users does not act',
    picture: { ...mac('15.1'), profiles: [firewall(blocksAll, 'com.example.a', { scope: 'User' })] },
    expected: {
      verdict: 'clear',
      rules: { 'mac-firewall-incoming': ['clear'] },
      notes: ['mac-firewall-incoming: ignored-wrong-channel'],
    },
  },
  {
    name: '69: an entry that denies FaceTime concerns what comes in',
    picture: {
      ...mac('15.1'),
      profiles: [
        firewall({
          EnableFirewall: true,
          Applications: [{ BundleID: 'com.apple.FaceTime', Allowed: false }],
        }),
      ],
    },
    expected: {
      verdict: 'at-risk',
      rules: { 'mac-firewall-incoming': ['at-risk incoming by com.example.a (high)'] },
    },
  },
  {
    name: '70: built-in software is no longer trusted, and nothing allows FaceTime',
    picture: { ...mac('14.6'), profiles: [firewall({ EnableFirewall: true, AllowSigned: false })] },
    expected: {
      verdict: 'at-risk',
      rules: { 'mac-firewall-signed': ['at-risk incoming by com.example.a (low)'] },
    },
  },
  {
    name: '71: macOS 12.2 does not know that key',
    picture: { ...mac('12.2'), profiles: [firewall({ EnableFirewall: true, AllowSigned: false })] },
    expected: {
      verdict: 'clear',
      rules: { 'mac-firewall-signed': ['clear'] },
      notes: ['mac-firewall-signed: ignored-os-too-old'],
    },
  },
  {
    name: '72: what a Mac reports of its firewall counts without any profile',
    picture: {
      facts: { ...anyMac, firewall: { enabled: true, blockAllIncoming: true, applications: [] } },
    },
    expected: { verdict: 'at-risk', rules: { 'mac-firewall-incoming': ['at-risk incoming (high)'] } },
  },
  {
    name: '73: a firewall payload does not act on an iPhone',
    picture: { facts: supervisedPhone, profiles: [firewall(blocksAll)] },
    expected: {
      verdict: 'clear',
      rules: { 'mac-firewall-incoming': ['not-applicable'], 'mac-firewall-signed': ['not-applicable'] },
      notes: ['mac-firewall-incoming: ignored-platform'],
    },
  },
];

describe('E. firewall of a Mac', () => {
  it.each(cases)('$name', ({ picture, expected }) => {
    const evaluation = evaluateDevice(pictureOf(picture), { now: testNow, thresholds: defaultThresholds });
    expect(told(evaluation, expected)).toEqual(sorted(expected));
  });

  it('72: the words say that it was set by hand', () => {
    const firewallState = { enabled: true, blockAllIncoming: true, applications: [] };
    const { findings } = evaluateDevice(pictureOf({ facts: { ...anyMac, firewall: firewallState } }), {
      now: testNow,
      thresholds: defaultThresholds,
    });
    expect(findings.map(({ message }) => message)).toEqual(['block-all-by-hand']);
  });
});
