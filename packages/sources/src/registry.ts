import { configuratorSource } from './configurator/source.js';
import { statusValuesSource } from './ddm-status/values-source.js';
import { declarationStatusSource } from './ddm-status/server-source.js';
import { declarationSource } from './declaration/source.js';
import { networkQualitySource } from './network-quality/source.js';
import { serviceStatusSource } from './service-status/source.js';
import { ddmStatusSource } from './ddm-status/source.js';
import { profilesToolSource } from './profiles-tool/source.js';
import { systemProfilerSource } from './system-profiler/source.js';
import { intuneConfigurationsSource } from './intune/configurations-source.js';
import { intunePolicyReportSource } from './intune/policy-report-source.js';
import { intuneStatesSource } from './intune/states-source.js';
import { intuneDevicesSource } from './intune/devices-source.js';
import { zentralSource } from './zentral/source.js';
import { workspaceOneProfilesSource } from './workspace-one/profiles-source.js';
import { workspaceOneSource } from './workspace-one/source.js';
import { simpleMdmSource } from './simplemdm/source.js';
import { mosyleSource } from './mosyle/source.js';
import { merakiProfilesSource } from './meraki/profiles-source.js';
import { merakiSource } from './meraki/source.js';
import { kandjiSource } from './kandji/source.js';
import { fleetSource } from './fleet/source.js';
import { appleBusinessSource } from './apple-business/source.js';
import { inventoryCsvSource } from './inventory-csv/source.js';
import { restrictedSoftwareSource } from './jamf/restricted-software-source.js';
import { appBlockingSource } from './kandji/app-blocking-source.js';
import { jamfApiSource } from './jamf/api-source.js';
import { jamfClassicSource } from './jamf/classic-source.js';
import { jamfSchoolSource } from './jamf-school/source.js';
import { jamfSchoolProfilesSource } from './jamf-school/profiles-source.js';
import { jamfCsvSource } from './jamf/csv-source.js';
import { mdmSource } from './mdm/source.js';
import { placementCsvSource } from './placement-csv/source.js';
import { profileSource } from './profile/source.js';
import type { Source } from './source.js';

/** Every export format, the more particular first: the first that knows an input reads it. */
export const sources: readonly Source[] = [
  mdmSource,
  ddmStatusSource,
  declarationStatusSource,
  statusValuesSource,
  declarationSource,
  serviceStatusSource,
  networkQualitySource,
  configuratorSource,
  profilesToolSource,
  systemProfilerSource,
  profileSource,
  restrictedSoftwareSource,
  jamfApiSource,
  jamfClassicSource,
  jamfCsvSource,
  jamfSchoolSource,
  jamfSchoolProfilesSource,
  intuneDevicesSource,
  intuneStatesSource,
  intunePolicyReportSource,
  intuneConfigurationsSource,
  appleBusinessSource,
  fleetSource,
  kandjiSource,
  appBlockingSource,
  merakiSource,
  merakiProfilesSource,
  mosyleSource,
  simpleMdmSource,
  workspaceOneSource,
  workspaceOneProfilesSource,
  zentralSource,
  placementCsvSource,
  inventoryCsvSource,
];
