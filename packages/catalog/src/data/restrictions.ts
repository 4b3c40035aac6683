import { definePayload, since } from '../define.js';
import { restrictions } from '../types-of-payloads.js';
import { directRestrictions } from './restrictions-direct.js';
import { indirectRestrictions } from './restrictions-indirect.js';
import { trapRestrictions } from './restrictions-traps.js';

export const restrictionsPayloads = [
  definePayload(restrictions, 'Restrictions', {
    page: 'restrictions',
    canBlock: true,
    platforms: {
      iOS: since('4.0'),
      macOS: since('10.7'),
      tvOS: since('9.0'),
      visionOS: since('1.1'),
      watchOS: since('10.0'),
    },
    keys: [...directRestrictions, ...indirectRestrictions, ...trapRestrictions],
  }),
];
