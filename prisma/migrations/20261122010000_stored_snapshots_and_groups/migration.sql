-- Device records become slim rows over snapshots: what is said is stored once, however often it is sent. Groups of
-- records are kept instead of being made anew for every scan. Records there are already are carried over, groups are
-- derived from them when the next scan is planned.

-- 1. New tables.
ALTER TABLE "document" ADD COLUMN     "device_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "profile_count" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "profile" ADD COLUMN     "display_name" TEXT;

ALTER TABLE "scan" ADD COLUMN     "epoch" INTEGER;

CREATE TABLE "device_identity" (
    "id" BIGSERIAL NOT NULL,
    "digest" BYTEA NOT NULL,
    "creates" BOOLEAN NOT NULL,
    "serial" TEXT,
    "udid" TEXT,
    "enrolment_id" TEXT,
    "vendor_id" TEXT,
    "serial_key" TEXT,
    "udid_key" TEXT,

    CONSTRAINT "device_identity_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "record_shape" (
    "id" SERIAL NOT NULL,
    "digest" BYTEA NOT NULL,
    "source" TEXT NOT NULL,
    "parts" TEXT[],

    CONSTRAINT "record_shape_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "listed_names" (
    "id" BIGSERIAL NOT NULL,
    "digest" BYTEA NOT NULL,
    "names" TEXT[],

    CONSTRAINT "listed_names_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "device_snapshot" (
    "id" BIGSERIAL NOT NULL,
    "digest" BYTEA NOT NULL,
    "identity_id" BIGINT NOT NULL,
    "shape_id" INTEGER NOT NULL,
    "listed_id" BIGINT,

    CONSTRAINT "device_snapshot_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "snapshot_body" (
    "snapshot_id" BIGINT NOT NULL,
    "document_id" BIGINT NOT NULL,
    "index" INTEGER NOT NULL,
    "said_at" TIMESTAMPTZ(6) NOT NULL,
    "body" JSON NOT NULL,

    CONSTRAINT "snapshot_body_pkey" PRIMARY KEY ("snapshot_id","document_id","index")
);

CREATE TABLE "device_group" (
    "id" BIGSERIAL NOT NULL,
    "public_id" TEXT NOT NULL,
    "aliases" TEXT[],
    "serial" TEXT,
    "udid" TEXT,
    "enrolment_id" TEXT,
    "vendor_id" TEXT,
    "contested_serial" TEXT,
    "creates" BOOLEAN NOT NULL,

    CONSTRAINT "device_group_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "group_member" (
    "identity_id" BIGINT NOT NULL,
    "group_id" BIGINT NOT NULL,

    CONSTRAINT "group_member_pkey" PRIMARY KEY ("identity_id")
);

CREATE TABLE "contested_serial" (
    "serial_key" TEXT NOT NULL,

    CONSTRAINT "contested_serial_pkey" PRIMARY KEY ("serial_key")
);

CREATE TABLE "live_snapshot" (
    "snapshot_id" BIGINT NOT NULL,
    "identity_id" BIGINT NOT NULL,
    "shape_id" INTEGER NOT NULL,
    "last_at" TIMESTAMPTZ(6) NOT NULL,
    "is_observed" BOOLEAN NOT NULL,

    CONSTRAINT "live_snapshot_pkey" PRIMARY KEY ("snapshot_id")
);

CREATE TABLE "group_dirty" (
    "group_id" BIGINT NOT NULL,
    "seq" BIGINT NOT NULL,

    CONSTRAINT "group_dirty_pkey" PRIMARY KEY ("group_id")
);

CREATE TABLE "group_judged" (
    "group_id" BIGINT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "review_at" TIMESTAMPTZ(6),
    "ages_matter" BOOLEAN NOT NULL,

    CONSTRAINT "group_judged_pkey" PRIMARY KEY ("group_id")
);

CREATE TABLE "group_end" (
    "public_id" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,

    CONSTRAINT "group_end_pkey" PRIMARY KEY ("public_id")
);

CREATE TABLE "scan_epoch" (
    "id" SERIAL NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "scan_epoch_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "profile_winner" (
    "name" TEXT NOT NULL,
    "winner" TEXT NOT NULL,

    CONSTRAINT "profile_winner_pkey" PRIMARY KEY ("name")
);

CREATE TABLE "identity_recheck" (
    "identity_id" BIGINT NOT NULL,
    "document_id" BIGINT NOT NULL,

    CONSTRAINT "identity_recheck_pkey" PRIMARY KEY ("identity_id","document_id")
);

