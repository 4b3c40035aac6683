import type { Instant } from '@ringcheck/model';

/** An answer to a question no MDM can see, for one device. */
export interface AttestationInput {
  /** Public id of the device. */
  readonly device: string;
  /** Ids it had before: an answer under one of these is replaced too. */
  readonly aliases: readonly string[];
  readonly question: string;
  readonly answer: string;
  readonly owner: string;
  /** A day, which holds through its end (UTC), or an instant. */
  readonly expires: string;
  readonly note?: string;
}

export interface StoredAttestation extends Omit<AttestationInput, 'aliases'> {
  readonly id: string;
  readonly answeredAt: Instant;
}

export interface AttestationFilter {
  /** Public id of a device and those it had before; all devices without. */
  readonly devices?: readonly string[];
}
