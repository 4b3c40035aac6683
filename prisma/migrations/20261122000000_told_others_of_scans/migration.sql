-- CreateTable
CREATE TABLE "notifier" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "target" JSON NOT NULL,
    "secret_nonce" BYTEA,
    "secret_tag" BYTEA,
    "secret_bytes" BYTEA,
    "only_on_change" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "deleted_at" TIMESTAMPTZ(6),

    CONSTRAINT "notifier_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "id" BIGSERIAL NOT NULL,
    "notifier_id" UUID NOT NULL,
    "scan_id" UUID NOT NULL,
    "replay" INTEGER NOT NULL DEFAULT 0,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "reason" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "answer" INTEGER,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attempted_at" TIMESTAMPTZ(6),

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "delivery_scan_id_idx" ON "delivery"("scan_id");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_notifier_id_scan_id_replay_key" ON "delivery"("notifier_id", "scan_id", "replay");

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_notifier_id_fkey" FOREIGN KEY ("notifier_id") REFERENCES "notifier"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_scan_id_fkey" FOREIGN KEY ("scan_id") REFERENCES "scan"("id") ON DELETE CASCADE ON UPDATE CASCADE;
