import { findKey, findPayload, isSensitive } from './index.js';

const rules = (list: string): readonly string[] => [
  list,
  ...['Action', 'InterfaceTypeMatch', 'SSIDMatch', 'DNSDomainMatch', 'DNSServerAddressMatch'].map(
    (key) => `${list}[].${key}`,
  ),
  `${list}[].URLStringProbe`,
  `${list}[].ActionParameters`,
  `${list}[].ActionParameters[].Domains`,
  `${list}[].ActionParameters[].DomainAction`,
  `${list}[].ActionParameters[].RequiredDNSServers`,
  `${list}[].ActionParameters[].RequiredURLStringProbe`,
];

const routing = (dictionary: string): readonly string[] =>
  ['IncludeAllNetworks', 'EnforceRoutes', 'ExcludeLocalNetworks', 'ExcludeAPNs']
    .concat('ExcludeCellularServices', 'ExcludeDeviceCommunication')
    .map((key) => `${dictionary}.${key}`);

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** What an admin can set that bears on a call, or is taken for it: payload type → keys. */
const wanted: readonly (readonly [type: string, keys: readonly string[]])[] = [
  [
    'com.apple.applicationaccess',
    words(`allowVideoConferencing allowVideoConferencingRemoteControl deniedICCIDsForiMessageFaceTime allowCamera
      allowedCameraRestrictionBundleIDs blockedAppBundleIDs blacklistedAppBundleIDs allowListedAppBundleIDs
      whitelistedAppBundleIDs ratingApps ratingAppsExemptedBundleIDs allowAccountModification
      forceAutomaticDateAndTime allowVPNCreation forceWiFiPowerOn forceWiFiToAllowedNetworksOnly
      forceWiFiWhitelisting allowAppCellularDataModification allowCellularPlanModification allowESIMModification
      allowESIMOutgoingTransfers allowEnablingRestrictions allowSystemAppRemoval allowUIAppInstallation
      allowAppInstallation allowAppsToBeHidden allowAppsToBeLocked allowNotificationsModification
      allowUIConfigurationProfileInstallation forceClassroomUnpromptedAppAndDeviceLock
      autonomousSingleAppModePermittedAppIDs forceDelayedSoftwareUpdates enforcedSoftwareUpdateDelay
      allowActivityContinuation allowChat allowVoiceDialing allowAssistant allowCallRecording
      allowCloudPrivateRelay allowGlobalBackgroundFetchWhenRoaming allowLockScreenNotificationsView
      allowDefaultCallingAppModification allowRCSMessaging deniedICCIDsForRCS allowScreenShot
      allowRemoteScreenObservation allowAirDrop allowMultiplayerGaming allowiPhoneMirroring allowAutoUnlock
      allowUntrustedTLSPrompt allowBluetoothModification allowPersonalHotspotModification`),
  ],
  [
    'com.apple.app.lock',
    words(`App.Identifier App.Options.DisableTouch App.Options.DisableVolumeButtons
      App.Options.DisableRingerSwitch`),
  ],
  ['com.apple.asam', words('AllowedApplications[].BundleIdentifier AllowedApplications[].TeamIdentifier')],
  ['com.apple.conferenceroomdisplay', ['Message']],
  ['com.apple.homescreenlayout', ['Dock', 'Pages']],
  ['com.apple.shareddeviceconfiguration', ['LockScreenFootnote']],
  [
    'com.apple.applicationaccess.new',
    words('familyControlsEnabled allowList whiteList pathDenyList pathBlackList pathAllowList pathWhiteList'),
  ],
  [
    'com.apple.configuration.app.settings',
    words(`Allowed.AllowedApps Allowed.DeniedApps Allowed.AllowedBinaries Allowed.DeniedBinaries
      Allowed.AllowedBinaries[].CDHash Allowed.AllowedBinaries[].SigningID Allowed.AllowedBinaries[].TeamID
      Allowed.AllowedBinaries[].PathPrefix Allowed.AllowedBinaries[].SigningState
      Allowed.DeniedBinaries[].CDHash Allowed.DeniedBinaries[].SigningID Allowed.DeniedBinaries[].TeamID
      Allowed.DeniedBinaries[].PathPrefix Allowed.DeniedBinaries[].SigningState
      Allowed.AlwaysAllowManagedApps Privacy.PermissionDefaults`),
  ],
  [
    'com.apple.security.firewall',
    words(`EnableFirewall BlockAllIncoming Applications[].BundleID Applications[].Allowed AllowSigned
      AllowSignedApp EnableStealthMode EnableLogging LoggingOption`),
  ],
  [
    'com.apple.vpn.managed',
    [
      ...words(`VPNType VPNSubType VPN.ProviderType IKEv2.EnableFallback IKEv2.MTU IPv4.OverridePrimary
        DNS.ServerAddresses DNS.SupplementalMatchDomains Proxies Proxies.ProxyAutoConfigURLString
        TransparentProxy AlwaysOn.UIToggleEnabled AlwaysOn.TunnelConfigurations[].Interfaces
        AlwaysOn.ServiceExceptions[].ServiceName AlwaysOn.ServiceExceptions[].Action
        AlwaysOn.ApplicationExceptions[].BundleIdentifier AlwaysOn.ApplicationExceptions[].LimitToProtocols`),
      ...['VPN', 'IKEv2', 'IPSec'].flatMap((dictionary) => [
        `${dictionary}.OnDemandEnabled`,
        `${dictionary}.OnDemandUserOverrideDisabled`,
        `${dictionary}.OnDemandMatchDomainsAlways`,
        `${dictionary}.OnDemandMatchDomainsNever`,
        `${dictionary}.OnDemandMatchDomainsOnRetry`,
        ...routing(dictionary),
        ...rules(`${dictionary}.OnDemandRules`),
      ]),
    ],
  ],
  ['com.apple.vpn.managed.applayer', words('VPNUUID SafariDomains AssociatedDomains')],
  [
    'com.apple.vpn.managed.appmapping',
    words(`AppLayerVPNMapping[].Identifier AppLayerVPNMapping[].SigningIdentifier
      AppLayerVPNMapping[].DesignatedRequirement AppLayerVPNMapping[].MatchTools`),
  ],
  ...['ikev2', 'vpn-plugin', 'ipsec'].map((kind): readonly [string, readonly string[]] => [
    `com.apple.configuration.network.vpn.${kind}`,
    [
      ...(kind === 'ipsec' ? ['OverridePrimary'] : []),
      ...routing('NetworkRouting'),
      ...words('OnDemand.Enabled OnDemand.DisableUserOverride'),
      ...rules('OnDemand.Rules'),
    ],
  ]),
  ['com.apple.configuration.network.vpn.always-on', ['TunnelConfigurations[].Interfaces']],
  [
    'com.apple.dnsSettings.managed',
    [
      ...words(`DNSSettings.DNSProtocol DNSSettings.ServerURL DNSSettings.ServerName DNSSettings.ServerAddresses
        DNSSettings.SupplementalMatchDomains DNSSettings.AllowFailover ProhibitDisablement`),
      ...rules('OnDemandRules'),
    ],
  ],
  ['com.apple.configuration.network.dns-settings', ['DNSSettings.AllowFailover', ...rules('OnDemandRules')]],
  ['com.apple.dnsProxy.managed', words('AppBundleIdentifier DNSProxyUUID')],
  ['com.apple.configuration.network.dns-proxy', words('AppBundleIdentifier DNSProxyUUID')],
  [
    'com.apple.proxy.http.global',
    words(`ProxyType ProxyServer ProxyServerPort ProxyPACURL ProxyPACFallbackAllowed
      ProxyCaptiveLoginAllowed`),
  ],
  ['com.apple.SystemConfiguration', words('Proxies Proxies.FallBackAllowed Proxies.SOCKSEnable')],
  [
    'com.apple.webcontent-filter',
    words(`FilterType AutoFilterEnabled PermittedURLs DenyListURLs BlacklistedURLs AllowListBookmarks
      WhitelistedBookmarks FilterSockets FilterBrowsers FilterPackets ContentFilterUUID FilterURLs
      URLFilterParameters URLFilterParameters.URLFilterFailClosed`),
  ],
  [
    'com.apple.configuration.webcontent-filter.plugin',
    words(`ContentFilterUUID Filter.Sockets.Enabled Filter.Packets.Enabled Filter.URLs.Enabled
      Filter.URLs.Parameters.FailClosed`),
  ],
  [
    'com.apple.relay.managed',
    words('MatchDomains MatchFQDNs ExcludedDomains ExcludedFQDNs RelayUUID UIToggleEnabled AllowDNSFailover'),
  ],
  ['com.apple.networkusagerules', words('ApplicationRules SIMRules')],
  ['com.apple.cellular', words('AttachAPN APNs[].ProxyServer APNs[].ProxyPort APNs[].EnableXLAT464')],
  ['com.apple.apn.managed', ['PayloadContent']],
  ['com.apple.cellularprivatenetwork.managed', ['CellularDataPreferred']],
  [
    'com.apple.wifi.managed',
    words(`QoSMarkingPolicy.QoSMarkingEnabled QoSMarkingPolicy.QoSMarkingAppleAudioVideoCalls
      QoSMarkingPolicy.QoSMarkingAllowListAppIdentifiers CaptiveBypass EnableIPv6 AutoJoin ProxyType`),
  ],
  [
    'com.apple.notificationsettings',
    words(
      'BundleIdentifier NotificationsEnabled AlertType SoundsEnabled ShowInLockScreen CriticalAlertEnabled',
    ).map((key) => `NotificationSettings[].${key}`),
  ],
  [
    'com.apple.TCC.configuration-profile-policy',
    ['Camera', 'Microphone', 'ScreenCapture'].flatMap((service) =>
      words('Identifier IdentifierType CodeRequirement Allowed Authorization').map(
        (key) => `Services.${service}[].${key}`,
      ),
    ),
  ],
  ['com.apple.familycontrols.timelimits.v2', words('familyControlsEnabled time-limits')],
  ['com.apple.familycontrols.contentfilter', ['restrictWeb']],
  ['com.apple.SetupAssistant.managed', ['SkipSetupItems']],
  [
    'com.apple.systempreferences',
    words('DisabledSystemSettings DisabledPreferencePanes HiddenPreferencePanes EnabledPreferencePanes'),
  ],
  ['com.apple.preference.security', ['dontAllowFireWallUI']],
  ['com.apple.ManagedClient.preferences', ['PayloadContent']],
  ['com.apple.MCX', words('timeServer timeZone')],
  ['com.apple.configuration.softwareupdate.settings', ['Beta.ProgramEnrollment']],
];

