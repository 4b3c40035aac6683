-- Lists broke ties by the public id: of most new devices a random text, which seven indexes compared and put anywhere. A row's
-- number goes to the end of its run of equal values. A cursor handed out before is refused.
-- Open findings are listed by device, which the index of open findings by device leads to: one by number alone served
-- nothing else.
DROP INDEX "device_by_verdict";
DROP INDEX "device_by_name";
DROP INDEX "device_by_os";
DROP INDEX "device_by_group";
DROP INDEX "device_by_network";
DROP INDEX "device_by_compliance";
DROP INDEX "device_by_platform";
DROP INDEX "finding_open";
CREATE INDEX "device_by_verdict" ON "device"("verdict_rank", "id") WHERE (vanished_scan IS NULL);
CREATE INDEX "device_by_name" ON "device"("name_sort", "id") WHERE (vanished_scan IS NULL);
CREATE INDEX "device_by_os" ON "device"("os_sort", "id") WHERE (vanished_scan IS NULL);
CREATE INDEX "device_by_group" ON "device"("group_name", "verdict_rank", "id") WHERE (vanished_scan IS NULL);
CREATE INDEX "device_by_network" ON "device"("network_name", "verdict_rank", "id") WHERE (vanished_scan IS NULL);
CREATE INDEX "device_by_compliance" ON "device"("compliance", "verdict_rank", "id") WHERE (vanished_scan IS NULL);
CREATE INDEX "device_by_platform" ON "device"("platform", "verdict_rank", "id") WHERE (vanished_scan IS NULL);
