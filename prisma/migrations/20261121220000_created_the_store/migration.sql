-- CreateTable
CREATE TABLE "blob" (
    "id" UUID NOT NULL,
    "sha256" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "key_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "blob_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "blob_chunk" (
    "blob_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "nonce" BYTEA NOT NULL,
    "tag" BYTEA NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "blob_chunk_pkey" PRIMARY KEY ("blob_id","seq")
);

-- CreateTable
CREATE TABLE "upload" (
    "id" UUID NOT NULL,
    "received_at" TIMESTAMPTZ(6) NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'received',
    "actor" TEXT NOT NULL,

    CONSTRAINT "upload_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "upload_file" (
    "id" BIGSERIAL NOT NULL,
    "upload_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "path" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "kind" TEXT,
    "diagnostics" JSON NOT NULL DEFAULT '[]',

    CONSTRAINT "upload_file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "document" (
    "id" BIGSERIAL NOT NULL,
    "sha256" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "path" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(6) NOT NULL,
    "decoder_version" TEXT NOT NULL,
    "diagnostics" JSON NOT NULL,
    "body" JSON NOT NULL,

    CONSTRAINT "document_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "document_sighting" (
    "seq" BIGINT NOT NULL,
    "document_id" BIGINT NOT NULL,
    "upload_file_id" BIGINT,
    "path" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "document_sighting_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "device_record" (
    "document_id" BIGINT NOT NULL,
    "index" INTEGER NOT NULL,
    "creates" BOOLEAN NOT NULL,
    "serial" TEXT,
    "udid" TEXT,
    "enrolment_id" TEXT,
    "vendor_id" TEXT,
    "body" JSON NOT NULL,

    CONSTRAINT "device_record_pkey" PRIMARY KEY ("document_id","index")
);

-- CreateTable
CREATE TABLE "profile" (
    "document_id" BIGINT NOT NULL,
    "index" INTEGER NOT NULL,
    "identifier" TEXT NOT NULL,
    "uuid" TEXT,
    "vendor_ids" TEXT[],
    "body" JSON NOT NULL,

    CONSTRAINT "profile_pkey" PRIMARY KEY ("document_id","index")
);

-- CreateTable
CREATE TABLE "device" (
    "id" BIGSERIAL NOT NULL,
    "public_id" TEXT NOT NULL,
    "name" TEXT,
    "name_sort" TEXT NOT NULL,
    "platform" TEXT,
    "os_version" TEXT,
    "os_sort" TEXT NOT NULL,
    "serial" TEXT,
    "udid" TEXT,
    "verdict" TEXT NOT NULL,
    "verdict_rank" SMALLINT NOT NULL,
    "expected" TEXT,
    "compliance" TEXT,
    "coverage_decided" INTEGER NOT NULL,
    "coverage_applicable" INTEGER NOT NULL,
    "group_name" TEXT,
    "intent" TEXT,
    "network_name" TEXT,
    "worst_rule" TEXT,
    "worst_outcome" TEXT,
    "finding_count" INTEGER NOT NULL DEFAULT 0,
    "fingerprint" TEXT,
    "review_at" TIMESTAMPTZ(6),
    "first_seen_scan" BIGINT NOT NULL,
    "vanished_scan" BIGINT,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "device_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "device_alias" (
    "alias" TEXT NOT NULL,
    "device_id" BIGINT NOT NULL,

    CONSTRAINT "device_alias_pkey" PRIMARY KEY ("alias")
);

-- CreateTable
CREATE TABLE "policy_version" (
    "id" SERIAL NOT NULL,
    "sha256" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor" TEXT NOT NULL,

    CONSTRAINT "policy_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "scan" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'queued',
    "now" TIMESTAMPTZ(6),
    "watermark" BIGINT,
    "policy_version_id" INTEGER,
    "rule_pack" TEXT,
    "scope" JSON NOT NULL,
    "trigger" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(6) NOT NULL,
    "started_at" TIMESTAMPTZ(6),
    "finished_at" TIMESTAMPTZ(6),
    "error" TEXT,
    "counts" JSON,
    "writing" BOOLEAN,
    "chunks_total" INTEGER NOT NULL DEFAULT 0,
    "chunks_done" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "scan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "scan_chunk" (
    "scan_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "body" JSON NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "finished_at" TIMESTAMPTZ(6),
    "counts" JSON,
    "device_ids" BIGINT[],

    CONSTRAINT "scan_chunk_pkey" PRIMARY KEY ("scan_id","seq")
);

-- CreateTable
CREATE TABLE "verdict_interval" (
    "id" BIGSERIAL NOT NULL,
    "device_id" BIGINT NOT NULL,
    "from_scan_seq" BIGINT NOT NULL,
    "from_at" TIMESTAMPTZ(6) NOT NULL,
    "to_scan_seq" BIGINT,
    "to_at" TIMESTAMPTZ(6),
    "verdict" TEXT NOT NULL,
    "expected" TEXT,
    "coverage_decided" INTEGER NOT NULL,
    "coverage_applicable" INTEGER NOT NULL,
    "notes" JSON NOT NULL,
    "results" JSON NOT NULL,
    "digest" TEXT NOT NULL,

    CONSTRAINT "verdict_interval_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "finding" (
    "id" BIGSERIAL NOT NULL,
    "device_id" BIGINT NOT NULL,
    "rule_id" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "data" JSON NOT NULL,
    "evidence" JSON NOT NULL,
    "control" TEXT,
    "undecided" BOOLEAN NOT NULL DEFAULT false,
    "gap_key" TEXT,
    "gap" JSON,
    "from_scan_seq" BIGINT NOT NULL,
    "from_at" TIMESTAMPTZ(6) NOT NULL,
    "to_scan_seq" BIGINT,
    "to_at" TIMESTAMPTZ(6),
    "failing_since" TIMESTAMPTZ(6) NOT NULL,
    "digest" TEXT NOT NULL,

    CONSTRAINT "finding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "schedule" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "cron" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "scope" JSON NOT NULL,
    "missed_runs" TEXT NOT NULL,
    "overlap" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "deleted_at" TIMESTAMPTZ(6),
    "next_slot_at" TIMESTAMPTZ(6),

    CONSTRAINT "schedule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "schedule_slot" (
    "id" BIGSERIAL NOT NULL,
    "schedule_id" UUID NOT NULL,
    "slot_at" TIMESTAMPTZ(6) NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'due',
    "reason" TEXT,
    "scan_id" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "schedule_slot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "work" (
    "id" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "payload" JSON NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "available_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "locked_until" TIMESTAMPTZ(6),
    "claim" UUID,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "work_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "data" JSON NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setting" (
    "name" TEXT NOT NULL,
    "value" JSON NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE UNIQUE INDEX "blob_sha256_key" ON "blob"("sha256");

-- CreateIndex
CREATE INDEX "upload_received_at_id_idx" ON "upload"("received_at" DESC, "id");

-- CreateIndex
CREATE INDEX "upload_file_sha256_idx" ON "upload_file"("sha256");

-- CreateIndex
CREATE UNIQUE INDEX "upload_file_upload_id_seq_key" ON "upload_file"("upload_id", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "document_sha256_key" ON "document"("sha256");

-- CreateIndex
CREATE UNIQUE INDEX "document_seq_key" ON "document"("seq");

-- CreateIndex
CREATE INDEX "document_kind_seq_idx" ON "document"("kind", "seq");

-- CreateIndex
CREATE INDEX "document_sighting_upload_file_id_idx" ON "document_sighting"("upload_file_id");

-- CreateIndex
CREATE UNIQUE INDEX "document_sighting_document_id_upload_file_id_path_key" ON "document_sighting"("document_id", "upload_file_id", "path");

-- CreateIndex
CREATE INDEX "device_record_serial_idx" ON "device_record"("serial");

-- CreateIndex
CREATE INDEX "device_record_udid_idx" ON "device_record"("udid");

-- CreateIndex
CREATE INDEX "device_record_enrolment_id_idx" ON "device_record"("enrolment_id");

-- CreateIndex
CREATE INDEX "device_record_vendor_id_idx" ON "device_record"("vendor_id");

-- CreateIndex
CREATE INDEX "profile_identifier_idx" ON "profile"("identifier");

-- CreateIndex
CREATE INDEX "profile_uuid_idx" ON "profile"("uuid");

-- CreateIndex
CREATE UNIQUE INDEX "device_public_id_key" ON "device"("public_id");

-- CreateIndex
CREATE INDEX "device_by_verdict" ON "device"("verdict_rank", "public_id") WHERE (vanished_scan IS NULL);

-- CreateIndex
CREATE INDEX "device_by_name" ON "device"("name_sort", "public_id") WHERE (vanished_scan IS NULL);

-- CreateIndex
CREATE INDEX "device_by_os" ON "device"("os_sort", "public_id") WHERE (vanished_scan IS NULL);

-- CreateIndex
CREATE INDEX "device_serial_idx" ON "device"("serial");

-- CreateIndex
CREATE INDEX "device_udid_idx" ON "device"("udid");

-- CreateIndex
CREATE INDEX "device_alias_device_id_idx" ON "device_alias"("device_id");

-- CreateIndex
CREATE UNIQUE INDEX "scan_seq_key" ON "scan"("seq");

-- CreateIndex
CREATE UNIQUE INDEX "scan_writing_key" ON "scan"("writing");

-- CreateIndex
CREATE INDEX "scan_status_idx" ON "scan"("status");

-- CreateIndex
CREATE INDEX "verdict_interval_device_id_from_at_idx" ON "verdict_interval"("device_id", "from_at");

-- CreateIndex
CREATE INDEX "verdict_interval_from_at_idx" ON "verdict_interval"("from_at");

-- CreateIndex
CREATE UNIQUE INDEX "verdict_interval_one_open" ON "verdict_interval"("device_id") WHERE (to_scan_seq IS NULL);

-- CreateIndex
CREATE INDEX "finding_device_id_from_at_idx" ON "finding"("device_id", "from_at");

-- CreateIndex
CREATE INDEX "finding_open_by_cause" ON "finding"("cause", "id") WHERE (to_scan_seq IS NULL);

-- CreateIndex
CREATE INDEX "finding_open_by_gap" ON "finding"("gap_key", "id") WHERE (to_scan_seq IS NULL AND gap_key IS NOT NULL);

-- CreateIndex
CREATE INDEX "finding_open_by_rule" ON "finding"("rule_id", "outcome", "id") WHERE (to_scan_seq IS NULL);

-- CreateIndex
CREATE INDEX "finding_open" ON "finding"("id") WHERE (to_scan_seq IS NULL);

-- CreateIndex
CREATE INDEX "finding_from_scan_seq_idx" ON "finding"("from_scan_seq");

-- CreateIndex
CREATE INDEX "finding_to_scan_seq_idx" ON "finding"("to_scan_seq");

-- CreateIndex
CREATE UNIQUE INDEX "finding_one_open" ON "finding"("device_id", "rule_id", "scope", "cause") WHERE (to_scan_seq IS NULL);

-- CreateIndex
CREATE INDEX "schedule_next_slot_at_idx" ON "schedule"("next_slot_at");

-- CreateIndex
CREATE INDEX "schedule_slot_scan_id_idx" ON "schedule_slot"("scan_id");

-- CreateIndex
CREATE INDEX "schedule_slot_status_idx" ON "schedule_slot"("status");

-- CreateIndex
CREATE UNIQUE INDEX "schedule_slot_schedule_id_slot_at_key" ON "schedule_slot"("schedule_id", "slot_at");

-- CreateIndex
CREATE INDEX "work_open" ON "work"("available_at") WHERE (status IN ('pending', 'running'));

-- CreateIndex
CREATE UNIQUE INDEX "work_kind_key_key" ON "work"("kind", "key");

-- CreateIndex
CREATE INDEX "audit_entry_subject_id_idx" ON "audit_entry"("subject", "id");

-- AddForeignKey
ALTER TABLE "upload_file" ADD CONSTRAINT "upload_file_upload_id_fkey" FOREIGN KEY ("upload_id") REFERENCES "upload"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "upload_file" ADD CONSTRAINT "upload_file_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "blob"("sha256") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "document_sighting" ADD CONSTRAINT "document_sighting_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "document"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "document_sighting" ADD CONSTRAINT "document_sighting_upload_file_id_fkey" FOREIGN KEY ("upload_file_id") REFERENCES "upload_file"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "device_record" ADD CONSTRAINT "device_record_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "document"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "profile" ADD CONSTRAINT "profile_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "document"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "device_alias" ADD CONSTRAINT "device_alias_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "device"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "scan" ADD CONSTRAINT "scan_policy_version_id_fkey" FOREIGN KEY ("policy_version_id") REFERENCES "policy_version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "scan_chunk" ADD CONSTRAINT "scan_chunk_scan_id_fkey" FOREIGN KEY ("scan_id") REFERENCES "scan"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "verdict_interval" ADD CONSTRAINT "verdict_interval_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "device"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding" ADD CONSTRAINT "finding_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "device"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "schedule_slot" ADD CONSTRAINT "schedule_slot_schedule_id_fkey" FOREIGN KEY ("schedule_id") REFERENCES "schedule"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "schedule_slot" ADD CONSTRAINT "schedule_slot_scan_id_fkey" FOREIGN KEY ("scan_id") REFERENCES "scan"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Encrypted bytes do not compress: keep them out of line and do not try.
ALTER TABLE "blob_chunk" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;

-- Documents and their sightings take one number each from here: the order in which a scan's watermark cuts.
CREATE SEQUENCE "intake_seq" OWNED BY "document_sighting"."seq";
