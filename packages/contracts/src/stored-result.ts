import { outcomes, platforms, stages } from '@ringcheck/model';
import { z } from 'zod';

/** What the worker keeps of an evaluation beside its findings, and the API makes a report of. */
export const storedResultSchema = z.object({
  stages: z.array(z.object({ stage: z.enum(stages), state: z.enum([...outcomes, 'not-assessed']) })),
  /** What selectors of waivers may ask of the device. */
  traits: z.object({
    serial: z.string().optional(),
    udid: z.string().optional(),
    platform: z.enum(platforms).optional(),
    modelName: z.string().optional(),
    productName: z.string().optional(),
    name: z.string().optional(),
    site: z.string().optional(),
    group: z.string().optional(),
    tags: z.array(z.string()),
  }),
  asOf: z.string().nullable(),
  stale: z.boolean(),
  outcomes: z.array(z.tuple([z.string(), z.enum(outcomes), z.string().nullable()])),
});
export type StoredResult = z.infer<typeof storedResultSchema>;

/** Notes as an evaluation gives them. */
export const storedNotesSchema = z.array(
  z.object({
    ruleId: z.string(),
    message: z.string(),
    data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
    evidence: z.array(z.looseObject({ document: z.string() })),
  }),
);
