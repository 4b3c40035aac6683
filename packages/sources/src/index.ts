export { sources } from './registry.js';
export type { Source, SourceInput, SourceOutput } from './source.js';
