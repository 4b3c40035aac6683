import { findKey, payloadTypes, type CatalogKey } from '@ringcheck/catalog';
import type { Channel } from '@ringcheck/model';
import type { Answer, Answered } from './answer.js';
import type { Collected, Placed } from './collect.js';
import { combineValues, sameValue, type Timed } from './combine.js';
import { channelKey, compareText } from './order.js';
import type { Contribution, EffectiveSetting } from './types.js';

/** One voice about a key: a profile, or the device itself. */
interface Part extends Timed {
  readonly placed?: Placed;
  readonly answered?: Answered;
}

const device: Channel = { kind: 'device' };

/** The settings of one key, one per channel, from what profiles set and what the device answers. */
export function settingsOf(
  type: string,
  name: string,
  collected: Collected,
  answer: Answer | undefined,
): EffectiveSetting[] {
  const placed = collected.placed.of(type, name);
  const known = findKey(type, name);
  const isRestriction = type === payloadTypes.restrictions;
  const answered = isRestriction ? answer?.values.get(name) : undefined;
  const combine = known?.combine ?? answered?.combine;
  if (combine === undefined) return [];
  if (combine === 'each' || combine === 'single') return placed.map((one) => alone(type, name, one));

  const settled = isRestriction && answer?.mode === 'decides';
  const deviceParts: Part[] = settled ? [] : placed.filter(isForDevice).map(partOf);
  if (answered) deviceParts.push({ value: answered.value, answered });
  const whole = combined(type, name, device, combine, deviceParts);
  const settings = whole ? [settled ? withAgreeing(whole, collected) : whole] : [];
  if (placed.every(isForDevice)) return settings;
  for (const [, own] of byUser(placed)) {
    const [first] = own;
    if (!first) continue;
    const parts = [...deviceParts, ...own.map(partOf)];
    const setting = combined(type, name, first.channel, combine, parts);
    if (setting?.decidedBy.some((one) => own.some((mine) => mine.evidence === one.evidence)))
      settings.push(setting);
  }
  return settings;
}

function combined(
  payloadType: string,
  key: string,
  channel: Channel,
  combine: CatalogKey['combine'],
  parts: readonly Part[],
): EffectiveSetting | undefined {
  const result = parts.length === 0 ? undefined : combineValues(combine, parts);
  if (!result) return undefined;
  const winning = result.winners.flatMap((index) => parts[index] ?? []);
  const decidedBy = winning.flatMap(({ placed }) => (placed ? [placed] : []));
  const answered = winning.find((part) => part.answered)?.answered;
  const isWrapped = decidedBy.length > 0 && winning.every(({ placed }) => placed?.isWrapped === true);
  return {
    payloadType,
    key,
    value: result.value,
    channel,
    decidedBy,
    contributors: parts.flatMap(({ placed }) => (placed ? [placed] : [])),
    decided: decidedBy.length === 0 ? 'device-answer' : 'profiles',
    ...(answered && decidedBy.length === 0 ? { answer: answered.evidence } : {}),
    confidence: isWrapped ? 'lower' : result.confidence,
  };
}

/** The device has spoken; the profiles that say the same are where an admin can change it. */
function withAgreeing(setting: EffectiveSetting, collected: Collected): EffectiveSetting {
  const known = findKey(setting.payloadType, setting.key);
  const all = installedOnDevice(setting.payloadType, setting.key, collected);
  return {
    ...setting,
    contributors: all,
    decidedBy: all.filter(({ value }) => agrees(value, setting.value, known)),
  };
}

/** Everything an installed profile sets for the key, in force by our own reckoning or not. */
export function installedOnDevice(type: string, name: string, collected: Collected): Contribution[] {
  const { placed, ignored, undetermined } = collected;
  return [
    ...placed.of(type, name).filter(isForDevice),
    ...ignored
      .of(type, name)
      .filter(({ reason, profile }) => reachesDevice.has(reason) && profile.channel.kind === 'device')
      .map(contribution),
    ...undetermined.of(type, name).flatMap((one) => {
      const { payload, value, profile, evidence, channel } = one;
      return payload && value && channel.kind === 'device' ? [{ payload, value, profile, evidence }] : [];
    }),
  ];
}

/** Reasons by which we think a setting does not act although it is on the device: the device may know better. */
const reachesDevice: ReadonlySet<string> = new Set([
  'os-too-old',
  'os-removed',
  'not-supervised',
  'user-enrolment',
  'manual-install',
  'shared-ipad',
  'platform',
]);

/** Whether a profile's value accounts for the device's: the same, or for lists a part of it. */
export function agrees(
  value: Contribution['value'],
  answer: Contribution['value'],
  known: CatalogKey | undefined,
): boolean {
  if (value.type !== 'array' || answer.type !== 'array') return sameValue(value, answer);
  const both = combineValues('intersection', [{ value }, { value: answer }])?.value;
  if (both?.type !== 'array') return false;
  return known?.combine === 'union' ? both.items.length > 0 : sameValue(both, answer);
}

function alone(payloadType: string, key: string, one: Placed): EffectiveSetting {
  return {
    payloadType,
    key,
    value: one.value,
    channel: one.channel,
    decidedBy: [one],
    contributors: [one],
    decided: 'profiles',
    confidence: one.isWrapped ? 'lower' : 'certain',
  };
}

function byUser(placed: readonly Placed[]): [string, Placed[]][] {
  const users = new Map<string, Placed[]>();
  for (const one of placed) {
    if (one.channel.kind !== 'user') continue;
    const key = channelKey(one.channel);
    users.set(key, [...(users.get(key) ?? []), one]);
  }
  return [...users].sort(([a], [b]) => compareText(a, b));
}

function isForDevice({ channel }: Placed): boolean {
  return channel.kind === 'device';
}

function partOf(placed: Placed): Part {
  const { installedAt } = placed.profile;
  return { value: placed.value, placed, ...(installedAt === undefined ? {} : { installedAt }) };
}

function contribution({ profile, payload, value, evidence }: Contribution): Contribution {
  return { profile, payload, value, evidence };
}
