import { get, getArray, getBoolean, getString, type Entry, type Value } from '@ringcheck/model';
import type { ImpliedPayload } from './general-configuration.js';

/** Keys of VPN and Wi-Fi templates that are translated, or that say nothing about calls. */
export const networkTemplateKeys: readonly string[] = [
  ...['connectionName', 'connectionType', 'server', 'identifier', 'enablePerApp', 'providerType'],
  ...['onDemandRules', 'disableOnDemandUserOverride', 'enableAlwaysOnConfiguration'],
  ...['disconnectOnIdle', 'disconnectOnIdleTimerInSeconds', 'authenticationMethod', 'version', 'description'],
  ...['networkName', 'ssid', 'connectAutomatically', 'connectWhenNetworkNameIsHidden', 'wiFiSecurityType'],
  ...['proxySettings', 'proxyManualAddress', 'proxyManualPort', 'proxyAutomaticConfigurationUrl'],
  ...['preSharedKey', 'disableMacAddressRandomization', 'createdDateTime', 'lastModifiedDateTime'],
];

export type NetworkTemplate = 'vpn' | 'wifi';

/** Whether an `@odata.type` is that of a VPN or Wi-Fi template. */
export function networkTemplateOf(type: string): NetworkTemplate | undefined {
  const name = /^#microsoft\.graph\.(?:ios|macOS)(.*)Configuration$/i.exec(type)?.[1]?.toLowerCase();
  if (name === 'vpn' || name === 'ikev2vpn') return 'vpn';
  return name === 'wifi' || name === 'enterprisewifi' ? 'wifi' : undefined;
}

/** Parts of a template that change where calls go and have no documented counterpart: they are told, not guessed. */
export function untranslatedKeys(template: NetworkTemplate, record: Value): readonly string[] {
  if (template === 'wifi') return [];
  const switches = ['enableSplitTunneling', 'strictEnforcement'].filter(
    (key) => getBoolean(record, key) === true,
  );
  const proxy = get(record, 'proxyServer');
  return [...switches, ...(proxy === undefined || proxy.type === 'null' ? [] : ['proxyServer'])];
}

/** Apple's payload that Intune makes of a template, as far as the mapping of keys is documented. */
export function networkPayload(template: NetworkTemplate, record: Value): ImpliedPayload {
  return template === 'vpn' ? vpnPayload(record) : wifiPayload(record);
}

function wifiPayload(record: Value): ImpliedPayload {
  const proxy = mapped(record, 'proxySettings', proxyTypes);
  return {
    type: 'com.apple.wifi.managed',
    entries: [
      ...moved(record, 'ssid', 'SSID_STR'),
      ...moved(record, 'connectAutomatically', 'AutoJoin'),
      ...moved(record, 'connectWhenNetworkNameIsHidden', 'HIDDEN_NETWORK'),
      ...moved(record, 'preSharedKey', 'Password'),
      ...moved(record, 'disableMacAddressRandomization', 'DisableAssociationMACRandomization'),
      ...(proxy === undefined ? [] : [renamed(proxy, 'ProxyType')]),
      ...moved(record, 'proxyManualAddress', 'ProxyServer'),
      ...moved(record, 'proxyManualPort', 'ProxyServerPort'),
      ...moved(record, 'proxyAutomaticConfigurationUrl', 'ProxyPACURL'),
    ],
  };
}

const proxyTypes: ReadonlyMap<string, string> = new Map([
  ['none', 'None'],
  ['manual', 'Manual'],
  ['automatic', 'Auto'],
]);
const vpnTypes: ReadonlyMap<string, string> = new Map([
  ['ikEv2', 'IKEv2'],
  ['ciscoIPSec', 'IPSec'],
  ['alwaysOn', 'AlwaysOn'],
]);
const providers: ReadonlyMap<string, string> = new Map([
  ['appProxy', 'app-proxy'],
  ['packetTunnel', 'packet-tunnel'],
]);
const actions: ReadonlyMap<string, string> = new Map([
  ['connect', 'Connect'],
  ['disconnect', 'Disconnect'],
  ['ignore', 'Ignore'],
  ['evaluateConnection', 'EvaluateConnection'],
]);
const domainActions: ReadonlyMap<string, string> = new Map([
  ['connectIfNeeded', 'ConnectIfNeeded'],
  ['neverConnect', 'NeverConnect'],
]);

