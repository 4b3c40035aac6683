import type pg from 'pg';
import { attestationsOf, type Attestations } from './attestations/attestations.js';
import { auditOf, type Audit } from './audit/audit.js';
import type { BlobKey } from './blobs/blob-key.js';
import { blobsOf, type Blobs } from './blobs/blobs.js';
import { secretDigest } from './blobs/secret-digest.js';
import { openPrisma } from './database/client.js';
import { migrate } from './database/migrate.js';
import { openPool } from './database/pool.js';
import { devicesOf, type Devices } from './devices/devices.js';
import { documentsOf, type Documents } from './documents/documents.js';
import { findingsOf, type Findings } from './findings/findings.js';
import { historyOf, type History } from './history/history.js';
import { deliveriesOf, type Deliveries } from './notifications/deliveries.js';
import { notifiersOf, type Notifiers } from './notifications/notifiers.js';
import { groupsOf, type Groups } from './groups/groups.js';
import { policiesOf, type Policies } from './policies/policies.js';
import { scanRunsOf, scansOf, type ScanRuns, type Scans } from './scans/scans.js';
import { schedulesOf, type Schedules } from './schedules/schedules.js';
import { slotsOf, type Slots } from './schedules/slots.js';
import { settingsOf, type Settings } from './settings/settings.js';
import { uploadsOf, type Uploads } from './uploads/uploads.js';
import { workOf, type Work } from './work/work.js';

export interface StoreOptions {
  readonly databaseUrl: string;
  /** Of the process's one pool. Default 10; at least 3. */
  readonly maxConnections?: number;
  readonly blobKey: BlobKey;
  /** Bring the database up to date first. Default true. */
  readonly migrate?: boolean;
}

/** One face per feature: take the one you need, not the whole. */
export interface Store {
  readonly blobs: Blobs;
  readonly uploads: Uploads;
  readonly documents: Documents;
  readonly groups: Groups;
  readonly devices: Devices;
  readonly findings: Findings;
  readonly scans: Scans;
  readonly scanRuns: ScanRuns;
  readonly schedules: Schedules;
  readonly slots: Slots;
  readonly history: History;
  readonly notifiers: Notifiers;
  readonly deliveries: Deliveries;
  readonly policies: Policies;
  readonly attestations: Attestations;
  readonly work: Work;
  readonly audit: Audit;
  readonly settings: Settings;
  /** Keyed digest of a secret, equal for equal secrets of this installation; it must not leave the store. */
  readonly digestSecret: (bytes: Uint8Array) => string;
  /** The process's one pool, for the queue to share. */
  readonly pool: pg.Pool;
  /** Throws when the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Open the database. Throws StoreError `migration-failed`, or the driver's error when it cannot be reached. */
export async function openStore(options: StoreOptions): Promise<Store> {
  if (options.migrate ?? true) await migrate(options.databaseUrl);
  const maxConnections = Math.max(3, options.maxConnections ?? 10);
  const pool = openPool(options.databaseUrl, maxConnections);
  const prisma = openPrisma(pool);
  const database = { pool, prisma };
  return {
    blobs: blobsOf(database, options.blobKey),
    uploads: uploadsOf(database, options.blobKey, maxConnections),
    documents: documentsOf(database),
    groups: groupsOf(database),
    devices: devicesOf(database),
    findings: findingsOf(database),
    scans: scansOf(database),
    scanRuns: scanRunsOf(database),
    schedules: schedulesOf(database),
    slots: slotsOf(database),
    history: historyOf(database),
    notifiers: notifiersOf(database, options.blobKey),
    deliveries: deliveriesOf(database, options.blobKey),
    policies: policiesOf(database),
    attestations: attestationsOf(database),
    work: workOf(database),
    audit: auditOf(database),
    settings: settingsOf(database),
    digestSecret: secretDigest(options.blobKey),
    pool,
    async ping() {
      await pool.query('SELECT 1');
    },
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
