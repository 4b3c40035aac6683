export { openCms, type CmsOptions, type CmsResult } from './cms/open-cms.js';
export { recogniseCms, type CmsForm } from './cms/armour.js';
export { decodeText, isProbablyText, type DecodedText, type TextCoding } from './text.js';
export { openArchive } from './archive/open-archive.js';
export { recogniseArchive, type ArchiveKind } from './archive/recognise.js';
export { defaultArchiveLimits, type ArchiveLimits } from './archive/limits.js';
export { type ArchiveEntry } from './archive/problems.js';
