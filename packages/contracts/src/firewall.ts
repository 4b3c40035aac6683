import { z } from 'zod';

/** Questions about a firewall policy, and their answers: the same in the CLI's JSON and in the API. */

const count = z.number().int().nonnegative();
const port = z.number().int().min(0).max(65_535);
const portRange = z.tuple([port, port]);
const name = z.string().min(1).max(300);

/** Longer policies are uploaded as documents. */
const longestText = 8 * 1024 * 1024;

/** A flow to ask about, in place of those of FaceTime. */
export const flowRequestSchema = z.strictObject({
  id: name,
  title: name.optional(),
  protocol: z.enum(['tcp', 'udp']),
  ports: z
    .array(
      z.union([port, portRange.refine(([from, last]) => from <= last, { error: 'ends before it begins' })]),
    )
    .min(1)
    .max(200),
  destinations: z.union([z.literal('any'), z.array(name).min(1).max(1_000)]).default('any'),
  required: z.boolean().default(true),
  loses: z.enum(['activation', 'signalling', 'media', 'video']).default('media'),
});

const hasOwnIds = (flows: readonly { readonly id: string }[]): boolean =>
  new Set(flows.map(({ id }) => id)).size === flows.length;

export const flowsRequestSchema = z
  .array(flowRequestSchema)
  .min(1)
  .refine(hasOwnIds, { error: 'two flows have the same id' });

/** One packet; `state` defaults to new, `chain` to the forwarding path. */
export const packetRequestSchema = z.strictObject({
  protocol: z.enum(['tcp', 'udp', 'icmp']),
  source: z.string().max(100),
  sourcePort: port.default(0),
  destination: z.string().max(100),
  destinationPort: port.default(0),
  state: z.enum(['new', 'established', 'related', 'invalid']).optional(),
  in: name.optional(),
  out: name.optional(),
  chain: name.optional(),
});

/** Which policy is meant: one uploaded, the firewall of a network of the policy in force, or a text. */
export const firewallSourceSchema = z
  .strictObject({
    document: name.optional().describe('SHA-256 or path of an uploaded firewall policy.'),
    network: name
      .optional()
      .describe('Network of the policy in force: its firewall, or all it has, one after another.'),
    text: z.string().max(longestText).optional().describe('The firewall policy itself; nothing is kept.'),
  })
  .refine((given) => Object.values(given).filter((value) => value !== undefined).length === 1, {
    error: 'wants one of document, network and text',
  });

const question = {
  flows: flowsRequestSchema
    .max(64)
    .optional()
    .describe('Absent: those of FaceTime, as the policy in force states them.'),
  from: name.optional().describe('Where the clients are, as CIDR; absent: any private address.'),
  chain: name.optional().describe('Path through the firewall; absent: the forwarding path.'),
};

export const firewallAnswersRequestSchema = z.strictObject({
  policy: firewallSourceSchema,
  ...question,
  fix: z.boolean().default(false).describe('Offer the smallest addition that opens each flow.'),
});
export const firewallShadowedRequestSchema = z.strictObject({ policy: firewallSourceSchema });
export const firewallDiffRequestSchema = z.strictObject({
  old: firewallSourceSchema,
  new: firewallSourceSchema,
  ...question,
});
export const firewallPacketsRequestSchema = z.strictObject({
  policy: firewallSourceSchema,
  packets: z.array(packetRequestSchema).min(1).max(10_000),
});

const action = z.enum(['allow', 'deny', 'unknown']);
const verdict = z.enum(['allowed', 'blocked', 'partial', 'unknown']);
const returnTraffic = z.enum(['allowed', 'blocked', 'partial', 'unknown']);
const family = z.union([z.literal(4), z.literal(6)]);

/** How a policy was read. */
export const firewallPolicySchema = z.object({
  dialect: z.string(),
  rules: count,
  understood: count,
  unparsed: z.array(z.object({ line: count, text: z.string(), reason: z.string() })),
  notes: z.array(z.object({ id: z.string(), line: count, detail: z.string(), isOn: z.boolean().optional() })),
});

const asked = z.object({ document: z.string(), policy: firewallPolicySchema });

/** One firewall alone, or those that traffic meets one after another, by their documents. */
const askedFirewalls = {
  policy: firewallPolicySchema.optional().describe('Where one firewall was asked.'),
  firewalls: z
    .array(asked)
    .optional()
    .describe('Where a network has several, in the order traffic meets them.'),
};
const firewallSideSchema = z.union([firewallPolicySchema, z.object({ firewalls: z.array(asked) })]);
const document = z
  .string()
  .optional()
  .describe('Of several firewalls the one that is meant; names of rules begin with it in answers then.');

export const firewallFlowSchema = z.object({
  id: z.string(),
  title: z.string(),
  protocol: z.enum(['tcp', 'udp']),
  ports: z.array(portRange),
  destinations: z.union([z.literal('any'), z.array(z.string())]),
  required: z.boolean(),
});

const line = z.object({
  rule: z.string(),
  document,
  line: count.optional(),
  text: z.string(),
  /** Why it could not be decided. */
  reason: z.string().optional(),
  /** Groups and lists it was resolved through, down to the member. */
  objects: z.array(z.string()).optional(),
});

const deciding = line.extend({ action, ports: z.array(portRange), destinations: z.array(z.string()) });

