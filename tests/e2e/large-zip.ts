import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

const mebibyte = 1024 * 1024;
const entryBytes = 16 * mebibyte;

/** How many device records each list holds. */
export const devicesPerList = 2_000;

export interface MadeZip {
  readonly bytes: number;
  readonly entries: number;
  readonly lists: number;
}

/**
 * Writes a zip of at least so many bytes without holding it: stored entries that nobody reads (backups, pictures), and
 * between them lists of devices. Below 4 GiB, so that the plain fields of a zip do.
 */
export async function writeLargeZip(file: string, leastBytes: number): Promise<MadeZip> {
  const handle = await open(file, 'w');
  const directory: Buffer[] = [];
  let at = 0;
  let lists = 0;
  const add = async (name: string, data: Uint8Array): Promise<void> => {
    const fields = fieldsOf(name, data);
    const header = Buffer.concat([Buffer.from('504b0304', 'hex'), fields, Buffer.from(name)]);
    directory.push(centralOf(fields, name, at));
    await handle.write(header);
    await handle.write(data);
    at += header.length + data.length;
  };
  const noise = Buffer.alloc(entryBytes);
  for (let i = 0; i < noise.length; i++) noise[i] = Math.imul(i ^ (i >>> 11), 2654435761) >>> 24;
  while (at < leastBytes) {
    // Each entry is another document.
    noise.writeUInt32LE(directory.length, 64);
    await add(`backup/part-${directory.length}.bin`, noise);
    if (directory.length % 8 === 1) await add(`devices/list-${lists}.csv`, deviceList(lists++));
  }
  const start = at;
  for (const entry of directory) {
    await handle.write(entry);
    at += entry.length;
  }
  const end = Buffer.alloc(22);
  end.write('504b0506', 'hex');
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(at - start, 12);
  end.writeUInt32LE(start, 16);
  await handle.write(end);
  await handle.close();
  return { bytes: at + end.length, entries: directory.length, lists };
}

/** Version, flags, method, time, date, checksum, sizes, lengths of name and extra field. */
function fieldsOf(name: string, data: Uint8Array): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt32LE(crc32(data), 10);
  fields.writeUInt32LE(data.length, 14);
  fields.writeUInt32LE(data.length, 18);
  fields.writeUInt16LE(Buffer.byteLength(name), 22);
  return fields;
}

function centralOf(fields: Buffer, name: string, at: number): Buffer {
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(at, 10);
  return Buffer.concat([Buffer.from('504b01021403', 'hex'), fields, tail, Buffer.from(name)]);
}

function deviceList(number: number): Buffer {
  const rows = Array.from({ length: devicesPerList }, (_, i) => {
    const serial = `XFLRG${String(number * devicesPerList + i).padStart(7, '0')}`;
    return `${serial},Phone ${serial},iOS,18.6`;
  });
  return Buffer.from(`serial,name,platform,os version\n${rows.join('\n')}\n`);
}
