import type { z } from 'zod';
import { ProblemError } from './problem.js';

/** Parse a request part by its schema; every fault is named by its path. */
export function valid<T extends z.ZodType>(schema: T, input: unknown): z.infer<T> {
  const parsed = schema.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  const first = errors[0];
  throw new ProblemError(
    400,
    first === undefined
      ? 'The request is not valid.'
      : `${first.path === '' ? 'Request' : first.path}: ${first.message}`,
    errors,
  );
}