function vpnPayload(record: Value): ImpliedPayload {
  const isPerApp = getBoolean(record, 'enablePerApp') === true;
  const connection = entryOf(record, 'connectionType');
  const isAlwaysOn = getBoolean(record, 'enableAlwaysOnConfiguration') === true;
  const vpnType = isAlwaysOn
    ? 'AlwaysOn'
    : (vpnTypes.get(getString(record, 'connectionType') ?? '') ?? 'VPN');
  const tunnel: Entry[] = [...addressOf(record), ...providerOf(record), ...onDemandOf(record)];
  return {
    type: isPerApp ? 'com.apple.vpn.managed.applayer' : 'com.apple.vpn.managed',
    entries: [
      ...moved(record, 'connectionName', 'UserDefinedName'),
      textEntry('VPNType', vpnType, connection ?? { keyAt: record.at, value: record }),
      ...(vpnType === 'VPN' ? moved(record, 'identifier', 'VPNSubType') : []),
      dictEntry(vpnType, vpnType === 'AlwaysOn' ? [] : tunnel, record),
    ],
  };
}

function addressOf(record: Value): readonly Entry[] {
  const server = get(record, 'server');
  return server === undefined ? [] : moved(server, 'address', 'RemoteAddress');
}

function providerOf(record: Value): readonly Entry[] {
  const provider = mapped(record, 'providerType', providers);
  return provider === undefined ? [] : [renamed(provider, 'ProviderType')];
}

function onDemandOf(record: Value): readonly Entry[] {
  const list = entryOf(record, 'onDemandRules');
  const rules = getArray(record, 'onDemandRules') ?? [];
  if (list === undefined || rules.length === 0) return [];
  const isFixed = getBoolean(record, 'disableOnDemandUserOverride') === true;
  const items = rules.map((rule): Value => ({ type: 'dict', entries: onDemandRule(rule), at: rule.at }));
  return [
    { key: 'OnDemandEnabled', value: one(list), keyAt: list.keyAt },
    ...(isFixed ? [{ key: 'OnDemandUserOverrideDisabled', value: one(list), keyAt: list.keyAt }] : []),
    { key: 'OnDemandRules', value: { type: 'array', items, at: list.value.at }, keyAt: list.keyAt },
  ];
}

function onDemandRule(rule: Value): readonly Entry[] {
  const action = mapped(rule, 'action', actions);
  const domainAction = mapped(rule, 'domainAction', domainActions);
  const parameters = [
    ...(domainAction === undefined ? [] : [renamed(domainAction, 'DomainAction')]),
    ...moved(rule, 'domains', 'Domains'),
    ...moved(rule, 'probeRequiredUrl', 'RequiredURLStringProbe'),
  ];
  const evaluates = getString(rule, 'action') === 'evaluateConnection';
  return [
    ...(action === undefined ? [] : [renamed(action, 'Action')]),
    ...filled(rule, 'ssids', 'SSIDMatch'),
    ...filled(rule, 'dnsSearchDomains', 'DNSDomainMatch'),
    ...moved(rule, 'probeUrl', 'URLStringProbe'),
    ...(evaluates ? [listOfOne('ActionParameters', parameters, rule)] : []),
  ];
}

function one({ value }: Entry): Value {
  return { type: 'integer', value: 1, at: value.at };
}

function entryOf(record: Value, key: string): Entry | undefined {
  return record.type === 'dict' ? record.entries.find((entry) => entry.key === key) : undefined;
}

function renamed(entry: Entry, key: string): Entry {
  return { ...entry, key };
}

/** The value under another name; absent and empty stay absent. */
function moved(record: Value, from: string, to: string): readonly Entry[] {
  const entry = entryOf(record, from);
  if (entry === undefined || entry.value.type === 'null') return [];
  return entry.value.type === 'string' && entry.value.value === '' ? [] : [renamed(entry, to)];
}

/** An empty list in Graph means "not set", in a profile "matches none". */
function filled(record: Value, from: string, to: string): readonly Entry[] {
  return (getArray(record, from) ?? []).length === 0 ? [] : moved(record, from, to);
}

/** The value in Apple's word for it; words that are not known stay as they are. */
function mapped(record: Value, key: string, words: ReadonlyMap<string, string>): Entry | undefined {
  const entry = entryOf(record, key);
  if (entry?.value.type !== 'string') return undefined;
  const word = words.get(entry.value.value);
  if (word === undefined) return undefined;
  return { ...entry, value: { ...entry.value, value: word } };
}

function textEntry(key: string, value: string, at: Pick<Entry, 'keyAt' | 'value'>): Entry {
  return { key, value: { type: 'string', value, at: at.value.at }, keyAt: at.keyAt };
}

function dictEntry(key: string, entries: readonly Entry[], record: Value): Entry {
  return { key, value: { type: 'dict', entries, at: record.at }, keyAt: record.at };
}

function listOfOne(key: string, entries: readonly Entry[], rule: Value): Entry {
  const item: Value = { type: 'dict', entries, at: rule.at };
  return { key, value: { type: 'array', items: [item], at: rule.at }, keyAt: rule.at };
}
