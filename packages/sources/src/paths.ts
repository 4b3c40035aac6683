import { formatPath, type PathStep } from '@ringcheck/plist';

export type { PathStep };

/** Between a layer and the document inside it: `general.payloads!/PayloadContent[0]`. */
export const layerSeparator = '!/';

/** Appends steps to a key path; the base may be empty or end in a layer separator. */
export function extendPath(base: string, ...steps: readonly PathStep[]): string {
  const tail = formatPath(steps);
  if (base === '' || tail === '' || tail.startsWith('[') || base.endsWith(layerSeparator)) return base + tail;
  return `${base}.${tail}`;
}
