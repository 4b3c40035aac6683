-- Of the devices worst first, those that comply stand last, and a platform few have may stand anywhere: without an
-- index of its own such a list read nearly all devices for a page.
CREATE INDEX "device_by_compliance" ON "device"("compliance", "verdict_rank", "public_id") WHERE (vanished_scan IS NULL);
CREATE INDEX "device_by_platform" ON "device"("platform", "verdict_rank", "public_id") WHERE (vanished_scan IS NULL);
