import type { DeviceRecord, Profile, SourceDocument } from '@ringcheck/model';
import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { DeviceResult, FindingInput, IncomingFile } from './types.js';

/** Small made-up things for tests of this package. */

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export function fileOf(path: string, text: string): IncomingFile {
  return {
    path,
    bytes: (async function* () {
      yield await Promise.resolve(Buffer.from(text));
    })(),
  };
}

export function recordOf(identity: DeviceRecord['identity'], creates = true): DeviceRecord {
  return { identity, creates, basis: 'reported', claims: {}, at: { offset: 0, line: 1, column: 1 } };
}

export function profileOf(identifier: string, sha: string): Profile {
  return {
    document: { path: `${identifier}.mobileconfig`, sha256: sha },
    identifier,
    encrypted: false,
    vendorIds: ['acme:41', 'with "quotes", \\ and {braces}'],
    authoredBy: 'file',
    payloads: [],
    at: { offset: 0 },
  };
}

export function documentOf(name: string, more: Partial<SourceDocument> = {}): SourceDocument {
  return {
    ref: { path: `${name}.json`, sha256: sha256(name) },
    kind: 'jamf-inventory',
    status: 'ingested',
    diagnostics: [],
    devices: [],
    profiles: [],
    receivedAt: '2026-11-01T00:00:00.000Z',
    ...more,
  };
}

export function findingOf(ruleId: string, more: Partial<FindingInput> = {}): FindingInput {
  return {
    ruleId,
    scope: '',
    cause: `profile:com.example.${ruleId}`,
    outcome: 'blocked',
    severity: 'critical',
    stage: 'device',
    message: 'switched-off',
    data: { key: 'allowVideoConferencing' },
    evidence: [
      { document: 'a.mobileconfig', sha256: sha256('a'), profile: 'A', path: 'allow', line: 3, offset: 40 },
    ],
    ...more,
  };
}

export function resultOf(publicId: string, more: Partial<DeviceResult> = {}): DeviceResult {
  const findings = more.findings ?? [];
  return {
    publicId,
    aliases: [],
    name: `iPad ${publicId}`,
    platform: 'iPadOS',
    osVersion: '26.1',
    verdict: findings.length > 0 ? 'blocked' : 'clear',
    coverage: { decided: 20, applicable: 22 },
    findings,
    notes: [],
    results: [],
    ...more,
  };
}

/** What grouping leaves when a public id stands for no device any more. */
export async function endGroup(pool: pg.Pool, publicId: string): Promise<void> {
  await pool.query('INSERT INTO group_end (public_id, seq) VALUES ($1, 0)', [publicId]);
}

/** Empty every table but the shared words, which are never deleted, and start every number anew: quicker than a new database. */
export async function emptyTables(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ names: string }>(
    `SELECT string_agg(quote_ident(tablename), ', ') AS names FROM pg_tables
     WHERE schemaname = 'public' AND tablename NOT IN
       ('_prisma_migrations', 'shared_part', 'record_form', 'finding_identity', 'finding_content')`,
  );
  await pool.query(`TRUNCATE ${rows[0]?.names ?? ''} RESTART IDENTITY CASCADE`);
}
