import { findKey, findPayload } from '@ringcheck/catalog';
import { findQuestion, findRule } from './index.js';

/** What is said of a payload or key: by which rules or questions; or why nothing is. */
type Said = readonly string[] | { readonly nothing: string };

const AA = 'com.apple.applicationaccess';
const nothing = (reason: string): Said => ({ nothing: reason });
const other = nothing('another service; the catalogue gives it no bearing on calls');
const fullTunnel = ['vpn-full-tunnel', 'vpn-split-tunnel'];
const declaredVpn = ['vpn-declared'];
const macFirewall = ['mac-firewall-incoming', 'mac-firewall-signed'];

/** Every payload type and key that bears on a call, or looks as if it did. Written by hand, in families. */
const table: readonly (readonly [payload: string, keys: string, said: Said])[] = [
  [AA, 'allowVideoConferencing allowVideoConferencingRemoteControl', ['restriction-facetime']],
  [AA, 'deniedICCIDsForiMessageFaceTime', ['restriction-denied-iccid']],
  [AA, 'allowCamera allowedCameraRestrictionBundleIDs', ['restriction-camera']],
  [AA, 'blockedAppBundleIDs blacklistedAppBundleIDs', ['restriction-app-blocklist']],
  [AA, 'allowListedAppBundleIDs whitelistedAppBundleIDs', ['restriction-app-allowlist']],
  [AA, 'ratingApps ratingAppsExemptedBundleIDs', ['restriction-app-rating']],
  [AA, 'allowAccountModification', ['restriction-account-changes', 'ask-signed-in']],
  [AA, 'forceAutomaticDateAndTime', ['device-clock', 'ask-clock']],
  [AA, 'allowVPNCreation', ['restriction-user-choices', 'ask-own-vpn']],
  [AA, 'forceWiFiPowerOn', ['restriction-user-choices']],
  [AA, 'forceWiFiToAllowedNetworksOnly forceWiFiWhitelisting', ['restriction-managed-wifi-only']],
  [AA, 'allowAppCellularDataModification', ['restriction-cellular-switch-frozen', 'ask-cellular-switch']],
  [
    AA,
    'allowCellularPlanModification allowESIMModification allowESIMOutgoingTransfers',
    ['restriction-user-choices'],
  ],
  [AA, 'allowEnablingRestrictions', ['restriction-user-choices', 'ask-screen-time']],
  [AA, 'allowSystemAppRemoval allowAppInstallation allowUIAppInstallation', ['restriction-app-removal']],
  [AA, 'allowAppsToBeHidden allowAppsToBeLocked', ['ask-facetime-on']],
  [AA, 'allowNotificationsModification', ['restriction-user-choices', 'ask-notifications']],
  [AA, 'allowUIConfigurationProfileInstallation', ['restriction-user-choices']],
  [
    AA,
    'forceClassroomUnpromptedAppAndDeviceLock autonomousSingleAppModePermittedAppIDs',
    ['kiosk-autonomous-lock'],
  ],
  [
    AA,
    'forceDelayedSoftwareUpdates enforcedSoftwareUpdateDelay',
    ['restriction-user-choices', 'device-os-outdated'],
  ],
  [AA, 'allowActivityContinuation', ['restriction-handoff']],
  [AA, 'allowChat', ['facetime-look-alikes']],
  [
    AA,
    `allowVoiceDialing allowAssistant allowCallRecording allowCloudPrivateRelay
     allowGlobalBackgroundFetchWhenRoaming allowLockScreenNotificationsView allowDefaultCallingAppModification
     allowRCSMessaging deniedICCIDsForRCS allowScreenShot allowRemoteScreenObservation allowAirDrop
     allowMultiplayerGaming allowiPhoneMirroring allowAutoUnlock allowUntrustedTLSPrompt
     allowBluetoothModification allowPersonalHotspotModification`,
    other,
  ],
  ['com.apple.app.lock', 'App.Identifier App.Options.DisableTouch', ['kiosk-app-lock']],
  [
    'com.apple.app.lock',
    'App.Options.DisableVolumeButtons App.Options.DisableRingerSwitch',
    ['kiosk-app-lock', 'ask-accessibility'],
  ],
  ['com.apple.asam', 'AllowedApplications[].BundleIdentifier', ['kiosk-autonomous-lock']],
  ['com.apple.conferenceroomdisplay', '', ['kiosk-conference-room']],
  ['com.apple.homescreenlayout', 'Dock Pages', nothing('it moves icons; the app stays')],
  ['com.apple.shareddeviceconfiguration', 'LockScreenFootnote', nothing('text on the lock screen')],
  [
    'com.apple.applicationaccess.new',
    'familyControlsEnabled allowList whiteList pathDenyList pathBlackList pathAllowList pathWhiteList',
    ['mac-app-access'],
  ],
  ['com.apple.configuration.app.settings', 'Allowed.AllowedApps', ['restriction-app-allowlist']],
  ['com.apple.configuration.app.settings', 'Allowed.DeniedApps', ['restriction-app-blocklist']],
  [
    'com.apple.configuration.app.settings',
    'Allowed.AllowedBinaries Allowed.DeniedBinaries Allowed.AlwaysAllowManagedApps',
    ['mac-app-access'],
  ],
  [
    'com.apple.configuration.app.settings',
    'Privacy.PermissionDefaults',
    nothing('it can only choose "allow" beforehand'),
  ],
  ['com.apple.systempolicy.control', '', nothing('Gatekeeper lets what comes with the system run')],
  ['com.apple.system-extension-policy', '', ['content-filter', 'dns-proxy-managed', 'vpn-full-tunnel']],
  [
    'com.apple.security.firewall',
    'EnableFirewall BlockAllIncoming Applications[].BundleID Applications[].Allowed AllowSigned',
    macFirewall,
  ],
  [
    'com.apple.security.firewall',
    'AllowSignedApp EnableStealthMode EnableLogging LoggingOption',
    nothing('FaceTime is built in, and neither stealth nor logs stop a call'),
  ],
  [
    'com.apple.vpn.managed',
    'VPNType VPN.IncludeAllNetworks VPN.EnforceRoutes VPN.ExcludeAPNs VPN.OnDemandEnabled VPN.OnDemandRules IPv4.OverridePrimary AlwaysOn.ApplicationExceptions TransparentProxy',
    fullTunnel,
  ],
  [
    'com.apple.vpn.managed',
    'VPN.ExcludeCellularServices VPN.ExcludeDeviceCommunication VPN.ExcludeLocalNetworks IKEv2.MTU IKEv2.EnableFallback',
    nothing('no call fails by these alone; the rules on tunnels judge the tunnel'),
  ],
  ['com.apple.vpn.managed.applayer', 'VPNUUID', nothing('for managed apps, and FaceTime is none')],
  ['com.apple.vpn.managed.appmapping', 'AppLayerVPNMapping[].Identifier', ['vpn-split-tunnel']],
  ...['ikev2', 'vpn-plugin', 'ipsec'].map((kind): readonly [string, string, Said] => [
    `com.apple.configuration.network.vpn.${kind}`,
    'NetworkRouting.IncludeAllNetworks OnDemand.Enabled',
    declaredVpn,
  ]),
  ['com.apple.configuration.network.vpn.always-on', 'TunnelConfigurations[].Interfaces', declaredVpn],
  [
    'com.apple.dnsSettings.managed',
    'DNSSettings.DNSProtocol DNSSettings.ServerURL DNSSettings.SupplementalMatchDomains DNSSettings.AllowFailover OnDemandRules',
    ['dns-settings-managed', 'ask-dns'],
  ],
  ['com.apple.configuration.network.dns-settings', 'DNSSettings.AllowFailover', ['dns-settings-managed']],
  ['com.apple.dnsProxy.managed', 'AppBundleIdentifier DNSProxyUUID', ['dns-proxy-managed']],
  ['com.apple.configuration.network.dns-proxy', 'AppBundleIdentifier', ['dns-proxy-managed']],
  [
    'com.apple.proxy.http.global',
    'ProxyType ProxyServer ProxyPACURL ProxyPACFallbackAllowed',
    ['proxy-global'],
  ],
  ['com.apple.SystemConfiguration', 'Proxies', ['proxy-network']],
  [
    'com.apple.webcontent-filter',
    'FilterType FilterSockets FilterPackets ContentFilterUUID FilterURLs URLFilterParameters.URLFilterFailClosed',
    ['content-filter'],
  ],
  [
    'com.apple.configuration.webcontent-filter.plugin',
    'Filter.Sockets.Enabled Filter.URLs.Parameters.FailClosed',
    ['content-filter'],
  ],
  ['com.apple.relay.managed', 'MatchDomains ExcludedDomains RelayUUID', ['relay-managed']],
  ['com.apple.networkusagerules', 'ApplicationRules', ['facetime-look-alikes']],
  ['com.apple.networkusagerules', 'SIMRules', nothing('Wi-Fi Assist only')],
  ['com.apple.cellular', 'AttachAPN APNs APNs[].EnableXLAT464', ['cellular-data-network', 'proxy-network']],
  ['com.apple.apn.managed', 'PayloadContent', ['proxy-network']],
  ['com.apple.cellularprivatenetwork.managed', 'CellularDataPreferred', ['cellular-data-network']],
  [
    'com.apple.wifi.managed',
    'QoSMarkingPolicy.QoSMarkingEnabled QoSMarkingPolicy.QoSMarkingAppleAudioVideoCalls',
    ['wifi-call-marking'],
  ],
  ['com.apple.wifi.managed', 'CaptiveBypass AutoJoin', ['wifi-joining']],
  ['com.apple.wifi.managed', 'ProxyType', ['proxy-network']],
  ['com.apple.wifi.managed', 'EnableIPv6', nothing('calls use IPv4 as well')],
  ['com.apple.globalethernet.managed', '', ['proxy-network', 'ask-connection']],
  [
    'com.apple.notificationsettings',
    'NotificationSettings[].BundleIdentifier NotificationSettings[].NotificationsEnabled',
    ['notifications-facetime', 'ask-notifications'],
  ],
  [
    'com.apple.TCC.configuration-profile-policy',
    'Services.Camera[].Allowed Services.Microphone[].Authorization',
    ['privacy-facetime', 'ask-camera-microphone'],
  ],
  [
    'com.apple.familycontrols.timelimits.v2',
    'familyControlsEnabled time-limits',
    ['mac-time-limits', 'ask-screen-time'],
  ],
  ['com.apple.familycontrols.contentfilter', 'restrictWeb', nothing('web pages only')],
  [
    'com.apple.systempreferences',
    'DisabledSystemSettings DisabledPreferencePanes HiddenPreferencePanes EnabledPreferencePanes',
    ['mac-settings-panes'],
  ],
  ['com.apple.preference.security', 'dontAllowFireWallUI', ['mac-settings-panes']],
  ['com.apple.SetupAssistant.managed', 'SkipSetupItems', ['setup-facetime-pane', 'ask-facetime-on']],
  ['com.apple.MCX', 'timeServer', ['device-clock']],
  ['com.apple.MCX', 'timeZone', ['ask-clock']],
  ['com.apple.configuration.softwareupdate.settings', 'Beta.ProgramEnrollment', ['device-beta-os']],
  ['com.northpolesec.santa', 'StaticRules', ['mac-app-blocker']],
];

