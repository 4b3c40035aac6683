import { findKey, findPayload, type Support } from '@ringcheck/catalog';
import { osReachesOf, type OsReaches } from '@ringcheck/effective';
import { schemaPlatform, type Platform } from '@ringcheck/model';
import type { Picture } from '@ringcheck/assemble';
import type { Rule } from '../types.js';

interface Traits {
  readonly platform: Platform;
  readonly osReaches: OsReaches;
  readonly isSupervised: boolean | undefined;
  readonly isUserEnrolment: boolean;
}

/**
 * Whether any setting or payload the rule asks for could act on this device at all, by platform, OS version,
 * supervision and enrolment. What could not act is no question there, however little is known of the profiles.
 */
export function couldAct(
  rule: Pick<Rule, 'reads'>,
  picture: Picture,
  osReaches: OsReaches = osReachesOf(picture),
): boolean {
  const { platform, isSupervised, enrolment } = picture.facts;
  if (platform === undefined) return true;
  const traits: Traits = {
    platform: platform.value,
    osReaches,
    isSupervised: isSupervised?.value,
    isUserEnrolment: enrolment?.value === 'user',
  };
  return rule.reads.some((read) => readCouldAct(read, traits));
}

function readCouldAct(read: string, traits: Traits): boolean {
  if (read.startsWith('payload:')) {
    const payload = findPayload(read.slice('payload:'.length));
    return payload === undefined || supports(payload.platforms[schemaPlatform(traits.platform)], traits);
  }
  if (!read.startsWith('setting:')) return false;
  const [type = '', key = ''] = read.slice('setting:'.length).split('#');
  const found = findKey(type, key);
  return found === undefined || supports(found.platforms[schemaPlatform(traits.platform)], traits);
}

function supports(support: Support | undefined, traits: Traits): boolean {
  if (support === undefined) return false;
  const { osReaches } = traits;
  if (osReaches(support.introduced) === false) return false;
  if (support.removed !== undefined && osReaches(support.removed) === true) return false;
  if (traits.isUserEnrolment && support.userEnrolment === 'forbidden') return false;
  return traits.isSupervised !== false || !needsSupervision(support, osReaches);
}

function needsSupervision({ supervised }: Support, osReaches: OsReaches): boolean {
  if (supervised === undefined || typeof supervised === 'boolean') return supervised === true;
  return 'from' in supervised ? osReaches(supervised.from) === true : osReaches(supervised.until) === false;
}
