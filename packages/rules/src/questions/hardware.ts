import type { Question } from './types.js';
import { experience, folklore, handheld, helpdesk, mac, noReason, personal, user } from './words.js';

/** What the device is made of, how it is held, and rare settings. */
export const hardwareQuestions: readonly Question[] = [
  {
    id: 'ask-camera-microphone',
    title: 'Do camera and microphone work?',
    ask: 'Do camera and microphone work in another app, and may FaceTime use them?',
    stage: 'device',
    severity: 'medium',
    platforms: personal,
    how: [
      {
        on: handheld,
        tap: 'Open Camera (front camera) and Voice Memos; in a call look whether camera or microphone are switched off; take covers off.',
      },
      {
        on: mac,
        tap: 'Photo Booth for the camera; System Settings > Sound > Input for the microphone; System Settings > Privacy & Security > Camera and Microphone.',
      },
    ],
    answers: [
      noReason('both', 'Both work.', 'They are no reason.'),
      {
        id: 'no-camera',
        says: 'The camera does not.',
        means: 'The other side sees nothing.',
        outcome: 'limited',
        scope: 'video',
        steps: [user('Take off covers, restart, then have the camera checked.')],
      },
      {
        id: 'no-microphone',
        says: 'The microphone does not.',
        means: 'The other side hears nothing.',
        outcome: 'limited',
        scope: 'audio',
        steps: [user('Clean the microphone, disconnect headsets, restart, then have it checked.')],
      },
    ],
    share: 2,
    minutes: 2,
    confidence: 'medium',
    sources: [experience('medium')],
  },
  {
    id: 'ask-accessibility',
    title: 'Does Guided Access or a control aid hold the device?',
    ask: 'Is Guided Access running, or Voice Control or Switch Control on?',
    stage: 'device',
    severity: 'medium',
    platforms: handheld,
    how: [
      {
        tap: 'Press the side (or Home) button three times; then Settings > Accessibility > Guided Access, Voice Control, Switch Control.',
      },
    ],
    answers: [
      noReason('no', 'None of them.', 'They are no reason.'),
      {
        id: 'guided-access',
        says: 'Guided Access is running.',
        means: 'The device stays in one app until it is ended.',
        outcome: 'blocked',
        steps: [user('Press the button three times, enter the passcode, tap End.')],
      },
      {
        id: 'control-aid',
        says: 'Voice or Switch Control is on.',
        means: 'It may answer or end calls by mistake.',
        outcome: 'at-risk',
        steps: [user('Try a call with it off.')],
      },
    ],
    share: 1,
    minutes: 1,
    confidence: 'medium',
    sources: [experience('medium')],
    answeredBy: ['kiosk-app-lock'],
  },
  {
    id: 'ask-language-region',
    title: 'Do language and region fit the account?',
    ask: 'Is the region of the device another than that of the Apple Account?',
    stage: 'device',
    severity: 'low',
    platforms: personal,
    how: [
      {
        on: handheld,
        tap: 'Settings > General > Language & Region, against Settings > (name) > Media & Purchases > View Account > Country/Region.',
      },
      {
        on: mac,
        tap: 'System Settings > General > Language & Region, against App Store > (name) > Account Settings.',
      },
    ],
    answers: [
      noReason('same', 'The same.'),
      {
        id: 'other',
        says: 'Another.',
        means: 'Some report failed activations; nobody says why.',
        outcome: 'at-risk',
        scope: 'activation',
        steps: [user('Set the same region in both places and try again.')],
      },
    ],
    share: 0.5,
    minutes: 3,
    confidence: 'low',
    sources: [folklore],
  },
  {
    id: 'ask-certificates',
    title: 'Are odd certificates trusted or refused?',
    ask: 'Does the device warn of certificates, or trust roots somebody installed by hand?',
    stage: 'device',
    severity: 'low',
    platforms: personal,
    how: [
      {
        on: handheld,
        tap: 'Settings > General > About > Certificate Trust Settings; open a few https pages and look for warnings.',
      },
      { on: mac, tap: 'Keychain Access > System: certificates with a red cross; open a few https pages.' },
    ],
    answers: [
      noReason('no', 'No warnings, nothing installed by hand.', 'Certificates are no reason.'),
      {
        id: 'yes',
        says: 'Warnings, or roots nobody knows.',
        means: "A box in between may be opening Apple's connections: sign-in fails.",
        outcome: 'at-risk',
        scope: 'activation',
        steps: [
          helpdesk(
            'Check the clock, remove what nobody knows; last of all Settings > General > Transfer or Reset > Reset All Settings.',
          ),
        ],
      },
    ],
    share: 0.5,
    minutes: 4,
    confidence: 'low',
    sources: [folklore],
  },
  {
    id: 'ask-hardware',
    title: 'Is the hardware sound?',
    ask: 'Do other radio and sound functions of the device fail too?',
    stage: 'device',
    severity: 'low',
    platforms: personal,
    how: [
      {
        on: handheld,
        tap: 'Make a phone call, play a video over Wi-Fi and over cellular; run Apple Diagnostics with support if one fails.',
      },
      {
        on: mac,
        tap: 'Restart holding D (Intel) or the power button (Apple silicon) for Apple Diagnostics.',
      },
    ],
    answers: [
      noReason('sound', 'All else works.', 'Hardware is no reason.'),
      {
        id: 'faulty',
        says: 'Something else fails too.',
        means: 'Antenna, microphone or speaker may be broken.',
        outcome: 'at-risk',
        steps: [helpdesk('Have the device checked or exchanged.')],
      },
    ],
    share: 0.5,
    minutes: 10,
    confidence: 'low',
    sources: [folklore],
  },
  {
    id: 'ask-external-display',
    title: 'Is an external display connected?',
    ask: 'Does the call work with every external display and dock disconnected?',
    stage: 'device',
    severity: 'low',
    platforms: mac,
    how: [{ tap: 'Disconnect displays and docks, make the call, connect them again.' }],
    answers: [
      noReason('no-difference', 'It makes no difference, or none is connected.', 'Displays are no reason.'),
      {
        id: 'works-without',
        says: 'It works without.',
        means: 'Macs with several graphics processors are said to fail with displays connected.',
        outcome: 'at-risk',
        steps: [user('Start calls first and connect displays after; update macOS.')],
      },
    ],
    share: 0.5,
    minutes: 3,
    confidence: 'low',
    sources: [folklore],
  },
];
