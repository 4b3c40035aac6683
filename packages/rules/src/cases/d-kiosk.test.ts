import { defaultThresholds } from '@ringcheck/policy';
import { pictureOf, testNow, type InstalledSpec, type PictureSpec, type Plain } from '@ringcheck/testkit';
import { evaluateDevice } from '../index.js';
import { anyMac, anyTv, sorted, supervisedPad, told, type Expected } from './testing.js';

const installed = (
  type: string,
  keys: Readonly<Record<string, Plain>>,
  identifier = 'com.example.a',
): InstalledSpec => ({ identifier, payloads: [{ type, ...keys }] });
const lockedTo = (Identifier: string, identifier?: string, Options: Readonly<Record<string, Plain>> = {}) =>
  installed('com.apple.app.lock', { App: { Identifier, Options } }, identifier);

const pad = { facts: supervisedPad } satisfies PictureSpec;

const cases: readonly { name: string; picture: PictureSpec; expected: Expected }[] = [
  {
    name: '57: an iPad locked to a till app is blocked',
    picture: { ...pad, profiles: [lockedTo('com.acme.pos')] },
    expected: { verdict: 'blocked', rules: { 'kiosk-app-lock': ['blocked by com.example.a (critical)'] } },
  },
  {
    name: '58: an iPad locked to FaceTime without touch cannot answer',
    picture: { ...pad, profiles: [lockedTo('com.apple.facetime', undefined, { DisableTouch: true })] },
    expected: { verdict: 'limited', rules: { 'kiosk-app-lock': ['limited incoming by com.example.a'] } },
  },
  {
    name: '59: an unsupervised iPad ignores an app lock',
    picture: { facts: { ...supervisedPad, isSupervised: false }, profiles: [lockedTo('com.acme.pos')] },
    expected: {
      verdict: 'clear',
      rules: { 'kiosk-app-lock': ['not-applicable'] },
      notes: ['kiosk-app-lock: ignored-not-supervised'],
    },
  },
  {
    name: '60: of two app locks both are judged, and the conflict is noted',
    picture: {
      ...pad,
      profiles: [lockedTo('com.acme.pos'), lockedTo('com.apple.facetime', 'com.example.b')],
    },
    expected: {
      verdict: 'blocked',
      rules: { 'kiosk-app-lock': ['blocked by com.example.a'] },
      notes: ['kiosk-app-lock: locked-to-facetime', 'resolve: single-payload-twice'],
    },
  },
  {
    name: '61: a Mac ignores an app lock',
    picture: { facts: anyMac, profiles: [lockedTo('com.acme.pos')] },
    expected: {
      verdict: 'clear',
      rules: { 'kiosk-app-lock': ['not-applicable'] },
      notes: ['kiosk-app-lock: ignored-platform'],
    },
  },
  {
    name: '62: an Apple TV in conference-room display is blocked',
    picture: {
      facts: anyTv,
      profiles: [installed('com.apple.conferenceroomdisplay', { Message: 'Room 4' })],
    },
    expected: { verdict: 'blocked', rules: { 'kiosk-conference-room': ['blocked by com.example.a'] } },
  },
  {
    name: '63: apps that may lock the device for a while are a note only',
    picture: {
      ...pad,
      profiles: [
        installed('com.apple.applicationaccess', {
          autonomousSingleAppModePermittedAppIDs: ['com.acme.exam'],
        }),
      ],
    },
    expected: {
      verdict: 'clear',
      rules: { 'kiosk-autonomous-lock': ['clear'] },
      notes: ['kiosk-autonomous-lock: may-lock'],
    },
  },
  {
    name: '64: a home screen without the icon of FaceTime is layout, not permission',
    picture: {
      ...pad,
      profiles: [
        installed('com.apple.homescreenlayout', {
          Dock: [{ Type: 'Application', BundleID: 'com.apple.mobilemail' }],
          Pages: [[{ Type: 'Application', BundleID: 'com.acme.chat' }]],
        }),
      ],
    },
    expected: { verdict: 'clear', rules: {} },
  },
];

describe('D. kiosk', () => {
  it.each(cases)('$name', ({ picture, expected }) => {
    const evaluation = evaluateDevice(pictureOf(picture), { now: testNow, thresholds: defaultThresholds });
    expect(told(evaluation, expected)).toEqual(sorted(expected));
  });
});
