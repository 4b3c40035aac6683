import { readRange, type ByteSource } from './byte-reader.js';
import { Meter, type Budget } from './limits.js';
import { inflateRaw, type Stretch } from './inflate.js';
import { checkName, isAppleDouble, isFinderLitter, showName } from './names.js';
import { crc32 } from './octets.js';
import { exceeded, problem, refused, tooManyEntries, type ArchiveEntry } from './problems.js';
import { readZipDirectory, recoverMembers, zipDataStart, type ZipMember } from './zip-directory.js';

const leastHeaderBytes = 30;
const fileType = { mask: 0xf000, regular: 0x8000, folder: 0x4000, link: 0xa000 };

/**
 * The files of a zip; `path` is the archive's own. Each member is judged by its headers first, then expanded
 * under a meter. Without a central directory the members before the cut are recovered.
 */
export async function* readZip(path: string, file: ByteSource, budget: Budget): AsyncGenerator<ArchiveEntry> {
  const directory = await readZipDirectory(file, budget.entriesLeft);
  const members = directory?.members ?? recoverMembers(file);
  const overlapping = directory ? findOverlaps(file.size, directory.members) : new Set<ZipMember>();
  if (directory?.members.some(({ name }) => name === 'xl/workbook.xml') === true) {
    yield refused('spreadsheet-not-read', path);
    return;
  }
  let files = 0;
  for await (const member of members) {
    if (!budget.countEntry()) {
      yield tooManyEntries(path, budget.limits);
      return;
    }
    const entry = overlapping.has(member)
      ? refused('archive-entries-overlap', `${path}!/${showName(member.name)}`)
      : await readMember(path, file, member, budget);
    if (budget.isSpent) {
      yield exceeded('total', path, budget.limits);
      return;
    }
    if (!entry) continue;
    files++;
    yield entry;
  }
  if (directory?.hasMore === true) yield tooManyEntries(path, budget.limits);
  else if (!directory) yield refused('archive-truncated', path);
  else if (directory.isDamaged) yield refused('archive-damaged', path);
  else if (files === 0) yield { path, diagnostics: [problem('archive-empty', path, 'warning')] };
}

/** Undefined for folders and what the Finder adds. */
async function readMember(
  archive: string,
  file: ByteSource,
  member: ZipMember,
  budget: Budget,
): Promise<ArchiveEntry | undefined> {
  const checked = checkName(member.name);
  const type = member.mode & fileType.mask;
  if (type === fileType.folder || /[\\/]$/.test(member.name)) return undefined;
  if ('problem' in checked) return refused(checked.problem, `${archive}!/${showName(member.name)}`);
  if (isFinderLitter(checked.name)) return undefined;
  const path = `${archive}!/${checked.name}`;
  if (type === fileType.link) return refused('archive-entry-link', path);
  if (type !== 0 && type !== fileType.regular) return refused('archive-entry-special', path);
  if (member.isEncrypted) return refused('archive-entry-encrypted', path);
  if (member.method !== 0 && member.method !== 8) return refused('archive-entry-method', path);
  if (member.size > budget.limits.entryBytes) return exceeded('entry', path, budget.limits);
  const entry = await expand(path, file, member, budget);
  return entry.bytes && isAppleDouble(checked.name, entry.bytes) ? undefined : entry;
}

async function expand(
  path: string,
  file: ByteSource,
  member: ZipMember,
  budget: Budget,
): Promise<ArchiveEntry> {
  const start = await zipDataStart(file, member.headerAt);
  if (start === undefined) return refused('archive-entry-damaged', path);
  const compressed = { file, start, end: start + member.compressedSize };
  if (compressed.end > file.size) return refused('archive-entry-truncated', path);
  const meter = new Meter(budget, member.compressedSize, budget.limits.entryBytes);
  const expanded =
    member.method === 0
      ? await storedWithin(compressed, meter)
      : await inflateRaw(compressed, member.size, meter);
  if (expanded === 'damaged') return refused('archive-entry-damaged', path);
  if (!(expanded instanceof Uint8Array)) return exceeded(expanded, path, budget.limits);
  const isWhole = expanded.length === member.size && crc32(expanded) === member.crc;
  return isWhole ? { path, bytes: expanded, diagnostics: [] } : refused('archive-entry-damaged', path);
}

async function storedWithin({ file, start, end }: Stretch, meter: Meter): ReturnType<typeof inflateRaw> {
  return meter.count(end - start) ?? (await readRange(file, start, end - start));
}

/**
 * Members that begin inside an earlier one: the way to make a small archive expand without end. A member has at
 * least the room its own headers claim, so that none need be read to see it.
 */
function findOverlaps(fileSize: number, members: readonly ZipMember[]): Set<ZipMember> {
  const overlapping = new Set<ZipMember>();
  const inOrder = [...members].sort((a, b) => a.headerAt - b.headerAt);
  let reached = 0;
  for (const member of inOrder) {
    if (member.headerAt < reached) overlapping.add(member);
    const end = member.headerAt + leastHeaderBytes + member.nameLength + member.compressedSize;
    // A size beyond the archive is a lie or a cut; it must not condemn the members that follow.
    if (end <= fileSize) reached = Math.max(reached, end);
  }
  return overlapping;
}
