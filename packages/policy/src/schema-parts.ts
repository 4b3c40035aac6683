import { platforms } from '@ringcheck/model';
import { z } from 'zod';
import { parseCidr } from './address.js';
import { isExpiry } from './expiry.js';

export const text = z.string().trim().min(1, { error: 'wants a text that is not empty' });

export const texts = listOf(text, 'wants a text or a list of texts');

export const cidrs = listOf(
  text.refine((value) => parseCidr(value) !== undefined, {
    error: 'is no address block; write it like 10.20.0.0/16 or 2001:db8::/32',
  }),
  'wants an address block or a list of them',
);

export const expiry = text
  .refine(isExpiry, {
    error: 'is no date; write it like 2027-01-31, or with a time like 2027-01-31T18:00:00Z',
  })
  .describe('Last day it holds (UTC), or the exact time with its zone.');

export const atLeastZero = z.number().min(0, { error: 'cannot be below 0' });

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

export const groupSelector = z.strictObject(selectorKeys).refine(hasKeys, { error: emptySelector() });

export const selector = z
  .strictObject({ ...selectorKeys, group: texts.optional() })
  .refine(hasKeys, { error: emptySelector() })
  .describe('Every key must hold, within a key any value. Texts may use * and ?.');

export function listOf<T extends z.ZodType>(item: T, error: string) {
  return z
    .union([item, z.array(item).min(1, { error: 'wants at least one value' })], { error })
    .transform((value): z.output<T>[] => (Array.isArray(value) ? value : [value]) as z.output<T>[]);
}

/** Whether anything is stated at all. */
export function hasKeys(value: object): boolean {
  return Object.values(value).some((each) => each !== undefined);
}

function emptySelector(): string {
  return 'selects nothing; name at least one key, or default: true for every device';
}
