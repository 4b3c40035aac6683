import type { DeviceIdentity } from '@ringcheck/model';
import { knownText } from './vocabulary.js';

interface IdentityParts {
  readonly serial?: string | undefined;
  readonly udid?: string | undefined;
  readonly enrolmentId?: string | undefined;
  readonly vendorId?: string | undefined;
}

/** An identity of the parts that are known, written in one way; undefined when none is. */
export function identityOf(parts: IdentityParts): DeviceIdentity | undefined {
  const serial = serialNumber(parts.serial);
  const udid = parts.udid === undefined ? undefined : knownText(parts.udid);
  const enrolmentId = parts.enrolmentId === undefined ? undefined : knownText(parts.enrolmentId);
  if (serial === undefined && udid === undefined && enrolmentId === undefined && parts.vendorId === undefined)
    return undefined;
  return {
    ...(serial === undefined ? {} : { serial }),
    ...(udid === undefined ? {} : { udid }),
    ...(enrolmentId === undefined ? {} : { enrolmentId }),
    ...(parts.vendorId === undefined ? {} : { vendorId: parts.vendorId }),
  };
}

/** Upper case, trimmed; texts that cannot be a serial number are refused so that they never join two devices. */
function serialNumber(text: string | undefined): string | undefined {
  const known = text === undefined ? undefined : knownText(text);
  return known !== undefined && /^[A-Za-z0-9+]{4,24}$/.test(known) ? known.toUpperCase() : undefined;
}