const part = z.object({
  action,
  protocol: z.enum(['tcp', 'udp']),
  family,
  ports: z.array(portRange),
  destinations: z.array(z.string()),
  sources: z.array(z.string()),
  sourcePorts: z.array(portRange),
  decidedBy: z.array(z.string()),
});

const fix = z.object({
  document,
  family,
  flows: z.array(z.string()),
  steps: z.array(
    z.object({
      position: z.union([
        z.object({ at: z.literal('before-line'), line: count }),
        z.object({ at: z.literal('end-of-chain'), chain: z.string() }),
      ]),
      deciding: z.string(),
      lines: z.array(z.string()),
      commands: z.array(z.string()),
    }),
  ),
  opens: z.array(
    z.object({
      protocol: z.enum(['tcp', 'udp']),
      ports: z.array(portRange),
      sources: z.array(z.string()),
      destinations: z.array(z.string()),
      /** Of answers, on devices that keep no sessions. */
      sourcePorts: z.array(portRange).optional(),
    }),
  ),
  diff: z.string(),
  returnTraffic,
  requirements: z.array(z.string()),
});
const refusal = z.object({
  document,
  family,
  flows: z.array(z.string()),
  reason: z.string(),
  /** In words, with what to do then. */
  message: z.string(),
});
const fixes = { fixes: z.array(fix), refusals: z.array(refusal) };

/** What a policy, or several in sequence, does with each flow: disjoint parts, and the lines that decide them. */
export const firewallAnswersSchema = z.object({
  ...askedFirewalls,
  flows: z.array(
    z.object({
      flow: firewallFlowSchema,
      verdict,
      problem: z.string().optional(),
      decidedBy: z.array(deciding),
      returnTraffic,
      parts: z.array(part).optional(),
      /** In place of `parts` where there are more than a reader can use. */
      partsLeftOut: count.optional(),
      fix: z.object(fixes).optional(),
    }),
  ),
  fixes: z.array(fix).optional(),
  refusals: z.array(refusal).optional(),
});

const namedLine = z.object({ rule: z.string(), line: count, text: z.string() });

/** Lines no packet reaches, and lines of which that cannot be told. */
export const firewallShadowedSchema = z.object({
  policy: firewallPolicySchema,
  shadowed: z.array(
    namedLine.extend({
      kind: z.enum(['shadowed', 'never-matches', 'chain-unused', 'never-sent']),
      /** The lines that take its packets; of `never-sent` those that call its chain. */
      by: z.array(namedLine),
      isRedundant: z.boolean(),
    }),
  ),
  undecided: z.array(
    namedLine.extend({
      /** What it depends on. */
      by: z.array(namedLine.extend({ reason: z.string() })),
      isGivenUp: z.boolean(),
    }),
  ),
});

/** The same for each of several firewalls by itself. */
export const firewallsShadowedSchema = z.object({
  firewalls: z.array(z.object({ document: z.string(), ...firewallShadowedSchema.shape })),
});

/** Which flows change from one policy to another, and by which lines. */
export const firewallDiffSchema = z.object({
  before: firewallSideSchema,
  after: firewallSideSchema,
  flows: z.array(
    z.object({
      flow: firewallFlowSchema,
      before: verdict,
      after: verdict,
      isChanged: z.boolean(),
      isComplete: z.boolean(),
      returnTraffic: z.object({ from: returnTraffic, to: returnTraffic }).optional(),
      changes: z.array(
        z.object({
          from: action,
          to: action,
          family,
          ports: z.array(portRange),
          destinations: z.array(z.string()),
          before: z.array(line),
          after: z.array(line),
        }),
      ),
    }),
  ),
});

const decision = z.object({
  action,
  document: z
    .string()
    .optional()
    .describe('Of several firewalls the first that denies, or that cannot be told.'),
  rule: z.string().optional(),
  line: count.optional(),
  reason: z.string().optional(),
});

/** One decision per packet, in order. */
export const firewallDecisionsSchema = z.object({
  ...askedFirewalls,
  decisions: z.array(
    decision.extend({
      each: z.array(decision).optional().describe('Of several firewalls what each decides, in their order.'),
    }),
  ),
});

/** Read-only, as the engine gives them. */
type Frozen<T> = T extends readonly (infer Item)[]
  ? number extends T['length']
    ? readonly Frozen<Item>[]
    : { readonly [K in keyof T]: Frozen<T[K]> }
  : T extends object
    ? { readonly [K in keyof T]: Frozen<T[K]> }
    : T;

export type FlowRequest = Frozen<z.infer<typeof flowRequestSchema>>;
export type PacketRequest = Frozen<z.infer<typeof packetRequestSchema>>;
export type FirewallSource = Frozen<z.infer<typeof firewallSourceSchema>>;

export type FirewallAnswers = Frozen<z.infer<typeof firewallAnswersSchema>>;
export type FirewallPolicyRead = Frozen<z.infer<typeof firewallPolicySchema>>;
export type FirewallShadowed = Frozen<z.infer<typeof firewallShadowedSchema>>;
export type FirewallsShadowed = Frozen<z.infer<typeof firewallsShadowedSchema>>;
export type FirewallDiff = Frozen<z.infer<typeof firewallDiffSchema>>;
export type FirewallDecisions = Frozen<z.infer<typeof firewallDecisionsSchema>>;
