import { platforms, severities } from '@ringcheck/model';
import { z } from 'zod';
import { parseCidr } from './address.js';
import { isExpiry } from './expiry.js';

const text = z.string().trim().min(1, { error: 'wants a text that is not empty' });

const texts = listOf(text, 'wants a text or a list of texts');

const cidrs = listOf(
  text.refine((value) => parseCidr(value) !== undefined, {
    error: 'is no address block; write it like 10.20.0.0/16 or 2001:db8::/32',
  }),
  'wants an address block or a list of them',
);

const expiry = text
  .refine(isExpiry, {
    error: 'is no date; write it like 2027-01-31, or with a time like 2027-01-31T18:00:00Z',
  })
  .describe('Last day it holds (UTC), or the exact time with its zone.');

const atLeastZero = z.number().min(0, { error: 'cannot be below 0' });

const platform = listOf(z.enum(platforms), 'wants a platform or a list of platforms');

const selectorKeys = {
  tags: texts.optional(),
  serials: texts.optional(),
  udids: texts.optional(),
  platform: platform.optional(),
  model: texts.optional().describe('Marketing name or hardware identifier.'),
  name: texts.optional(),
  site: texts.optional(),
  default: z.literal(true).optional().describe('Selects every device.'),
};

const groupSelector = z.strictObject(selectorKeys).refine(hasKeys, { error: emptySelector() });

const selector = z
  .strictObject({ ...selectorKeys, group: texts.optional() })
  .refine(hasKeys, { error: emptySelector() })
  .describe('Every key must hold, within a key any value. Texts may use * and ?.');

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
  thresholds: thresholds.optional(),
  rules: z.record(text, override).optional(),
  waivers: z.array(waiver).optional(),
});

export type PolicyFile = z.output<typeof policySchema>;

/** Keys under which a bare number or boolean is meant as text: `vlan: 20`, `serials: [1E5]`. */
export const textKeys: ReadonlySet<string> = new Set([
  ...['tags', 'serials', 'udids', 'model', 'name', 'site', 'group', 'ssid', 'cidr', 'vlan', 'firewall'],
  ...['profileIdentifier', 'payloadIdentifier', 'egress', 'rule', 'reason', 'owner', 'by', 'expires'],
]);

/** The published JSON Schema of the policy file (draft 2020-12). */
export const policyJsonSchema: Readonly<Record<string, unknown>> = {
  ...z.toJSONSchema(policySchema, { io: 'input' }),
  title: 'Ringcheck policy',
};

function listOf<T extends z.ZodType>(item: T, error: string) {
  return z
    .union([item, z.array(item).min(1, { error: 'wants at least one value' })], { error })
    .transform((value): z.output<T>[] => (Array.isArray(value) ? value : [value]) as z.output<T>[]);
}

function hasKeys(value: object): boolean {
  return Object.values(value).some((each) => each !== undefined);
}

function emptySelector(): string {
  return 'selects nothing; name at least one key, or default: true for every device';
}
