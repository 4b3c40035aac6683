import { defaultThresholds } from '@ringcheck/policy';
import { pictureOf, testNow, type InstalledSpec } from '@ringcheck/testkit';
import { evaluateDevice } from '../index.js';
import { restrictionCamera } from '../restrictions/restriction-camera/rule.js';

const type = 'com.apple.applicationaccess';
const ban: InstalledSpec = { identifier: 'com.example.ban', payloads: [{ type, allowCamera: false }] };
const sealed: InstalledSpec = {
  identifier: 'com.example.sealed',
  content: 'encrypted',
  payloadTypes: [type],
  channel: 'ben',
};

function answers(...profiles: readonly InstalledSpec[]): readonly string[] {
  const picture = pictureOf({ platform: 'macOS', osVersion: '15.1', enrolment: 'device', profiles });
  const { results } = evaluateDevice(picture, {
    now: testNow,
    thresholds: defaultThresholds,
    rules: [restrictionCamera],
  });
  return results.map(({ outcome, scope }) => `${outcome} ${scope}`);
}

describe('a setting that stops FaceTime', () => {
  it('for the whole Mac leaves no question about single users', () => {
    expect(answers(ban, sealed)).toEqual(['limited video']);
  });

  it('for one user leaves the others open, and that one not', () => {
    expect(answers({ ...ban, channel: 'ana' }, sealed)).toEqual(['limited user:ana', 'unknown user:ben']);
    expect(answers({ ...ban, channel: 'ben' }, sealed)).toEqual(['limited user:ben']);
  });
});
