import type { CatalogKey } from '@ringcheck/catalog';
import type { InstalledProfile, Note } from '@ringcheck/assemble';
import { evidenceOf, type Evidence, type Instant } from '@ringcheck/model';
import type { ResolveMessage } from './messages.js';
import { compareText, profileName } from './order.js';
import { listingEvidence } from './unreadable.js';
import type { Contribution } from './types.js';

/** Collects the notes of one resolve step. */
export class NoteBook {
  private readonly notes: Note[] = [];

  add(message: ResolveMessage, data: Note['data'], evidence: readonly Evidence[]): void {
    this.notes.push({ ruleId: 'resolve', message, data, evidence });
  }

  expired(installed: InstalledProfile, expired: Instant): void {
    this.add('profile-expired', { profile: profileName(installed), expired }, profileEvidence(installed));
  }

  overdue(installed: InstalledProfile, due: Instant): void {
    const evidence = [...profileEvidence(installed), listingEvidence(installed)];
    this.add('removal-overdue', { profile: profileName(installed), due }, evidence);
  }

  wrongType({ profile, payload, value, evidence }: Contribution, key: CatalogKey): void {
    this.add(
      'key-wrong-type',
      {
        key: key.key,
        payloadType: payload.type,
        profile: profileName(profile),
        wanted: key.type,
        found: value.type,
      },
      [evidence],
    );
  }

  misspelt({ profile, payload, evidence }: Contribution, written: string, key: CatalogKey): void {
    this.add(
      'key-misspelt',
      { written, key: key.key, payloadType: payload.type, profile: profileName(profile) },
      [evidence],
    );
  }

  wrongPayload({ profile, payload, evidence }: Contribution, key: CatalogKey, rightType: string): void {
    this.add(
      'key-wrong-payload',
      { key: key.key, payloadType: payload.type, rightType, profile: profileName(profile) },
      [evidence],
    );
  }

  /** All notes, each once, in an order that does not depend on the order of the input. */
  inOrder(): readonly Note[] {
    if (this.notes.length < 2) return this.notes;
    const byIdentity = new Map(this.notes.map((note) => [identityOf(note), note]));
    return [...byIdentity].sort(([a], [b]) => compareText(a, b)).map(([, note]) => note);
  }
}

function identityOf({ message, data, evidence }: Note): string {
  const places = evidence.map(({ document, path, offset }) => `${document} ${path ?? ''} ${offset ?? ''}`);
  return JSON.stringify([message, data, places]);
}

function profileEvidence(installed: InstalledProfile): Evidence[] {
  const { profile } = installed;
  return profile ? [evidenceOf(profile.document, profile.at, { profile: profileName(installed) })] : [];
}
