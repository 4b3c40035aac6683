import type { Json } from '@ringcheck/model';
import { z } from 'zod';

const bodySchema = z.object({ groups: z.array(z.number().int()) });

/** The ids of the groups of a chunk, as the plan stored them. */
export function readChunkBody(body: Json): readonly number[] {
  return bodySchema.parse(body).groups;
}
