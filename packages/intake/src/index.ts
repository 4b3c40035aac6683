export { openArchive } from './archive/open-archive.js';
export { defaultArchiveLimits, type ArchiveLimits } from './archive/limits.js';
export { type ArchiveEntry } from './archive/problems.js';
export { recogniseArchive, type ArchiveKind } from './archive/recognise.js';
export { recogniseCms, type CmsForm } from './cms/armour.js';
export { ingest, type IngestInput } from './intake.js';
export { openCms, type CmsOptions, type CmsResult } from './cms/open-cms.js';
export { sniff, type Sniffed } from './sniff.js';
export { decodeText, isProbablyText, type DecodedText, type TextCoding } from './text.js';
