import { z } from 'zod';
import { parseCidr } from './address.js';
import { hasKeys, listOf, text } from './schema-parts.js';

const mostPort = 65_535;
const portPattern = /^(\d{1,5})(?:\s*-\s*(\d{1,5}))?$/;

/** `3478` or `16384-16387`; undefined: neither. */
export function portRange(written: number | string): readonly [number, number] | undefined {
  const [, first = '', last = first] = portPattern.exec(String(written).trim()) ?? [];
  const [from, to] = [Number(first), Number(last)];
  return first !== '' && from <= to && to <= mostPort ? [from, to] : undefined;
}

const ports = listOf(
  z
    .union([z.number(), z.string()], { error: 'wants a port or a range of ports' })
    .refine((written) => portRange(written) !== undefined, {
      error: `is no port up to ${mostPort} and no range of them; write it like 3478 or 16384-16387`,
    }),
  'wants a port, a range of ports, or a list of them',
);

const destinations = listOf(
  text.refine((written) => written === 'any' || parseCidr(written) !== undefined, {
    error: 'is no address block; write it like 203.0.113.0/24 or 2001:db8::/32, or any',
  }),
  'wants any, an address block or a list of them',
).refine((all) => all.length === 1 || !all.includes('any'), {
  error: 'any stands for every address; leave the others out, or any',
});

export const flowLosses = ['activation', 'signalling', 'media', 'video'] as const;

/** One flow of FaceTime, changed or added. Whether the id is a built-in one is checked in `references.ts`. */
export const flow = z
  .strictObject({
    id: text.describe('Of a built-in flow to change it, else a name of your own.'),
    title: text.optional(),
    protocol: z.enum(['tcp', 'udp']).optional(),
    ports: ports.optional(),
    destinations: destinations.optional().describe('any: every peer and relay. Names are not resolved.'),
    loses: z.enum(flowLosses).optional().describe('What a person loses where it is closed.'),
    required: z.boolean().optional().describe('false: closing it endangers calls and does not stop them.'),
    source: text.optional().describe('Where this is known from.'),
  })
  .refine(({ id: _id, ...stated }) => hasKeys(stated), { error: 'states nothing but its id' });
