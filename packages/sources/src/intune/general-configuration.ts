import { get, getArray, getString, type Entry, type Value } from '@ringcheck/model';

/** A payload of Apple's that a Graph object stands for; its entries keep the places of the Graph keys. */
export interface ImpliedPayload {
  readonly type: string;
  readonly entries: readonly Entry[];
}

/** Graph key → Apple's key, which the value `true` sets to `false`. */
const blocks: ReadonlyMap<string, string> = new Map([
  ['faceTimeBlocked', 'allowVideoConferencing'],
  ['cameraBlocked', 'allowCamera'],
  ['accountBlockModification', 'allowAccountModification'],
  ['blockSystemAppRemoval', 'allowSystemAppRemoval'],
  ['vpnBlockCreation', 'allowVPNCreation'],
  ['esimBlockModification', 'allowESIMModification'],
  ['cellularBlockPlanModification', 'allowCellularPlanModification'],
  ['cellularBlockPerAppDataModification', 'allowAppCellularDataModification'],
  ['messagesBlocked', 'allowChat'],
  ['notificationsBlockSettingsModification', 'allowNotificationsModification'],
  ['deviceBlockEnableRestrictions', 'allowEnablingRestrictions'],
  ['iCloudPrivateRelayBlocked', 'allowCloudPrivateRelay'],
]);

/** Graph key → Apple's key, which the value `true` sets to `true`. */
const forces: ReadonlyMap<string, string> = new Map([
  ['wiFiConnectOnlyToConfiguredNetworks', 'forceWiFiToAllowedNetworksOnly'],
  ['wifiPowerOnForced', 'forceWiFiPowerOn'],
]);

const ratings: ReadonlyMap<string, number> = new Map([
  ['allAllowed', 1000],
  ['agesAbove17', 600],
  ['agesAbove12', 300],
  ['agesAbove9', 200],
  ['agesAbove4', 100],
  ['allBlocked', 0],
]);

const lists: ReadonlyMap<string, string> = new Map([
  ['appsInListCompliant', 'allowListedAppBundleIDs'],
  ['appsNotInListCompliant', 'blockedAppBundleIDs'],
]);

/** Keys of a general configuration that are read; `false` and `null` there mean "not restricted". */
export const generalKeys: readonly string[] = [
  ...blocks.keys(),
  ...forces.keys(),
  'mediaContentRatingApps',
  'appsVisibilityListType',
  'appsVisibilityList',
  'kioskModeManagedAppId',
  'kioskModeBuiltInAppId',
];

/** The restrictions and the app lock that an `ios-` or `macOSGeneralDeviceConfiguration` stands for. */
export function impliedPayloads(configuration: Value): readonly ImpliedPayload[] {
  if (configuration.type !== 'dict') return [];
  const restrictions = configuration.entries.flatMap((entry) => restrictionOf(entry) ?? []);
  const visible = visibilityOf(configuration);
  const payloads: ImpliedPayload[] = [
    {
      type: 'com.apple.applicationaccess',
      entries: [...restrictions, ...(visible === undefined ? [] : [visible])],
    },
  ];
  const kiosk = kioskOf(configuration);
  if (kiosk !== undefined) payloads.push({ type: 'com.apple.app.lock', entries: [kiosk] });
  return payloads;
}

function restrictionOf(entry: Entry): Entry | undefined {
  const { key, value, keyAt } = entry;
  const blocked = blocks.get(key);
  const forced = forces.get(key);
  if (value.type === 'boolean' && value.value) {
    if (blocked !== undefined) return { key: blocked, value: { ...value, value: false }, keyAt };
    if (forced !== undefined) return { key: forced, value, keyAt };
  }
  const rating =
    key === 'mediaContentRatingApps' && value.type === 'string' ? ratings.get(value.value) : undefined;
  return rating === undefined
    ? undefined
    : { key: 'ratingApps', value: { type: 'integer', value: rating, at: value.at }, keyAt };
}

function visibilityOf(configuration: Value): Entry | undefined {
  const key = lists.get(getString(configuration, 'appsVisibilityListType') ?? '');
  const list = get(configuration, 'appsVisibilityList');
  if (key === undefined || list === undefined) return undefined;
  const items = (getArray(configuration, 'appsVisibilityList') ?? []).flatMap((app) => {
    const id = get(app, 'appId');
    return id?.type === 'string' ? [id] : [];
  });
  return { key, value: { type: 'array', items, at: list.at }, keyAt: list.at };
}

function kioskOf(configuration: Value): Entry | undefined {
  for (const key of ['kioskModeBuiltInAppId', 'kioskModeManagedAppId']) {
    const id = get(configuration, key);
    if (id?.type !== 'string' || id.value === '') continue;
    const identifier: Entry = { key: 'Identifier', value: id, keyAt: id.at };
    return { key: 'App', value: { type: 'dict', entries: [identifier], at: id.at }, keyAt: id.at };
  }
  return undefined;
}
