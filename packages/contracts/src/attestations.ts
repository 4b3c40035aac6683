import { z } from 'zod';
import { pageQuerySchema } from './api.js';
import { questionAnswerSchema } from './check-report.js';

const instant = z.iso.datetime({ offset: true });
const line = z.string().trim().min(1).max(200);

/** An answer to a question no MDM can see, for one device. */
export const attestationRequestSchema = z.strictObject({
  /** Id of the device, or one it had before. */
  device: line,
  /** Id of the question, as the rules list it. */
  question: line,
  /** Id of one of its answers. */
  answer: line,
  /** Who stands for it. */
  owner: line,
  /** A day, which holds through its end (UTC), or an instant; then the question is open again. */
  expires: z.union([z.iso.date(), instant], {
    error: 'wants a day like 2027-01-31, or a time with its zone',
  }),
  note: z.string().trim().max(2_000).optional(),
});

export const attestationQuerySchema = pageQuerySchema.extend({
  device: z.string().max(400).optional(),
  /** `yaml`: all of them, as the policy file states them. */
  format: z.enum(['json', 'yaml']).default('json'),
});

export const attestationSchema = z.object({
  id: z.uuid(),
  device: z.string(),
  question: z.string(),
  /** Of the question. */
  title: z.string(),
  answer: z.string(),
  /** The answers there are, the one that was given among them unless the rules no longer know it. */
  answers: z.array(questionAnswerSchema),
  owner: z.string(),
  expires: z.string(),
  note: z.string().optional(),
  answeredAt: instant,
  /** False once it has expired: the question is open again. */
  holds: z.boolean(),
});

export type AttestationRequest = z.infer<typeof attestationRequestSchema>;
export type AttestationQuery = z.infer<typeof attestationQuerySchema>;
export type AttestationItem = z.infer<typeof attestationSchema>;