describe('the catalogue, held against the list of what bears on a call', () => {
  it.each(wanted)('knows %s with every key that matters', (type, keys) => {
    expect(findPayload(type)).toBeDefined();
    expect(keys.filter((key) => findKey(type, key) === undefined)).toEqual([]);
  });

  it.each([
    ['com.apple.wifi.managed', 'Password'],
    ['com.apple.wifi.managed', 'EAPClientConfiguration.UserPassword'],
    ['com.apple.vpn.managed', 'IKEv2.SharedSecret'],
    ['com.apple.vpn.managed', 'VPN.AuthPassword'],
    ['com.apple.vpn.managed', 'IPSec.SharedSecret'],
    ['com.apple.vpn.managed', 'IPSec.XAuthPassword'],
    ['com.apple.vpn.managed', 'PPP.AuthPassword'],
    ['com.apple.vpn.managed', 'AlwaysOn.TunnelConfigurations[].SharedSecret'],
    ['com.apple.proxy.http.global', 'ProxyPassword'],
    ['com.apple.SystemConfiguration', 'Proxies.HTTPProxyPassword'],
    ['com.apple.webcontent-filter', 'Password'],
    ['com.apple.webcontent-filter', 'URLFilterParameters.PIRAuthenticationToken'],
    ['com.apple.relay.managed', 'Relays[].AdditionalHTTPHeaderFields'],
    ['com.apple.cellular', 'APNs[].Password'],
    ['com.apple.cellular', 'AttachAPN.Password'],
    ['com.apple.apn.managed', 'PayloadContent[].DefaultsData.apns[].password'],
  ])('counts %s %s as a secret by its own mark', (type, key) => {
    expect([findKey(type, key)?.sensitive, isSensitive(type, key)]).toEqual([true, true]);
  });

  it('tells what the new keys demand and start from', () => {
    const critical = findKey('com.apple.notificationsettings', 'NotificationSettings[].CriticalAlertEnabled');
    expect([critical?.defaultValue, critical?.platforms.iOS?.introduced]).toEqual([false, '12.0']);
    const authorization = findKey(
      'com.apple.TCC.configuration-profile-policy',
      'Services.Camera[].Authorization',
    );
    expect(authorization?.platforms.macOS).toEqual({
      introduced: '11.0',
      userChannel: false,
      manualInstall: false,
      userEnrolment: 'forbidden',
      needsUserApprovedMdm: true,
    });
    const managed = findKey('com.apple.configuration.app.settings', 'Allowed.AlwaysAllowManagedApps');
    expect([managed?.combine, Object.keys(managed?.platforms ?? {})]).toEqual(['or', ['macOS']]);
    const closed = findKey('com.apple.webcontent-filter', 'URLFilterParameters.URLFilterFailClosed');
    expect(closed?.platforms.visionOS).toBeUndefined();
  });
});
