import { defaultThresholds } from '@ringcheck/policy';
import { pictureOf, testNow, type Plain } from '@ringcheck/testkit';
import { evaluateDevice } from '../../index.js';
import { macAppAccess } from './rule.js';

const type = 'com.apple.applicationaccess.new';
const now = '/System/Applications/FaceTime.app';

function told(settings: Readonly<Record<string, Plain>>, osVersion: string | null = '15.1'): unknown[] {
  const picture = pictureOf({
    platform: 'macOS',
    ...(osVersion === null ? {} : { osVersion }),
    enrolment: 'device',
    profiles: [{ identifier: 'com.example.apps', payloads: [{ type, ...settings }] }],
  });
  const { results, notes } = evaluateDevice(picture, {
    now: testNow,
    thresholds: defaultThresholds,
    rules: [macAppAccess],
  });
  return [...results, ...notes].map(({ message, data }) => [message, data['folder']]);
}
const on = { familyControlsEnabled: true };
const clear = [['clear', undefined]];
const unlisted = [['unlisted', undefined]];

describe('lists of apps on a Mac', () => {
  it.each<[string, Readonly<Record<string, Plain>>, unknown[]]>([
    [
      'deny the folder FaceTime is in',
      { pathDenyList: ['/System/Applications'] },
      [['denied', '/System/Applications']],
    ],
    ['deny it by the older name', { pathBlackList: ['/System'] }, [['denied', '/System']]],
    ['deny the app itself', { pathDenyList: [now] }, [['denied', now]]],
    ['deny a folder whose name ends in slashes', { pathDenyList: ['/System//'] }, [['denied', '/System//']]],
    ['do not deny what only begins alike', { pathDenyList: ['/System/App'], pathAllowList: ['/'] }, clear],
    ['allow the folder', { pathAllowList: ['/System/Applications/'] }, clear],
    ['allow it by the older name', { pathWhiteList: ['/System'] }, clear],
    [
      'allow by name before any folder denies',
      { allowList: [{ bundleID: 'com.apple.FaceTime' }], pathDenyList: ['/System'] },
      clear,
    ],
    ['allow by the older name of the list', { whiteList: [{ bundleID: 'com.apple.facetime' }] }, clear],
    [
      'do not allow what is switched off',
      { allowList: [{ bundleID: 'com.apple.FaceTime', disabled: true }] },
      unlisted,
    ],
    ['do not allow an entry without a name', { allowList: [{}] }, unlisted],
    ['allow nothing they do not name', { allowList: [{ bundleID: 'com.example.a' }] }, unlisted],
  ])('%s', (_name, settings, expected) => {
    expect(told({ ...on, ...settings })).toEqual(expected);
  });

  it.each(['allowList', 'whiteList', 'pathDenyList', 'pathBlackList', 'pathAllowList', 'pathWhiteList'])(
    'do nothing while they are switched off, which is noted for %s',
    (name) => {
      const noted = [...clear, ['switched-off', undefined]];
      expect(told({ [name]: ['/System'] })).toEqual(noted);
      expect(told({ [name]: ['/System'], familyControlsEnabled: false })).toEqual(noted);
    },
  );

  it('speak of where FaceTime was before macOS 10.15, and of both places where the version is not known', () => {
    const before = { ...on, pathBlackList: ['/Applications'], pathWhiteList: ['/System'] };
    expect(told(before, '10.14.6')).toEqual([['denied', '/Applications']]);
    expect(told(before, '10.15')).toEqual(clear);
    expect(told(before, null)).toContainEqual(['denied', '/Applications']);
  });
});
