// What the decode bench reads: generated profiles and inventories, and the files of a corpus folder.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

const head =
  '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" ' +
  '"http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n<plist version="1.0">\n';

/** The same numbers on every machine. */
function numbers(seed) {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

function uuid(next) {
  const hex = (length) =>
    Array.from({ length }, () => next(16).toString(16))
      .join('')
      .toUpperCase();
  return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function certificate(next) {
  const line = () => Array.from({ length: 52 }, () => alphabet[next(64)]).join('');
  return `\t\t\t<key>PayloadContent</key>\n\t\t\t<data>\n${Array.from({ length: 16 }, () => `\t\t\t${line()}\n`).join('')}\t\t\t</data>\n`;
}

function payload(index, next) {
  const restrictions = Array.from(
    { length: 12 },
    (_, i) => `\t\t\t<key>allowFeature${(index + i) % 90}</key>\n\t\t\t<${next(2) ? 'true' : 'false'}/>\n`,
  ).join('');
  return (
    '\t\t<dict>\n\t\t\t<key>PayloadType</key>\n\t\t\t<string>com.apple.applicationaccess</string>\n' +
    `\t\t\t<key>PayloadIdentifier</key>\n\t\t\t<string>org.example.profile.${index}</string>\n` +
    `\t\t\t<key>PayloadUUID</key>\n\t\t\t<string>${uuid(next)}</string>\n` +
    `\t\t\t<key>PayloadDisplayName</key>\n\t\t\t<string>Einschränkungen &amp; Regeln ${index}</string>\n` +
    '\t\t\t<key>PayloadVersion</key>\n\t\t\t<integer>1</integer>\n' +
    (index % 8 === 0 ? certificate(next) : restrictions) +
    '\t\t</dict>\n'
  );
}

function device(index, next) {
  return (
    `\t\t<dict>\n\t\t\t<key>UDID</key>\n\t\t\t<string>${uuid(next)}</string>\n` +
    `\t\t\t<key>SerialNumber</key>\n\t\t\t<string>EXAMPLE${next(1e6)}</string>\n` +
    `\t\t\t<key>DeviceName</key>\n\t\t\t<string>iPad ${index} of class ${next(30)}</string>\n` +
    '\t\t\t<key>OSVersion</key>\n\t\t\t<string>26.1</string>\n\t\t\t<key>BuildVersion</key>\n\t\t\t<string>23B85</string>\n' +
    `\t\t\t<key>IsSupervised</key>\n\t\t\t<${next(2) ? 'true' : 'false'}/>\n` +
    `\t\t\t<key>BatteryLevel</key>\n\t\t\t<real>0.${1 + next(98)}</real>\n` +
    `\t\t\t<key>DeviceCapacity</key>\n\t\t\t<integer>${64 + 64 * next(4)}</integer>\n` +
    `\t\t\t<key>LastCheckIn</key>\n\t\t\t<date>2026-11-${10 + next(18)}T0${next(10)}:30:00Z</date>\n` +
    '\t\t\t<key>EASDeviceIdentifier</key>\n\t\t\t<string></string>\n\t\t</dict>\n'
  );
}

function list(before, after, size, make) {
  const next = numbers(2026);
  const parts = [head, before];
  for (let length = 0, index = 0; length < size; index++) {
    const part = make(index, next);
    parts.push(part);
    length += part.length;
  }
  parts.push(after, '</plist>\n');
  return new TextEncoder().encode(parts.join(''));
}

/** One profile of about 1 MB: payloads with umlauts, entities, booleans and certificates. */
export function profile(size = 1e6) {
  const before =
    '<dict>\n\t<key>PayloadType</key>\n\t<string>Configuration</string>\n\t<key>PayloadContent</key>\n\t<array>\n';
  return list(before, '\t</array>\n</dict>\n', size, payload);
}

/** An inventory of about 5 MB: one dictionary per device. */
export function inventory(size = 5e6) {
  return list('<dict>\n\t<key>Devices</key>\n\t<array>\n', '\t</array>\n</dict>\n', size, device);
}

/** Every file of the mobileconfig and mdm folders of a corpus, as [path, bytes]; none when it is not there. */
export async function corpusFiles(folder) {
  const files = [];
  for (const part of folder ? ['mobileconfig', 'mdm'] : []) {
    const names = await readdir(path.join(folder, part)).catch(() => []);
    for (const name of names.sort()) {
      const file = path.join(folder, part, name);
      files.push([file, new Uint8Array(await readFile(file))]);
    }
  }
  return files;
}
