import type { Position } from '@ringcheck/model';
import type { Key } from '../keys.js';
import { formatPath, type PathStep } from '../path.js';

export type FrameKind = 'plist' | 'dict' | 'array' | 'unknown';

/** An element that is open: where it began and how far it is. */
export class Frame {
  key: Key | undefined = undefined;
  keyAt: Position | undefined = undefined;
  /** Items of an array so far. */
  count = 0;

  constructor(
    readonly kind: FrameKind,
    readonly name: string,
    readonly offset: number,
    readonly line: number,
    readonly column: number,
    /** Where its values begin in the stack of values. */
    readonly base: number,
  ) {}
}

/** The key path of what is being read. */
export function pathOf(frames: readonly Frame[]): string {
  const steps: PathStep[] = [];
  for (const frame of frames) {
    if (frame.kind === 'dict' && frame.key !== undefined) steps.push(frame.key.text);
    if (frame.kind === 'array') steps.push(frame.count);
  }
  return formatPath(steps);
}