CREATE TABLE "grouping_progress" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "watermark" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "grouping_progress_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "device_identity_digest_key" ON "device_identity"("digest");
CREATE INDEX "device_identity_serial_key_idx" ON "device_identity"("serial_key");
CREATE INDEX "device_identity_udid_key_idx" ON "device_identity"("udid_key");
CREATE INDEX "device_identity_enrolment_id_idx" ON "device_identity"("enrolment_id");
CREATE INDEX "device_identity_vendor_id_idx" ON "device_identity"("vendor_id");
CREATE UNIQUE INDEX "record_shape_digest_key" ON "record_shape"("digest");
CREATE UNIQUE INDEX "listed_names_digest_key" ON "listed_names"("digest");
CREATE INDEX "listed_names_names_idx" ON "listed_names" USING GIN ("names");
CREATE UNIQUE INDEX "device_snapshot_digest_key" ON "device_snapshot"("digest");
CREATE INDEX "device_snapshot_identity_id_idx" ON "device_snapshot"("identity_id");
CREATE INDEX "device_snapshot_by_listed" ON "device_snapshot"("listed_id") WHERE (listed_id IS NOT NULL);
CREATE INDEX "device_group_public_id_idx" ON "device_group"("public_id");
CREATE INDEX "group_member_group_id_idx" ON "group_member"("group_id");
CREATE INDEX "live_snapshot_identity_id_idx" ON "live_snapshot"("identity_id");
CREATE INDEX "group_judged_epoch_idx" ON "group_judged"("epoch");
CREATE INDEX "group_judged_review_at_idx" ON "group_judged"("review_at");
CREATE UNIQUE INDEX "scan_epoch_text_key" ON "scan_epoch"("text");

-- 2. What the new code computes, in SQL, for this migration only: the same digests, so that tonight's export finds
-- what was stored yesterday.
-- NUL and lone surrogates cannot be read as text: where they stand, a sign stands for them (and the record counts as
-- changed when it is sent again).
CREATE FUNCTION carry_plain(value json) RETURNS json LANGUAGE sql IMMUTABLE AS $$
  SELECT regexp_replace(value::text, '\\u(0000|[dD][89a-fA-F][0-9a-fA-F]{2})', '\\ufffd', 'g')::json
$$;

CREATE FUNCTION carry_text(value json) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT value #>> '{}' $$;

