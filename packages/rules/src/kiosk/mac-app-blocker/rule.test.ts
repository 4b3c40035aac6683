import { ruleTester } from '@ringcheck/testkit';
import { macAppBlocker } from './rule.js';

const type = 'com.northpolesec.santa';
const mac = { platform: 'macOS', osVersion: '15.1' } as const;
const santa = (settings: object, more: object = {}) => ({
  ...mac,
  profiles: [
    {
      identifier: 'com.example.santa',
      removalDisallowed: true,
      payloads: [{ type, ClientMode: 1, ...settings }],
      ...more,
    },
  ],
});
const rule = (policy: string, identifier = 'platform:com.apple.FaceTime', rule_type = 'SIGNINGID') => ({
  StaticRules: [{ identifier, policy, rule_type }],
});

ruleTester.run(macAppBlocker, {
  blocked: [
    {
      name: 'blocks by a rule on the signature of FaceTime, as a managed control',
      picture: santa(rule('BLOCKLIST')),
      expect: {
        count: 1,
        control: 'managed',
        cause: `profile:com.example.santa/${type}/StaticRules`,
        data: { rule: 'SIGNINGID platform:com.apple.FaceTime' },
      },
    },
    { name: 'blocks silently too', picture: santa(rule('SILENT_BLOCKLIST', 'com.apple.facetime')) },
    {
      name: 'knows the payload of older versions',
      picture: {
        ...mac,
        profiles: [{ identifier: 'x', payloads: [{ type: 'com.google.santa', ...rule('BLACKLIST') }] }],
      },
    },
  ],
  atRisk: [
    {
      name: 'fears a pattern that names FaceTime',
      picture: santa({ BlockedPathRegex: '^/System/Applications/(Chess|FaceTime)\\.app/.*' }),
      expect: { severity: 'high', message: 'path-pattern' },
    },
    {
      name: 'fears a pattern over all apps of the system',
      picture: santa({ BlockedPathRegex: '^/System/Applications/.*' }),
    },
  ],
  clear: [
    { name: 'is clear when the rule allows', picture: santa(rule('ALLOWLIST')) },
    {
      name: 'is clear when another app is blocked',
      picture: santa(rule('BLOCKLIST', 'platform:com.apple.Chess')),
    },
    {
      name: 'is clear when a pattern covers other folders',
      picture: santa({ BlockedPathRegex: '^/Users/.*' }),
    },
    {
      name: 'is clear when a rule allows what the pattern covers',
      picture: santa({ ...rule('ALLOWLIST'), BlockedPathRegex: '^/System/.*' }),
    },
    {
      name: 'does not run a pattern that would take for ever',
      picture: santa({ BlockedPathRegex: `^(${'(a+)+'.repeat(50)})$` }),
    },
  ],
  unknown: [
    {
      name: 'is unknown while a profile of Santa cannot be read',
      picture: { ...mac, profiles: [{ identifier: 'x', content: 'missing', payloadTypes: [type] }] },
      expect: { undecided: true },
    },
  ],
});
