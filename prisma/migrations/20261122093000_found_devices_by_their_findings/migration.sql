-- A list of the devices that have a finding reads their numbers from the index alone, without the findings.
DROP INDEX "finding_open_by_identity";
CREATE INDEX "finding_open_by_identity" ON "finding"("identity_id", "device_id") WHERE (to_scan_seq IS NULL);

DROP INDEX "finding_open_by_gap";
CREATE INDEX "finding_open_by_gap" ON "finding"("content_id", "device_id") WHERE (to_scan_seq IS NULL AND has_gap);
