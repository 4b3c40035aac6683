-- What a device is described by is read by its group, and says whether the past is to be read too.
ALTER TABLE "live_snapshot" ADD COLUMN "group_id" BIGINT, ADD COLUMN "has_past" BOOLEAN NOT NULL DEFAULT false;

UPDATE "live_snapshot" l SET "group_id" = m."group_id",
  "has_past" = (SELECT count(*) FROM "device_snapshot" s WHERE s."identity_id" = l."identity_id")
    > (SELECT count(*) FROM "live_snapshot" n WHERE n."identity_id" = l."identity_id")
FROM "group_member" m WHERE m."identity_id" = l."identity_id";

ALTER TABLE "live_snapshot" ALTER COLUMN "group_id" SET NOT NULL;

CREATE INDEX "live_snapshot_group_id_idx" ON "live_snapshot"("group_id");
