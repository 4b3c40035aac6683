import { z } from 'zod';
import { expiry, listOf, selector, text, texts } from './schema-parts.js';
import { endOfWaiver } from './expiry.js';
import { versionNumber } from './version-number.js';

const confidence = z.enum(['high', 'medium', 'low']);

/** An answer to a question, for the devices it names, while it holds. */
export const attestation = z
  .strictObject({
    question: text.describe('Id of the question, as "ringcheck rules" lists it.'),
    answer: text.describe('Id of one of its answers, as "ringcheck explain QUESTION" lists them.'),
    select: selector.optional(),
    device: texts.optional().describe('Serial numbers, UDIDs or ids of devices, in place of select.'),
    owner: text,
    date: expiry.optional().describe('When the answer was given.'),
    expires: expiry,
    note: text.optional(),
  })
  .refine((stated) => (stated.select === undefined) !== (stated.device === undefined), {
    error: 'wants either select or device',
  });

export const outageServices = ['FaceTime', 'iMessage', 'Apple Account', 'iCloud', 'Push'] as const;

export const outage = z
  .strictObject({
    service: z.enum(outageServices),
    from: expiry.describe('When it began; a day means its first moment (UTC).'),
    until: expiry.optional().describe('When it was over; without it, it lasts. A day holds through its end.'),
    affects: z.enum(['all', 'some']).optional().describe('All users (default), or some.'),
    source: text.optional(),
    owner: text,
  })
  .refine(
    (stated) => stated.until === undefined || Date.parse(endOfWaiver(stated.until)) > Date.parse(stated.from),
    {
      error: 'ends before it begins',
    },
  );

const version = text.refine((value) => versionNumber.test(value), {
  error: 'is no version; write it like 26.1',
});

export const latestVersions = z.strictObject({
  iOS: version.optional(),
  iPadOS: version.optional(),
  macOS: version.optional(),
  tvOS: version.optional(),
  visionOS: version.optional(),
  watchOS: version.optional(),
});

const mcc = listOf(
  text.refine((value) => /^\d{3}$/.test(value), { error: 'is no country code; write it like 424' }),
  'wants a mobile country code or a list of them',
);

const suffix = listOf(
  text.refine((value) => /^[A-Za-z]{1,3}$/.test(value), {
    error: 'are no region letters; write them like AE',
  }),
  'wants region letters or a list of them',
);

const dated = {
  verified: expiry.describe('When this was last confirmed.'),
  source: text,
  confidence: confidence.optional(),
};

export const region = z.strictObject({
  countries: z
    .array(
      z.strictObject({
        mcc,
        country: text.optional(),
        state: z.enum(['open', 'limited', 'lifted']),
        what: text.optional().describe('In words: who holds back what.'),
        ...dated,
      }),
    )
    .optional(),
  suffixes: z
    .array(
      z.strictObject({
        suffix,
        regions: texts.optional(),
        faceTime: z.enum(['full', 'no-audio', 'missing']),
        ...dated,
      }),
    )
    .optional(),
});
