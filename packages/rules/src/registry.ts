import { facetimeFlows } from '@ringcheck/firewall';
import { questionRule, questions } from './questions/index.js';
import type { Rule } from './types.js';
import { deviceClock } from './device/device-clock/rule.js';
import { proxyNetwork } from './filters/proxy-network/rule.js';
import { macAppBlocker } from './kiosk/mac-app-blocker/rule.js';
import { macTimeLimits } from './kiosk/mac-time-limits/rule.js';
import { wifiCallMarking } from './network/wifi-call-marking/rule.js';
import { appleServiceOutage } from './apple/apple-service-outage/rule.js';
import { deviceOsOutdated } from './device/device-os-outdated/rule.js';
import { deviceOsUpdated } from './device/device-os-updated/rule.js';
import { facetimeAppMissing } from './device/facetime-app-missing/rule.js';
import { deviceNetworkQuality } from './network/device-network-quality/rule.js';
import { regionTimeZone } from './region/region-time-zone/rule.js';
import { simNumberChanged } from './region/sim-number-changed/rule.js';
import { accountManagedFaceTime } from './account/account-managed-facetime/rule.js';
import { externalControl } from './account/external-control/rule.js';
import { notificationsFaceTime } from './account/notifications-facetime/rule.js';
import { privacyFaceTime } from './account/privacy-facetime/rule.js';
import { deviceBetaOs } from './device/device-beta-os/rule.js';
import { deviceDoNotDisturb } from './device/device-do-not-disturb/rule.js';
import { deviceLockdownMode } from './device/device-lockdown-mode/rule.js';
import { deviceLostMode } from './device/device-lost-mode/rule.js';
import { deviceOsCertificate } from './device/device-os-certificate/rule.js';
import { deviceSetupUnfinished } from './device/device-setup-unfinished/rule.js';
import { deviceSharedIpadSession } from './device/device-shared-ipad-session/rule.js';
import { deviceStorageLow } from './device/device-storage-low/rule.js';
import { contentFilter } from './filters/content-filter/rule.js';
import { dnsProxyManaged } from './filters/dns-proxy-managed/rule.js';
import { dnsSettingsManaged } from './filters/dns-settings-managed/rule.js';
import { proxyGlobal } from './filters/proxy-global/rule.js';
import { relayManaged } from './filters/relay-managed/rule.js';
import { kioskAppLock } from './kiosk/kiosk-app-lock/rule.js';
import { kioskAutonomousLock } from './kiosk/kiosk-autonomous-lock/rule.js';
import { kioskConferenceRoom } from './kiosk/kiosk-conference-room/rule.js';
import { macAppAccess } from './kiosk/mac-app-access/rule.js';
import { macFirewallIncoming } from './mac-firewall/mac-firewall-incoming/rule.js';
import { macFirewallSigned } from './mac-firewall/mac-firewall-signed/rule.js';
import { networkDnsFilter } from './network/network-dns-filter/rule.js';
import { networkFirewallPorts } from './network/network-firewall-ports/rule.js';
import { networkProxyOnly } from './network/network-proxy-only/rule.js';
import { networkQuality } from './network/network-quality/rule.js';
import { networkSipAlg } from './network/network-sip-alg/rule.js';
import { networkStatement } from './network/network-statement/rule.js';
import { networkTlsInspection } from './network/network-tls-inspection/rule.js';
import { carrierRoaming } from './region/carrier-roaming/rule.js';
import { regionCountry } from './region/region-country/rule.js';
import { regionSoldIn } from './region/region-sold-in/rule.js';
import { simDuplicateNumber } from './region/sim-duplicate-number/rule.js';
import { restrictionAccountChanges } from './restrictions/restriction-account-changes/rule.js';
import { restrictionAppAllowlist } from './restrictions/restriction-app-allowlist/rule.js';
import { restrictionAppBlocklist } from './restrictions/restriction-app-blocklist/rule.js';
import { restrictionAppRating } from './restrictions/restriction-app-rating/rule.js';
import { restrictionAppRemoval } from './restrictions/restriction-app-removal/rule.js';
import { restrictionCamera } from './restrictions/restriction-camera/rule.js';
import { restrictionCellularSwitchFrozen } from './restrictions/restriction-cellular-switch-frozen/rule.js';
import { restrictionDeniedIccid } from './restrictions/restriction-denied-iccid/rule.js';
import { restrictionFaceTime } from './restrictions/restriction-facetime/rule.js';
import { restrictionManagedWifiOnly } from './restrictions/restriction-managed-wifi-only/rule.js';
import { macSettingsPanes } from './device/mac-settings-panes/rule.js';
import { setupFaceTimePane } from './device/setup-facetime-pane/rule.js';
import { cellularDataNetwork } from './network/cellular-data-network/rule.js';
import { wifiJoining } from './network/wifi-joining/rule.js';
import { faceTimeLookAlikes } from './restrictions/facetime-look-alikes/rule.js';
import { restrictionHandoff } from './restrictions/restriction-handoff/rule.js';
import { restrictionUserChoices } from './restrictions/restriction-user-choices/rule.js';
import { vpnDeclared } from './vpn/vpn-declared/rule.js';
import { vpnFullTunnel } from './vpn/vpn-full-tunnel/rule.js';
import { vpnFromFile } from './vpn/vpn-from-file/rule.js';
import { vpnSplitTunnel } from './vpn/vpn-split-tunnel/rule.js';

