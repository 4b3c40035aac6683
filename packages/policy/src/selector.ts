import { schemaPlatform, type Platform } from '@ringcheck/model';
import { matchesGlob } from './glob.js';
import type { Selector } from './types.js';

/** What a selector asks of a device. A device that lacks what a key asks for is not selected by it. */
export interface SelectableDevice {
  readonly serial?: string;
  readonly udid?: string;
  readonly platform?: Platform;
  /** Marketing name, `iPad Pro (11-inch)`. */
  readonly modelName?: string;
  /** Hardware identifier, `iPad8,12`. */
  readonly productName?: string;
  readonly name?: string;
  readonly tags: readonly string[];
  readonly site?: string;
  /** Name of the policy group, where it is already known. */
  readonly group?: string;
}

/**
 * Whether every key of the selector holds, each by any of its values. Texts are globs and ignore case;
 * `model` asks the marketing name and the hardware identifier; `iOS` selects iPads too.
 * A selector without keys selects nothing.
 */
export function matchesSelector(selector: Selector, device: SelectableDevice): boolean {
  const answers = [
    selector.default,
    anyOf(selector.tags, device.tags),
    anyOf(selector.serials, [device.serial]),
    anyOf(selector.udids, [device.udid]),
    isPlatform(selector.platform, device.platform),
    anyOf(selector.model, [device.modelName, device.productName]),
    anyOf(selector.name, [device.name]),
    anyOf(selector.site, [device.site]),
    anyOf(selector.group, [device.group]),
  ].filter((answer) => answer !== undefined);
  return answers.length > 0 && answers.every(Boolean);
}

function anyOf(
  patterns: readonly string[] | undefined,
  values: readonly (string | undefined)[],
): boolean | undefined {
  if (patterns === undefined) return undefined;
  return patterns.some((pattern) =>
    values.some((value) => value !== undefined && matchesGlob(pattern.trim(), value.trim())),
  );
}

function isPlatform(
  wanted: readonly Platform[] | undefined,
  platform: Platform | undefined,
): boolean | undefined {
  if (wanted === undefined) return undefined;
  if (platform === undefined) return false;
  return wanted.includes(platform) || wanted.includes(schemaPlatform(platform));
}
