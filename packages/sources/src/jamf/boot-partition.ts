import { get, getArray, type Value } from '@ringcheck/model';
import type { ClaimBuilder } from '../facts/claim-builder.js';
import { fromMegabytes, text } from '../facts/convert.js';
import { applyFacts, fact } from '../facts/fact-table.js';
import { extendPath } from '../paths.js';

/** The Classic API puts the sizes of a Mac into its partitions. */
export function claimBootPartition(record: Value, path: string, claims: ClaimBuilder): void {
  const boot = bootPartition(record);
  if (boot === undefined) return;
  const rows = [
    fact('storageFreeGB', 'available_mb', fromMegabytes),
    fact('storageFreeGB', 'boot_drive_available_mb', fromMegabytes),
    fact('storageTotalGB', 'partition_capacity_mb', fromMegabytes),
  ];
  applyFacts(rows, boot, extendPath(path, 'hardware', 'storage'), claims);
}

function bootPartition(record: Value): Value | undefined {
  for (const disk of getArray(get(record, 'hardware'), 'storage') ?? []) {
    const inner = get(disk, 'device') ?? disk;
    const partitions = [
      ...(getArray(inner, 'partitions') ?? []),
      ...[get(inner, 'partition')].flatMap((one) => (one === undefined ? [] : [one])),
    ].map((partition) => get(partition, 'partition') ?? partition);
    const boot = partitions.find((partition) => get(partition, 'type') !== undefined && isBoot(partition));
    if (boot !== undefined) return boot;
  }
  return undefined;
}

function isBoot(partition: Value): boolean {
  const type = get(partition, 'type');
  return type !== undefined && text(type)?.toLowerCase() === 'boot';
}
