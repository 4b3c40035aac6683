-- What a thousand devices have in common is written once, and rows of findings and verdicts point to it.

CREATE TABLE "shared_part" (
    "id" BIGSERIAL NOT NULL,
    "digest" TEXT NOT NULL,
    "body" JSON NOT NULL,

    CONSTRAINT "shared_part_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "shared_part_digest_key" ON "shared_part"("digest");

CREATE TABLE "finding_identity" (
    "id" SERIAL NOT NULL,
    "rule_id" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "cause" TEXT NOT NULL,

    CONSTRAINT "finding_identity_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "finding_content" (
    "id" SERIAL NOT NULL,
    "digest" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "data" JSON NOT NULL,
    "control" TEXT,
    "undecided" BOOLEAN NOT NULL DEFAULT false,
    "gap_key" TEXT,
    "gap" JSON,

    CONSTRAINT "finding_content_pkey" PRIMARY KEY ("id")
);

-- Carry what is there: evidence stays in its row, the rest moves. Digests are made as before, so that the next scan
-- of an unchanged fleet finds everything as it was.
INSERT INTO "finding_identity" ("rule_id", "scope", "cause")
  SELECT DISTINCT "rule_id", "scope", "cause" FROM "finding" ORDER BY 1, 2, 3;
INSERT INTO "finding_content"
    ("digest", "outcome", "severity", "stage", "message", "data", "control", "undecided", "gap_key", "gap")
  SELECT DISTINCT ON ("digest")
    "digest", "outcome", "severity", "stage", "message", "data", "control", "undecided", "gap_key", "gap"
  FROM "finding" ORDER BY "digest", "id";
CREATE UNIQUE INDEX "finding_identity_rule_id_scope_cause_key" ON "finding_identity"("rule_id", "scope", "cause");
CREATE INDEX "finding_identity_cause_idx" ON "finding_identity"("cause");
CREATE UNIQUE INDEX "finding_content_digest_key" ON "finding_content"("digest");
CREATE INDEX "finding_content_gap_key_idx" ON "finding_content"("gap_key") WHERE (gap_key IS NOT NULL);

DROP INDEX "finding_open_by_cause";
DROP INDEX "finding_open_by_gap";
DROP INDEX "finding_open_by_rule";
DROP INDEX "finding_from_scan_seq_idx";
DROP INDEX "finding_to_scan_seq_idx";
DROP INDEX "finding_one_open";

ALTER TABLE "finding"
  ADD COLUMN "identity_id" INTEGER,
  ADD COLUMN "content_id" INTEGER,
  ADD COLUMN "has_gap" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "evidence_id" BIGINT,
  ALTER COLUMN "evidence" DROP NOT NULL;
UPDATE "finding" f SET "identity_id" = i."id", "content_id" = c."id", "has_gap" = f."gap_key" IS NOT NULL
  FROM "finding_identity" i, "finding_content" c
  WHERE i."rule_id" = f."rule_id" AND i."scope" = f."scope" AND i."cause" = f."cause" AND c."digest" = f."digest";
ALTER TABLE "finding"
  ALTER COLUMN "identity_id" SET NOT NULL,
  ALTER COLUMN "content_id" SET NOT NULL,
  DROP COLUMN "rule_id",
  DROP COLUMN "scope",
  DROP COLUMN "cause",
  DROP COLUMN "outcome",
  DROP COLUMN "severity",
  DROP COLUMN "stage",
  DROP COLUMN "message",
  DROP COLUMN "data",
  DROP COLUMN "control",
  DROP COLUMN "undecided",
  DROP COLUMN "gap_key",
  DROP COLUMN "gap",
  DROP COLUMN "digest";

CREATE UNIQUE INDEX "finding_one_open" ON "finding"("device_id", "identity_id") WHERE (to_scan_seq IS NULL);
CREATE INDEX "finding_open_by_identity" ON "finding"("identity_id", "id") WHERE (to_scan_seq IS NULL);
CREATE INDEX "finding_open_by_gap" ON "finding"("content_id", "id") WHERE (to_scan_seq IS NULL AND has_gap);
CREATE INDEX "finding_from_scan_seq_idx" ON "finding" USING BRIN ("from_scan_seq");
CREATE INDEX "finding_to_scan_seq_idx" ON "finding"("to_scan_seq") WHERE (to_scan_seq IS NOT NULL);

DROP INDEX "verdict_interval_from_at_idx";
CREATE INDEX "verdict_interval_from_at_idx" ON "verdict_interval" USING BRIN ("from_at");
ALTER TABLE "verdict_interval"
  ADD COLUMN "notes_id" BIGINT,
  ADD COLUMN "results_id" BIGINT,
  ADD COLUMN "own" JSON,
  ALTER COLUMN "notes" DROP NOT NULL,
  ALTER COLUMN "results" DROP NOT NULL;

DROP INDEX IF EXISTS "device_udid_idx";
ALTER TABLE "device" ADD COLUMN "search" TEXT NOT NULL DEFAULT '';
UPDATE "device" SET "search" = lower(concat_ws(E'\n', "name", "public_id", "serial", "udid"));
CREATE INDEX "device_by_group" ON "device"("group_name", "verdict_rank", "public_id") WHERE (vanished_scan IS NULL);
CREATE INDEX "device_by_network" ON "device"("network_name", "verdict_rank", "public_id") WHERE (vanished_scan IS NULL);

CREATE TABLE "scan_count" (
    "scan_id" UUID NOT NULL,
    "dimension" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "devices" INTEGER NOT NULL,
    "findings" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "scan_count_pkey" PRIMARY KEY ("scan_id","dimension","key")
);
ALTER TABLE "scan_count" ADD CONSTRAINT "scan_count_scan_id_fkey" FOREIGN KEY ("scan_id") REFERENCES "scan"("id") ON DELETE CASCADE ON UPDATE CASCADE;
