import { platforms, severities } from '@ringcheck/model';
import { z } from 'zod';
import { atLeastZero, cidrs, expiry, groupSelector, hasKeys, selector, text, texts } from './schema-parts.js';
import { flow } from './schema-flows.js';
import { attestation, latestVersions, outage, region } from './schema-statements.js';

const group = z.strictObject({
  name: text,
  select: groupSelector,
  intent: z.enum(['required', 'prohibited', 'unmanaged']),
  atLeast: z
    .enum(['at-risk', 'clear'])
    .optional()
    .describe('The worst verdict with which a required device still complies.'),
});

const network = z.strictObject({
  name: text,
  match: z
    .strictObject({
      ssid: texts.optional(),
      cidr: cidrs.optional(),
      site: texts.optional(),
      vlan: texts.optional(),
      tags: texts.optional(),
    })
    .optional()
    .describe(
      'What places a device here. Without it the network can only be an egress or be named outright.',
    ),
  firewall: texts
    .optional()
    .describe('Paths of firewall policies relative to this file, in the order traffic meets them.'),
  sipAlg: z.boolean().optional(),
  tlsInspection: z.boolean().optional(),
  proxyOnly: z.boolean().optional(),
  dnsFilter: z.boolean().optional(),
  fixed: z.boolean().optional().describe('Devices in it cannot use any other network.'),
  faceTime: z
    .strictObject({ value: z.enum(['allowed', 'denied']), owner: text, expires: expiry })
    .optional()
    .describe('A dated statement of the owner of the network.'),
  quality: z
    .strictObject({
      downMbps: atLeastZero.optional(),
      upMbps: atLeastZero.optional(),
      latencyMs: atLeastZero.optional(),
      jitterMs: atLeastZero.optional(),
      lossPercent: atLeastZero.max(100, { error: 'cannot be above 100' }).optional(),
    })
    .optional(),
});

const vpn = z.strictObject({
  match: z
    .strictObject({ profileIdentifier: texts.optional(), payloadIdentifier: texts.optional() })
    .refine(hasKeys, { error: 'wants profileIdentifier or payloadIdentifier' }),
  egress: text.describe('Name of the network where the tunnel ends.'),
});

const tunnel = z.strictObject({
  config: text.describe('Path of a WireGuard or OpenVPN file relative to this file.'),
  select: selector.describe('The devices that have it. Nothing on a device tells of such a file.'),
  egress: text.optional().describe('Name of the network where the tunnel ends.'),
});

const waiver = z.strictObject({
  rule: text.describe('A rule id, or * for all.'),
  select: selector,
  reason: text,
  owner: text,
  expires: expiry,
});

const externalControl = z.strictObject({
  match: selector,
  blocks: z.literal('FaceTime'),
  by: text,
  owner: text,
  expires: expiry,
});

const thresholds = z.strictObject({
  storageMinGB: atLeastZero.optional(),
  storageWarnGB: atLeastZero.optional(),
  downMbpsMin: atLeastZero.optional(),
  upMbpsMin: atLeastZero.optional(),
  latencyMsMax: atLeastZero.optional(),
  jitterMsMax: atLeastZero.optional(),
  lossPercentMax: atLeastZero.max(100, { error: 'cannot be above 100' }).optional(),
  dataMaxAgeDays: atLeastZero.optional(),
  placeMaxAgeDays: atLeastZero.optional(),
  osSettleHours: atLeastZero.optional(),
  numberSettleHours: atLeastZero.optional(),
  osMajorsBehindMax: atLeastZero.optional(),
});

const override = z.strictObject({ severity: z.enum(severities).optional(), enabled: z.boolean().optional() });

/** The shape of `ringcheck.yaml`. References between its parts are checked apart, in `references.ts`. */
export const policySchema = z.strictObject({
  version: z.literal(1),
  groups: z.array(group).min(1, { error: 'wants at least one group' }).optional(),
  accounts: z
    .strictObject({
      managed: z
        // Formatters that write YAML 1.1 turn off into false.
        .strictObject({
          faceTime: z.union([z.enum(['on', 'off']), z.boolean()], { error: 'wants on or off' }),
        })
        .optional(),
    })
    .optional(),
  externalControls: z.array(externalControl).optional(),
  networks: z.array(network).optional(),
  vpns: z.array(vpn).optional(),
  tunnels: z
    .array(tunnel)
    .optional()
    .describe('VPNs that devices have from files, beside those of profiles.'),
  flows: z
    .array(flow)
    .optional()
    .describe('What FaceTime needs from a network, where it differs from the built-in flows.'),
  thresholds: thresholds.optional(),
  rules: z.record(text, override).optional(),
  waivers: z.array(waiver).optional(),
  attestations: z.array(attestation).optional().describe('Answers to questions no MDM can see, for a while.'),
  outages: z.array(outage).optional().describe("Outages of Apple's services, as the admin knows them."),
  latestVersions: latestVersions
    .optional()
    .describe('The newest OS version by platform, where the built-in table is behind.'),
  region: region
    .optional()
    .describe('What holds in a country, or for a unit sold there, instead of the built-in tables.'),
  expiry: z
    .strictObject({
      soonDays: atLeastZero
        .optional()
        .describe('Days before the end of a waiver or statement from which it is said to end soon.'),
    })
    .optional(),
});

export type PolicyFile = z.output<typeof policySchema>;

/** Keys under which a bare number or boolean is meant as text: `vlan: 20`, `serials: [1E5]`. */
export const textKeys: ReadonlySet<string> = new Set([
  ...['tags', 'serials', 'udids', 'model', 'name', 'site', 'group', 'ssid', 'cidr', 'vlan', 'firewall'],
  ...['profileIdentifier', 'payloadIdentifier', 'egress', 'rule', 'reason', 'owner', 'by', 'expires'],
  ...['question', 'answer', 'device', 'date', 'from', 'until', 'mcc', 'country', 'what', 'suffix', 'regions'],
  ...['source', 'verified', 'id', 'title', 'config', ...platforms],
]);

/** The published JSON Schema of the policy file (draft 2020-12). */
export const policyJsonSchema: Readonly<Record<string, unknown>> = {
  ...z.toJSONSchema(policySchema, { io: 'input' }),
  title: 'Ringcheck policy',
};
