import type { PlacedNetwork } from '@ringcheck/assemble';
import type { VpnEgress } from '@ringcheck/policy';
import type { Subject } from '../types.js';
import type { Tunnel } from './tunnel.js';

/** The network where a tunnel's traffic leaves, if the policy file names it. */
export function egressNetwork(subject: Subject, tunnel: Pick<Tunnel, 'payload'>): PlacedNetwork | undefined {
  return subject.egresses().find(({ vpn }) => isMatch(vpn, tunnel))?.network;
}

/** Every key of a match must hold, and any of its values. */
function isMatch({ match }: VpnEgress, { payload: { profile, payload } }: Pick<Tunnel, 'payload'>): boolean {
  const { profileIdentifier, payloadIdentifier } = match;
  if (profileIdentifier === undefined && payloadIdentifier === undefined) return false;
  return (
    holds(profileIdentifier, profile.identifier ?? profile.profile?.identifier) &&
    holds(payloadIdentifier, payload.identifier)
  );
}

function holds(wanted: readonly string[] | undefined, given: string | undefined): boolean {
  return wanted === undefined || (given !== undefined && wanted.includes(given));
}
