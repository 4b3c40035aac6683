import { dataOf, realOf, type Plain } from '../values.js';
import type { FleetDevice } from './devices.js';
import { hex } from './dice.js';
import type { Fragments } from './fragments.js';

type Dict = { readonly [key: string]: Plain };

/**
 * Everything a server asks with `DeviceInformation`, as devices answer it: most of it says nothing of FaceTime, and a
 * reader has to get past it all the same.
 */
export function information(device: FleetDevice, fragments: Fragments): Dict {
  const { model, region, index } = device;
  const wifi = mac(index * 3);
  return {
    UDID: device.udid,
    SerialNumber: device.serial,
    DeviceName: device.name,
    ModelName: model.name,
    Model: `${model.part}${region.suffix.slice(0, -2)}`,
    ModelNumber: `${model.part}${region.suffix}`,
    ProductName: model.product,
    OSVersion: device.osVersion,
    BuildVersion: device.build,
    SupplementalBuildVersion: device.build,
    IsSupervised: device.supervised,
    IsActivationLockEnabled: false,
    IsDeviceLocatorServiceEnabled: false,
    IsCloudBackupEnabled: false,
    AwaitingConfiguration: false,
    MDMOptions: { ActivationLockAllowedWhileSupervised: false },
    OrganizationInfo: { OrganizationName: 'Example Organisation', OrganizationEmail: 'it@example.org' },
    iTunesStoreAccountIsActive: true,
    TimeZone: region.timeZone,
    DeviceCapacity: realOf(model.capacityGB),
    AvailableDeviceCapacity: realOf(device.storageFreeGB),
    PushToken: dataOf(Buffer.from(`${device.udid}${wifi}`).toString('base64')),
    SoftwareUpdateDeviceID: `${model.product}AP`,
    DiagnosticSubmissionEnabled: false,
    AppAnalyticsEnabled: false,
    WiFiMAC: wifi,
    BluetoothMAC: mac(index * 3 + 1),
    ...(model.platform === 'iPadOS' ? { IsMultiUser: false } : {}),
    ...(model.platform === 'macOS' ? computer(device, fragments) : mobile(device, fragments)),
  };
}

/** Six bytes of the locally administered kind: no maker's number. */
function mac(number: number): string {
  return `02${hex(number, 10)}`.match(/../g)?.join(':') ?? '';
}

function computer({ model, name, index }: FleetDevice, fragments: Fragments): Dict {
  const host = name.replace(/[^A-Za-z0-9]+/g, '-');
  return {
    IsAppleSilicon: model.product.startsWith('Mac1'),
    HostName: `${host}.example.org`,
    LocalHostName: host,
    EthernetMAC: mac(index * 3 + 2),
    HasBattery: true,
    SystemIntegrityProtectionEnabled: true,
    SupportsiOSAppInstalls: true,
    SupportsLOMDevice: false,
    PINRequiredForDeviceLock: false,
    PINRequiredForEraseDevice: false,
    ActiveManagedUsers: [],
    AutoSetupAdminAccounts: [],
    XsanConfiguration: { role: 'unconfigured' },
    OSUpdateSettings: fragments.mark('updates', () => updates),
  };
}

function mobile(device: FleetDevice, fragments: Fragments): Dict {
  const { model, index } = device;
  if (model.platform === 'tvOS') return {};
  return {
    IsMDMLostModeEnabled: false,
    IsDoNotDisturbInEffect: false,
    IsNetworkTethered: false,
    BatteryLevel: realOf(((index % 20) + 1) / 20),
    EASDeviceIdentifier: hex(index * 7919, 26),
    AccessibilitySettings: fragments.mark('accessibility', () => accessibility),
    DataRoamingEnabled: false,
    CellularTechnology: model.cellular ? 3 : 0,
    ...(model.cellular ? cellular(device) : {}),
  };
}

function cellular({ region, index }: FleetDevice): Dict {
  return {
    ModemFirmwareVersion: '1.00.00',
    ServiceSubscriptions: [
      {
        Slot: 'CTSubscriptionSlotOne',
        Label: 'Primary',
        LabelID: `0A5EED00-0000-4000-8000-${hex(index, 12)}`,
        IsDataPreferred: true,
        IsVoicePreferred: true,
        ICCID: `8999${String(index).padStart(15, '0')}`,
        CarrierSettingsVersion: '64.0',
        CurrentMCC: region.mcc,
        CurrentMNC: region.mnc,
        CurrentCarrierNetwork: 'Example Mobile',
        SubscriberCarrierNetwork: 'Example Mobile',
        IsRoaming: false,
      },
    ],
  };
}

const updates: Dict = {
  AutoCheckEnabled: true,
  AutomaticAppInstallationEnabled: false,
  AutomaticOSInstallationEnabled: false,
  AutomaticSecurityUpdatesEnabled: true,
  BackgroundDownloadEnabled: true,
  CatalogURL: 'https://swscan.apple.com/content/catalogs/others/index.sucatalog.gz',
  IsDefaultCatalog: true,
  PerformPeriodicCheck: true,
  PreviousScanResult: 0,
};

const accessibility: Dict = {
  BoldTextEnabled: false,
  GrayscaleEnabled: false,
  IncreaseContrastEnabled: false,
  ReduceMotionEnabled: false,
  ReduceTransparencyEnabled: false,
  TextSize: 4,
  TouchAccommodationsEnabled: false,
  VoiceOverEnabled: false,
  ZoomEnabled: false,
};

/** What devices answer to `SecurityInfo`. */
export function security({ model }: FleetDevice, fragments: Fragments): Plain {
  return model.platform === 'macOS'
    ? fragments.mark('computer', () => ({ ...usualSecurity, ...computerSecurity }))
    : fragments.mark('mobile', () => ({ ...usualSecurity, ...mobileSecurity }));
}

const usualSecurity: Dict = {
  ManagementStatus: { IsUserEnrollment: false, UserApprovedEnrollment: true, EnrolledViaDEP: false },
  PasscodePresent: true,
};

const mobileSecurity: Dict = {
  HardwareEncryptionCaps: 3,
  PasscodeCompliant: true,
  PasscodeCompliantWithProfiles: true,
  PasscodeLockGracePeriod: 0,
  PasscodeLockGracePeriodEnforced: 0,
};

const computerSecurity: Dict = {
  AuthenticatedRootVolumeEnabled: true,
  BootstrapTokenAllowedForAuthentication: 'allowed',
  FDE_Enabled: true,
  FDE_HasInstitutionalRecoveryKey: false,
  FDE_HasPersonalRecoveryKey: true,
  FirewallSettings: {
    FirewallEnabled: false,
    BlockAllIncoming: false,
    StealthMode: false,
    LoggingEnabled: true,
    Applications: [],
  },
  FirmwarePasswordStatus: { PasswordExists: false, ChangePending: false, AllowOroms: true },
  IsRecoveryLockEnabled: false,
  RemoteDesktopEnabled: false,
  SecureBoot: {
    SecureBootLevel: 'full',
    ExternalBootLevel: 'disallowed',
    WindowsBootLevel: 'off',
  },
  SystemIntegrityProtectionEnabled: true,
};
