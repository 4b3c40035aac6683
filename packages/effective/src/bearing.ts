import { payloadTypes } from '@ringcheck/catalog';
import type { InstalledProfile } from '@ringcheck/assemble';
import { removesItself } from '@ringcheck/model';
import { compile } from './compile.js';
import { carriedDomains, isEnrolment, isUnreadable } from './unreadable.js';

/** What one installed profile can make of a device, whatever the device is. */
export interface Bearing {
  /** Payload types it says or hides something about; `any` where its listing does not tell which. */
  readonly types: ReadonlySet<string> | 'any';
  /** It may give a note where settings are resolved. */
  readonly isNoteworthy: boolean;
}

const nothing: ReadonlySet<string> = new Set();

/**
 * What a profile can bear on. The settings and open questions of a payload type that `resolve` finds for a device hang
 * on no profile that leaves the type out, and its notes on none that is not noteworthy.
 */
export function bearingOf(installed: InstalledProfile): Bearing {
  if (isUnreadable(installed) || installed.profile === undefined)
    return { types: hiddenTypes(installed), isNoteworthy: false };
  const types = new Set<string>();
  let isNoteworthy = installed.declaration !== undefined || removesItself(installed.profile);
  for (const { payload, known, mistakes } of compile(installed.profile)) {
    types.add(payload.type);
    for (const { home } of mistakes) types.add(home);
    if (known !== undefined || mistakes.length > 0) isNoteworthy = true;
  }
  return { types, isNoteworthy };
}

/** What `mayHold` could say yes to, on any device. */
function hiddenTypes(installed: InstalledProfile): Bearing['types'] {
  const listed = installed.payloadTypes ?? [];
  if (listed.length === 0)
    return installed.declaration === undefined && isEnrolment(installed) ? nothing : 'any';
  return new Set(listed.includes(payloadTypes.managedPreferences) ? [...listed, ...carriedDomains] : listed);
}
