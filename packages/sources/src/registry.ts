import { mdmSource } from './mdm/source.js';
import { profileSource } from './profile/source.js';
import type { Source } from './source.js';

/** Every export format, the more particular first: the first that knows an input reads it. */
export const sources: readonly Source[] = [mdmSource, profileSource];