/** Facts of an inventory and their silence: who speaks of it. */
const facts: readonly (readonly [what: string, said: Said])[] = [
  ['ModelNumber, Model: region letters', ['region-sold-in']],
  ['IsAppleSilicon: a Mac without a part number', ['region-sold-in']],
  ['CellularTechnology', ['region-country', 'carrier-roaming', 'restriction-denied-iccid']],
  ['OSVersion', ['device-os-outdated', 'device-os-certificate', 'device-os-updated']],
  ['BuildVersion, softwareupdate.beta-enrollment', ['device-beta-os']],
  ['IsSupervised', ['restriction-facetime', 'restriction-camera']],
  ['IsMultiUser, TemporarySessionOnly', ['device-shared-ipad-session']],
  ['ManagedAppleIDDefaultDomains', ['account-managed-facetime', 'ask-managed-account']],
  ['AwaitingConfiguration', ['device-setup-unfinished']],
  ['IsMDMLostModeEnabled', ['device-lost-mode']],
  ['iTunesStoreAccountIsActive', ['restriction-account-changes', 'ask-signed-in']],
  ['IsDoNotDisturbInEffect', ['device-do-not-disturb', 'ask-focus']],
  ['TimeZone', ['region-time-zone', 'ask-clock']],
  ['AvailableDeviceCapacity', ['device-storage-low']],
  ['ServiceSubscriptions: CurrentMCC', ['region-country']],
  ['ServiceSubscriptions: IsRoaming, DataRoamingEnabled', ['carrier-roaming']],
  ['ServiceSubscriptions: PhoneNumber', ['sim-duplicate-number', 'sim-number-changed', 'ask-number-changed']],
  ['ServiceSubscriptions: ICCID', ['restriction-denied-iccid']],
  ['SecurityInfo: FirewallSettings', macFirewall],
  ['InstalledApplicationList', ['facetime-app-missing', 'content-filter', 'dns-proxy-managed']],
  ['CertificateList: the root of a proxy', ['network-tls-inspection', 'ask-certificates']],
  ['security.lockdown-mode', ['device-lockdown-mode', 'ask-lockdown-mode']],
  ['not reported: FaceTime switched on, the app removed', ['ask-facetime-on']],
  ['not reported: reachable addresses', ['ask-address-verified']],
  ['not reported: Screen Time, communication limits', ['ask-screen-time', 'ask-communication-limits']],
  ['not reported: cellular switch, Low Data Mode', ['ask-cellular-switch']],
  ['not reported: connected VPN', ['ask-own-vpn']],
  ['not reported: carrier plan', ['ask-carrier-plan']],
];

