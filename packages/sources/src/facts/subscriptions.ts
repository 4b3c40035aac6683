import { get, type Subscription, type Value } from '@ringcheck/model';
import { bool, iccid, mcc, mnc, text } from './convert.js';

/** Names under which a source writes the parts of a subscription. */
export type SubscriptionNames = { readonly [K in keyof Subscription]?: readonly string[] };

/** Apple's own, which some vendors pass on as they are. */
export const appleSubscriptionNames: SubscriptionNames = {
  slot: ['Slot'],
  isDataPreferred: ['IsDataPreferred'],
  isVoicePreferred: ['IsVoicePreferred'],
  iccid: ['ICCID'],
  phoneNumber: ['PhoneNumber'],
  currentMcc: ['CurrentMCC'],
  currentMnc: ['CurrentMNC'],
  homeMcc: ['SubscriberMCC', 'SIMMCC'],
  currentCarrier: ['CurrentCarrierNetwork'],
  homeCarrier: ['SubscriberCarrierNetwork', 'SIMCarrierNetwork'],
  isRoaming: ['IsRoaming'],
};

/** One subscription of a dictionary; undefined when nothing in it is known. */
export function subscriptionOf(
  value: Value,
  names: SubscriptionNames = appleSubscriptionNames,
): Subscription | undefined {
  const find = <T>(keys: readonly string[] | undefined, convert: (found: Value) => T | undefined) => {
    for (const key of keys ?? []) {
      const found = get(value, key);
      const converted = found === undefined ? undefined : convert(found);
      if (converted !== undefined) return converted;
    }
    return undefined;
  };
  const parts = {
    slot: find(names.slot, text),
    isDataPreferred: find(names.isDataPreferred, bool),
    isVoicePreferred: find(names.isVoicePreferred, bool),
    iccid: find(names.iccid, iccid),
    phoneNumber: find(names.phoneNumber, phoneNumber),
    currentMcc: find(names.currentMcc, mcc),
    currentMnc: find(names.currentMnc, mnc),
    homeMcc: find(names.homeMcc, mcc),
    currentCarrier: find(names.currentCarrier, text),
    homeCarrier: find(names.homeCarrier, text),
    isRoaming: find(names.isRoaming, bool),
  };
  const known = Object.entries(parts).filter(([, part]) => part !== undefined);
  // A slot by its name, or flags alone, is an empty slot and no line.
  const isLine = known.some(
    ([name]) => !['slot', 'isDataPreferred', 'isVoicePreferred', 'isRoaming'].includes(name),
  );
  return isLine ? Object.fromEntries(known) : undefined;
}

/** All lines of a list; an empty list means that the device has no line. */
export function subscriptionsOf(
  value: Value,
  names: SubscriptionNames = appleSubscriptionNames,
): readonly Subscription[] | undefined {
  if (value.type !== 'array') return undefined;
  return value.items.flatMap((item) => subscriptionOf(item, names) ?? []);
}

function phoneNumber(value: Value): string | undefined {
  const digits = text(value)?.replace(/[\s()-]+/g, '');
  return digits !== undefined && /^\+?\d{3,18}$/.test(digits) ? digits : undefined;
}
