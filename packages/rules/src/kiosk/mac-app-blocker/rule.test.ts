import type { AppBlocker } from '@ringcheck/model';
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

const nobody = { devices: [], groups: [], hasOther: false };
const item = (more: Partial<AppBlocker> = {}, applies: 'yes' | 'unknown' = 'yes') => ({
  ...mac,
  appBlockers: [
    {
      document: { path: 'restricted.xml', sha256: 'ab' },
      applies,
      blocker: {
        vendor: 'jamf',
        by: 'Restricted Software of Jamf Pro',
        name: 'No calls',
        compares: 'process',
        pattern: 'FaceTime',
        match: 'exact',
        ends: true,
        scope: { ...nobody, all: true, isStated: true, exclusions: nobody },
        at: { offset: 90, line: 4, column: 3 },
        path: 'restricted_software.general.process_name',
        ...more,
      } satisfies AppBlocker,
    },
  ],
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
    {
      name: 'blocks by Restricted Software of Jamf that ends FaceTime, as a managed control',
      picture: item(),
      expect: {
        control: 'managed',
        message: 'item-ends',
        cause: 'app-blocker:jamf/No calls',
        evidence: { document: 'restricted.xml', line: 4 },
      },
    },
    { name: 'blocks by a part of the name', picture: item({ match: 'contains', pattern: '*face*' }) },
    {
      name: 'blocks by App Blocking of Kandji on the bundle identifier',
      picture: item({ vendor: 'kandji', compares: 'bundle-id', pattern: 'com.apple.facetime' }),
    },
    {
      name: 'blocks by the path of the application',
      picture: item({ compares: 'path', pattern: '/System/Applications/FaceTime.app' }),
    },
  ],
  atRisk: [
    {
      name: 'fears an item that writes FaceTime in other capitals',
      picture: item({ pattern: 'facetime' }),
      expect: { message: 'item-perhaps', severity: 'high' },
    },
    {
      name: 'fears an expression that speaks of FaceTime and does not run it',
      picture: item({ match: 'regex', pattern: '^Face(Time)+\\.app$|FaceTime' }),
    },
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
    {
      name: 'is clear with a note where an item only tells somebody',
      picture: item({ ends: false }),
      expect: { notes: ['item-only-tells'] },
    },
    { name: 'is clear where an item ends another application', picture: item({ pattern: 'Chess' }) },
    {
      name: 'is clear where an item compares developer ids, which FaceTime has not',
      picture: item({ compares: 'developer-id', pattern: 'FaceTime', match: 'contains' }),
    },
    {
      name: 'is clear where the parts of a name stand in another order',
      picture: item({ match: 'contains', pattern: 'time*face' }),
    },
  ],
  unknown: [
    {
      name: 'is unknown while the scope of an item that ends FaceTime is open',
      picture: item({}, 'unknown'),
      expect: { undecided: true, message: 'item-scope-unknown' },
    },
    {
      name: 'is unknown while a profile of Santa cannot be read',
      picture: { ...mac, profiles: [{ identifier: 'x', content: 'missing', payloadTypes: [type] }] },
      expect: { undecided: true },
    },
  ],
});