/** The rule pack, in the order reports list what weighs the same. */
export const rules: readonly Rule[] = [
  restrictionFaceTime,
  restrictionAppBlocklist,
  restrictionAppAllowlist,
  restrictionCamera,
  restrictionAccountChanges,
  restrictionDeniedIccid,
  restrictionManagedWifiOnly,
  restrictionCellularSwitchFrozen,
  restrictionAppRating,
  restrictionAppRemoval,
  restrictionHandoff,
  restrictionUserChoices,
  faceTimeLookAlikes,
  kioskAppLock,
  kioskConferenceRoom,
  kioskAutonomousLock,
  macAppAccess,
  macAppBlocker,
  macTimeLimits,
  externalControl,
  macFirewallIncoming,
  macFirewallSigned,
  deviceLostMode,
  deviceSetupUnfinished,
  setupFaceTimePane,
  macSettingsPanes,
  deviceSharedIpadSession,
  deviceDoNotDisturb,
  deviceLockdownMode,
  deviceStorageLow,
  deviceBetaOs,
  deviceOsCertificate,
  deviceClock,
  deviceOsOutdated,
  deviceOsUpdated,
  facetimeAppMissing,
  accountManagedFaceTime,
  notificationsFaceTime,
  privacyFaceTime,
  networkFirewallPorts,
  networkStatement,
  networkProxyOnly,
  networkTlsInspection,
  networkDnsFilter,
  networkSipAlg,
  networkQuality,
  deviceNetworkQuality,
  wifiCallMarking,
  wifiJoining,
  cellularDataNetwork,
  vpnFullTunnel,
  vpnDeclared,
  vpnSplitTunnel,
  vpnFromFile,
  dnsSettingsManaged,
  dnsProxyManaged,
  proxyGlobal,
  proxyNetwork,
  contentFilter,
  relayManaged,
  regionSoldIn,
  regionCountry,
  carrierRoaming,
  regionTimeZone,
  simDuplicateNumber,
  simNumberChanged,
  appleServiceOutage,
];

/** Questions as rules whose outcome is an attestation's; in the order that finds faults fastest. */
export const questionRules: readonly Rule[] = questions.map(questionRule);

const byId = new Map([...rules, ...questionRules].map((rule) => [rule.id, rule]));

/** The rule (or question) of that id, or undefined. */
export function findRule(id: string): Rule | undefined {
  return byId.get(id);
}

/** What a policy may name: every flow, every rule, and every question with its answers. */
export const policyVocabulary = {
  flowIds: facetimeFlows.map(({ id }) => id),
  ruleIds: rules.map(({ id }) => id),
  questions: questions.map(({ id, answers }) => ({ id, answers: answers.map((answer) => answer.id) })),
};
