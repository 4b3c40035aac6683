export type { Attestations } from './attestations/attestations.js';
export * from './attestations/types.js';
export type { Audit } from './audit/audit.js';
export { parseBlobKey, readOrMakeBlobKey, type BlobKey } from './blobs/blob-key.js';
export type { Blobs } from './blobs/blobs.js';
export { Kept } from './database/kept.js';
export { migrate } from './database/migrate.js';
export { together } from './database/together.js';
export type { DeviceCounts, Devices, FingerprintRow } from './devices/devices.js';
export type { Documents } from './documents/documents.js';
export type { ForgetRequest, ForgottenDocuments } from './documents/forget-documents.js';
export type { DocumentsInput } from './documents/save-documents.js';
export {
  startEmbedded,
  type EmbeddedEvent,
  type EmbeddedOptions,
  type EmbeddedServer,
} from './embedded/embedded.js';
export { serverReaches } from './embedded/server-user.js';
export { StoreError, type StoreErrorCode } from './errors.js';
export type { Groups } from './groups/groups.js';
export type { DueSample } from './groups/sample-due.js';
export { RecordForms } from './documents/read-forms.js';
export type { Findings } from './findings/findings.js';
export type { History } from './history/history.js';
export * from './history/types.js';
export type { Deliveries } from './notifications/deliveries.js';
export type { Notifiers } from './notifications/notifiers.js';
export * from './notifications/types.js';
export type { Policies } from './policies/policies.js';
export type { BeginInput } from './scans/begin-scan.js';
export type { PlanInput } from './scans/plan-scan.js';
export type { BeginAnswer, ScanRequest, ScanRuns, Scans } from './scans/scans.js';
export { scanItem, scopeItem } from './scans/scan-item.js';
export type { FleetState } from './scans/fleet-state.js';
export type { CountDimension, CountRow } from './scans/scan-counts.js';
export type { Schedules } from './schedules/schedules.js';
export type { AdvanceInput, Slots } from './schedules/slots.js';
export type { Settings } from './settings/settings.js';
export { openStore, type Store, type StoreOptions } from './store.js';
export { startTestDatabase, startTestStore, type TestDatabase } from './testing.js';
export * from './list-types.js';
export * from './types.js';
export type { ForgottenUploads } from './uploads/forget-uploads.js';
export type { UploadInput } from './uploads/save-upload.js';
export type { Uploads } from './uploads/uploads.js';
export { workKinds } from './work/work-kinds.js';
export type { Work } from './work/work.js';
