import type { Entry, Position, Value } from '@ringcheck/model';
import { formatPath, type PathStep } from '../path.js';

export type FrameKind = 'plist' | 'dict' | 'array' | 'unknown';

/** An element that is open: what it has gathered and where it began. */
export class Frame {
  readonly items: Value[] = [];
  readonly entries: Entry[] = [];
  /** Numbers of the keys in `entries`, in step with them. */
  readonly keyIds: number[] = [];
  key: string | undefined = undefined;
  keyId = 0;
  keyAt: Position | undefined = undefined;
  /** A value of the root that was handed out instead of kept. */
  passed = 0;

  constructor(
    readonly kind: FrameKind,
    readonly name: string,
    readonly offset: number,
    readonly line: number,
    readonly column: number,
  ) {}
}

/** The key path of what is being read. */
export function pathOf(frames: readonly Frame[]): string {
  const steps: PathStep[] = [];
  for (const frame of frames) {
    if (frame.kind === 'dict' && frame.key !== undefined) steps.push(frame.key);
    if (frame.kind === 'array') steps.push(frame.items.length + frame.passed);
  }
  return formatPath(steps);
}
