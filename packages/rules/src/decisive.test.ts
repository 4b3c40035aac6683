import { questionRules, rules } from './index.js';

describe('rules that may leave a device unknown', () => {
  it('are those on restrictions, locks and blockers that stop FaceTime by themselves', () => {
    expect(rules.filter(({ decisive }) => decisive).map(({ id }) => id)).toEqual([
      'restriction-facetime',
      'restriction-app-blocklist',
      'restriction-app-allowlist',
      'restriction-camera',
      'restriction-managed-wifi-only',
      'kiosk-app-lock',
      'kiosk-conference-room',
      'mac-app-access',
      'mac-app-blocker',
    ]);
  });

  it('are never questions', () => {
    expect(questionRules.filter(({ decisive }) => decisive)).toEqual([]);
  });
});
