import { get, getArray, getBoolean, getString, type FirewallState, type Value } from '@ringcheck/model';
import type { ClaimBuilder } from '../facts/claim-builder.js';
import { bool } from '../facts/convert.js';
import { extendPath } from '../paths.js';

export const securityInfoKeys: readonly string[] = ['FirewallSettings', 'ManagementStatus'];

/** Adds the firewall state and the kind of enrolment from a SecurityInfo answer. */
export function claimSecurityInfo(info: Value, base: string, claims: ClaimBuilder): void {
  const firewall = get(info, 'FirewallSettings');
  if (firewall?.type === 'dict')
    claims.add('firewall', firewallOf(firewall), firewall.at, extendPath(base, 'FirewallSettings'));
  const status = get(info, 'ManagementStatus');
  if (status === undefined) return;
  const path = extendPath(base, 'ManagementStatus');
  const approved = get(status, 'UserApprovedEnrollment');
  if (approved !== undefined)
    claims.add('isUserApproved', bool(approved), approved.at, extendPath(path, 'UserApprovedEnrollment'));
  claimEnrolment(status, path, claims);
}

function claimEnrolment(status: Value, path: string, claims: ClaimBuilder): void {
  const isUser = get(status, 'IsUserEnrollment');
  const isAutomated = get(status, 'EnrolledViaDEP');
  if (isUser?.type === 'boolean' && isUser.value)
    claims.add('enrolment', 'user', isUser.at, extendPath(path, 'IsUserEnrollment'));
  else if (isAutomated?.type === 'boolean' && isAutomated.value)
    claims.add('enrolment', 'automated', isAutomated.at, extendPath(path, 'EnrolledViaDEP'));
  else if (isUser?.type === 'boolean')
    claims.add('enrolment', 'device', isUser.at, extendPath(path, 'IsUserEnrollment'));
}

function firewallOf(settings: Value): FirewallState {
  const enabled = getBoolean(settings, 'FirewallEnabled');
  const blockAllIncoming = getBoolean(settings, 'BlockAllIncoming');
  const stealthMode = getBoolean(settings, 'StealthMode');
  return {
    ...(enabled === undefined ? {} : { enabled }),
    ...(blockAllIncoming === undefined ? {} : { blockAllIncoming }),
    ...(stealthMode === undefined ? {} : { stealthMode }),
    applications: (getArray(settings, 'Applications') ?? []).flatMap((application) => {
      const bundleId = getString(application, 'BundleID');
      const allowed = getBoolean(application, 'Allowed');
      return bundleId === undefined || allowed === undefined ? [] : [{ bundleId, allowed }];
    }),
  };
}