const pairs = table.flatMap(([payload, keys, said]) =>
  (keys.trim() === '' ? [''] : keys.trim().split(/\s+/)).map((key) => [payload, key, said] as const),
);
const unknownIds = (said: Said): readonly string[] =>
  'nothing' in said ? [] : said.filter((id) => (findRule(id) ?? findQuestion(id)) === undefined);

describe('what bears on a call, held against the pack', () => {
  it.each(pairs)('%s %s is known, and who speaks of it is there', (payload, key, said) => {
    expect(findPayload(payload)).toBeDefined();
    if (key !== '') expect(findKey(payload, key)).toBeDefined();
    expect(unknownIds(said)).toEqual([]);
  });

  it.each(facts)('%s has somebody to speak of it', (_what, said) => {
    expect(unknownIds(said)).toEqual([]);
  });

  it('gives a key of Restrictions to a rule that reads it, to a question, or to nobody for a reason', () => {
    const unread = pairs.filter(([payload, key, said]) => {
      if (payload !== AA || 'nothing' in said || said.some((id) => findQuestion(id) !== undefined))
        return false;
      const name = findKey(payload, key)?.renamedTo ?? key;
      return !said.some((id) => findRule(id)?.reads.includes(`setting:${AA}#${name}`));
    });
    // The days of a delay say nothing without the delay.
    expect(unread.map(([, key]) => key)).toEqual(['enforcedSoftwareUpdateDelay']);
  });

  it('says nothing only of what the catalogue gives no bearing of its own', () => {
    const weighty = pairs.filter(
      ([payload, key, said]) => 'nothing' in said && findKey(payload, key)?.bearing === 'direct',
    );
    expect(weighty).toEqual([]);
  });
});
