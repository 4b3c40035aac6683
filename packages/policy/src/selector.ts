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
  let test = tests.get(selector);
  if (test === undefined) tests.set(selector, (test = testOf(selector)));
  return test(device);
}

type Test = (device: SelectableDevice) => boolean;

/** Made once of each selector: every device of a fleet is asked. */
const tests = new WeakMap<Selector, Test>();

function testOf(selector: Selector): Test {
  const { default: answer, tags, serials, udids, platform, model, name, site, group } = selector;
  const parts: Test[] = [];
  if (answer !== undefined) parts.push(() => answer);
  if (tags) parts.push(anyOf(tags, (device) => device.tags));
  if (serials) parts.push(oneOf(serials, (device) => device.serial));
  if (udids) parts.push(oneOf(udids, (device) => device.udid));
  if (platform) parts.push((device) => isPlatform(platform, device.platform));
  if (model) parts.push(anyOf(model, ({ modelName, productName }) => [modelName, productName]));
  if (name) parts.push(oneOf(name, (device) => device.name));
  if (site) parts.push(oneOf(site, (device) => device.site));
  if (group) parts.push(oneOf(group, (device) => device.group));
  return (device) => parts.length > 0 && parts.every((holds) => holds(device));
}

type Values = (device: SelectableDevice) => readonly (string | undefined)[];

function anyOf(patterns: readonly string[], valuesOf: Values): Test {
  const matches = matcherOf(patterns);
  return (device) => valuesOf(device).some(matches);
}

function oneOf(patterns: readonly string[], valueOf: (device: SelectableDevice) => string | undefined): Test {
  const matches = matcherOf(patterns);
  return (device) => matches(valueOf(device));
}

function matcherOf(patterns: readonly string[]): (value: string | undefined) => boolean {
  const wanted = patterns.map((pattern) => pattern.trim().toLowerCase());
  const globs = wanted.filter((pattern) => /[*?]/.test(pattern));
  const words = new Set(wanted.filter((pattern) => !/[*?]/.test(pattern)));
  return (value) => {
    if (value === undefined) return false;
    const text = value.trim().toLowerCase();
    return words.has(text) || globs.some((glob) => matchesGlob(glob, text));
  };
}

function isPlatform(wanted: readonly Platform[], platform: Platform | undefined): boolean {
  if (platform === undefined) return false;
  return wanted.includes(platform) || wanted.includes(schemaPlatform(platform));
}
