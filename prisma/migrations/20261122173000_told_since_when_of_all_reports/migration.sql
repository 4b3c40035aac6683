-- The last time something was said is the document's own word only where the document that said it last has it so.
UPDATE "live_snapshot" l SET "is_observed" = false
WHERE l."is_observed" AND NOT EXISTS (
  SELECT 1 FROM "device_record" r WHERE r."snapshot_id" = l."snapshot_id" AND r."observed_at" = l."last_at");

-- Devices several sources speak of are judged anew: since when they have their build may have been told wrongly.
INSERT INTO "group_dirty" ("group_id", "seq")
SELECT g."id", p."watermark" FROM "device_group" g, "grouping_progress" p
WHERE g."creates" AND (
  SELECT count(*) FROM "live_snapshot" l JOIN "record_shape" h ON h."id" = l."shape_id"
  WHERE l."group_id" = g."id" AND h."parts" && '{fact build,fact subscriptions}') > 1
ON CONFLICT ("group_id") DO NOTHING;
