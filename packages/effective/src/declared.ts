import type { InstalledProfile } from '@ringcheck/assemble';
import { applies, type Applicability, type Conditions } from './applicability.js';
import type { CompiledPayload } from './compile.js';

type Stopped = Exclude<Applicability, { readonly state: 'in-force' }>;

/** What a device's report on a declaration means for its settings; undefined: they act like those of a profile. */
export function stateOf({ declaration }: InstalledProfile): Stopped | undefined {
  if (declaration === undefined) return undefined;
  const { active, valid, reasons } = declaration;
  const told = reasons.map(({ code, description }) => description ?? code).join('; ');
  const detail = told === '' ? 'no reason given' : told;
  if (valid === 'invalid') return { state: 'ignored', reason: 'declaration-invalid', detail };
  if (active === false) return { state: 'ignored', reason: 'declaration-inactive', detail };
  if (active === true && valid === 'valid') return undefined;
  return { state: 'undetermined', reason: 'declaration-unchecked' };
}

/** An iPhone, iPad or Apple TV in User Enrollment refuses a declared profile whole for one payload that is forbidden. */
export function isRefused(
  installed: InstalledProfile,
  payloads: readonly CompiledPayload[],
  conditions: Conditions,
): boolean {
  if (installed.viaDeclaration !== true) return false;
  if (conditions.platform !== 'iOS' && conditions.platform !== 'tvOS') return false;
  return payloads.some(({ gates }) => {
    const verdict = applies(gates, conditions, installed);
    return verdict.state === 'ignored' && verdict.reason === 'user-enrolment';
  });
}