CREATE FUNCTION carry_time(value json) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN value::text ~ '^"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z"$'
    THEN (value #>> '{}')::timestamptz END
$$;

-- A function of this language can call itself only when it is there already.
CREATE FUNCTION carry_snapshot(value json) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT NULL::text $$;
CREATE OR REPLACE FUNCTION carry_snapshot(value json) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE json_typeof(value)
    WHEN 'object' THEN '{' || coalesce((
      SELECT string_agg(to_json(e.key)::text || ':' || carry_snapshot(e.value), ',' ORDER BY e.key COLLATE "C")
      FROM json_each(value) AS e
      WHERE e.key NOT IN ('at', 'keyAt', 'path', 'document', 'observedAt')), '') || '}'
    WHEN 'array' THEN '[' || coalesce((
      SELECT string_agg(carry_snapshot(a.item), ',' ORDER BY a.place)
      FROM json_array_elements(value) WITH ORDINALITY AS a(item, place)), '') || ']'
    ELSE value::text
  END
$$;

CREATE FUNCTION carry_digest(fields text[]) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(convert_to(coalesce(string_agg(
    CASE WHEN f.field IS NULL THEN '-' ELSE octet_length(f.field) || ':' || f.field END, '' ORDER BY f.place), ''), 'UTF8'))
  FROM unnest(fields) WITH ORDINALITY AS f(field, place)
$$;

CREATE FUNCTION carry_key(value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN length(value) <= 200 THEN value
    ELSE left(value, 135) || '#' || encode(sha256(convert_to(value, 'UTF8')), 'hex') END
$$;

CREATE FUNCTION carry_parts(body json) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT array_agg(DISTINCT part COLLATE "C" ORDER BY part COLLATE "C") FROM (
    SELECT 'identity' AS part
    UNION ALL SELECT 'fact ' || k FROM json_object_keys(body->'claims') AS k
    UNION ALL SELECT 'profiles ' || (body->'profiles'->>'basis') || ' '
        || CASE WHEN body->'profiles'->>'managedOnly' = 'true' THEN 'managed' ELSE 'all' END || ' '
        || CASE WHEN body->'profiles'->'channel'->>'kind' = 'user'
             THEN 'user ' || carry_text(body->'profiles'->'channel'->'user') ELSE 'device' END
      WHERE body->'profiles' IS NOT NULL
    UNION ALL SELECT 'restrictions' WHERE body->'restrictions'->>'empty' = 'false'
    UNION ALL SELECT 'placement.group' WHERE body->'placement'->'group' IS NOT NULL
    UNION ALL SELECT 'placement.network' WHERE body->'placement'->'network' IS NOT NULL) AS all_parts
$$;

CREATE FUNCTION carry_names(body json) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT array_agg(DISTINCT carry_key(name) COLLATE "C" ORDER BY carry_key(name) COLLATE "C") FROM (
    SELECT unnest(ARRAY[
      'uuid ' || upper(carry_text(p->'uuid')),
      'id ' || nullif(carry_text(p->'identifier'), ''),
      'vendor ' || carry_text(p->'vendorId'),
      'name ' || nullif(carry_text(p->'displayName'), '')]) AS name
    FROM json_array_elements(body->'profiles'->'profiles') AS p
    WHERE p->'content' IS NULL) AS listed
  WHERE name IS NOT NULL
$$;

-- 3. Carry the records over.
CREATE TABLE "carried" AS
SELECT r.document_id, r.index, r.creates, r.serial, r.udid, r.enrolment_id, r.vendor_id, r.body,
  carry_digest(ARRAY[CASE WHEN r.creates THEN 't' ELSE 'f' END, r.serial, r.udid, r.enrolment_id, r.vendor_id])
    AS identity_digest,
  d.kind || ' ' || (p.plain->>'basis') || ' ' || coalesce(left(r.vendor_id, position(':' IN r.vendor_id)), '') AS source,
  carry_parts(p.plain) AS parts,
  carry_names(p.plain) AS names,
  sha256(convert_to(d.kind || chr(10) || carry_snapshot(p.plain), 'UTF8')) AS snapshot_digest,
  carry_time(p.plain->'observedAt') AS observed_at,
  d.received_at, d.sha256
FROM "device_record" r JOIN "document" d ON d.id = r.document_id
CROSS JOIN LATERAL (SELECT carry_plain(r.body) AS plain OFFSET 0) AS p;

INSERT INTO "device_identity" (digest, creates, serial, udid, enrolment_id, vendor_id, serial_key, udid_key)
SELECT DISTINCT ON (identity_digest) identity_digest, creates, serial, udid, enrolment_id, vendor_id,
  upper(regexp_replace(serial, '\s+', '', 'g')), upper(regexp_replace(udid, '[\s-]+', '', 'g'))
FROM "carried" ORDER BY identity_digest;

INSERT INTO "record_shape" (digest, source, parts)
SELECT DISTINCT ON (digest) carry_digest(source || parts) AS digest, source, parts FROM "carried" ORDER BY digest;

INSERT INTO "listed_names" (digest, names)
SELECT DISTINCT ON (digest) carry_digest(names) AS digest, names FROM "carried" WHERE names IS NOT NULL ORDER BY digest;

INSERT INTO "device_snapshot" (digest, identity_id, shape_id, listed_id)
SELECT DISTINCT ON (c.snapshot_digest) c.snapshot_digest, i.id, s.id, l.id
FROM "carried" c
JOIN "device_identity" i ON i.digest = c.identity_digest
JOIN "record_shape" s ON s.digest = carry_digest(c.source || c.parts)
LEFT JOIN "listed_names" l ON l.digest = carry_digest(c.names)
ORDER BY c.snapshot_digest;

INSERT INTO "snapshot_body" (snapshot_id, document_id, index, said_at, body)
SELECT DISTINCT ON (s.id) s.id, c.document_id, c.index, coalesce(c.observed_at, c.received_at), c.body
FROM "carried" c JOIN "device_snapshot" s ON s.digest = c.snapshot_digest
ORDER BY s.id, coalesce(c.observed_at, c.received_at), c.sha256, c.index;

-- 4. The slim rows themselves.
DROP TABLE "device_record";
CREATE TABLE "device_record" (
    "document_id" BIGINT NOT NULL,
    "index" INTEGER NOT NULL,
    "snapshot_id" BIGINT NOT NULL,
    "observed_at" TIMESTAMPTZ(6),

    CONSTRAINT "device_record_pkey" PRIMARY KEY ("document_id","index")
);
INSERT INTO "device_record" (document_id, index, snapshot_id, observed_at)
SELECT c.document_id, c.index, s.id, c.observed_at
FROM "carried" c JOIN "device_snapshot" s ON s.digest = c.snapshot_digest;
CREATE INDEX "device_record_snapshot_id_idx" ON "device_record"("snapshot_id");

UPDATE "document" d SET
  device_count = (SELECT count(*) FROM "device_record" r WHERE r.document_id = d.id),
  profile_count = (SELECT count(*) FROM "profile" p WHERE p.document_id = d.id);

UPDATE "profile" SET display_name = carry_key(carry_text(carry_plain(body)->'displayName'));

DROP TABLE "carried";
DROP FUNCTION carry_names(json);
DROP FUNCTION carry_parts(json);
DROP FUNCTION carry_key(text);
DROP FUNCTION carry_digest(text[]);
DROP FUNCTION carry_snapshot(json);
DROP FUNCTION carry_time(json);
DROP FUNCTION carry_text(json);
DROP FUNCTION carry_plain(json);

-- 5. A scan that was cut by the upgrade is planned anew: its chunks name records as they were.
DELETE FROM "work" w USING "scan" s
WHERE w.kind IN ('scan-chunk', 'scan-close') AND s.status IN ('planning', 'running', 'closing')
  AND (w.key = s.id::text OR w.key LIKE s.id::text || '-%');
UPDATE "work" w SET status = 'pending', available_at = now(), locked_until = NULL, finished_at = NULL
FROM "scan" s WHERE w.kind = 'scan-plan' AND w.key = s.id::text AND s.status IN ('planning', 'running', 'closing');
DELETE FROM "scan_chunk" c USING "scan" s
WHERE c.scan_id = s.id AND s.status IN ('planning', 'running', 'closing');
UPDATE "scan" SET status = 'queued', writing = NULL, chunks_total = 0, chunks_done = 0
WHERE status IN ('planning', 'running', 'closing');
