import type { Platform } from '@ringcheck/model';
import type { RuleResult } from '../types.js';
import { standing } from './answers.js';

/** A rule of other platforms, as one answer that is the same for every device of the platform. */
export const wrongPlatform: Readonly<Record<Platform, readonly RuleResult[]>> = {
  iOS: answerFor('iOS'),
  iPadOS: answerFor('iPadOS'),
  macOS: answerFor('macOS'),
  tvOS: answerFor('tvOS'),
  visionOS: answerFor('visionOS'),
  watchOS: answerFor('watchOS'),
};

function answerFor(platform: Platform): readonly RuleResult[] {
  const data = Object.freeze({ platform });
  return standing({ outcome: 'not-applicable', message: 'wrong-platform', data, evidence: [] });
}
