import type { Recipe } from '../recipe.js';

const page = (path: string, file: string): readonly string[] => [
  'page=0',
  `while curl -fsS -H "Authorization: Bearer $JAMF_TOKEN" -H 'Accept: application/json' \\`,
  `    "$JAMF_URL${path}&page=$page&page-size=200" -o "${file}-$page.json" &&`,
  `  [ "$(jq '.results | length' "${file}-$page.json")" -gt 0 ]; do page=$((page + 1)); done`,
];

const profiles = (list: string, key: string, file: string): readonly string[] => [
  `for id in $(curl -fsS -H "Authorization: Bearer $JAMF_TOKEN" -H 'Accept: application/json' \\`,
  `    "$JAMF_URL/JSSResource/${list}" | jq '.${key}[].id'); do`,
  `  curl -fsS -H "Authorization: Bearer $JAMF_TOKEN" -H 'Accept: application/xml' \\`,
  `    "$JAMF_URL/JSSResource/${list}/id/$id" -o "${file}-$id.xml"`,
  'done',
];

export const jamf: Recipe = {
  id: 'jamf',
  title: 'Jamf Pro',
  sources: ['jamf-pro-api', 'jamf-classic', 'jamf-csv', 'jamf-restricted-software'],
  access: {
    rights: [
      'Read Computers',
      'Read Mobile Devices',
      'Read macOS Configuration Profiles',
      'Read Restricted Software',
      'Read iOS Configuration Profiles (in newer versions: Read Mobile Device Configuration Profiles)',
    ],
    how: 'Settings > System > API roles and clients: a role with these privileges and no others, a client with this role. The token below lives for minutes.',
  },
  environment: [
    { name: 'JAMF_URL', meaning: 'https://example.jamfcloud.com, without a stroke at the end' },
    { name: 'JAMF_CLIENT_ID', meaning: 'id of the API client' },
    { name: 'JAMF_CLIENT_SECRET', meaning: 'its secret' },
  ],
  steps: [
    {
      title: 'A token for the commands below',
      run: [
        'JAMF_TOKEN=$(curl -fsS "$JAMF_URL/api/v1/oauth/token" --data-urlencode "client_id=$JAMF_CLIENT_ID" \\',
        '  --data-urlencode "client_secret=$JAMF_CLIENT_SECRET" -d grant_type=client_credentials | jq -r .access_token)',
      ],
      file: '(none)',
      decides: 'nothing by itself',
    },
    {
      title: 'iPhones and iPads, with their profiles, apps and SIM lines',
      run: page(
        '/api/v2/mobile-devices/detail?section=GENERAL&section=HARDWARE&section=NETWORK&section=SERVICE_SUBSCRIPTIONS&section=SECURITY&section=PROFILES&section=USER_PROFILES&section=APPLICATIONS&section=GROUPS',
        'jamf-mobile',
      ),
      file: 'jamf-mobile-*.json',
      decides:
        'which devices there are, supervision, OS, region, time zone, roaming, storage, which profiles are installed',
    },
    {
      title: 'Macs, with their profiles and apps',
      run: page(
        '/api/v3/computers-inventory?section=GENERAL&section=HARDWARE&section=OPERATING_SYSTEM&section=STORAGE&section=SECURITY&section=CONFIGURATION_PROFILES&section=APPLICATIONS&section=GROUP_MEMBERSHIPS',
        'jamf-computers',
      ),
      file: 'jamf-computers-*.json',
      decides: 'the same for Macs, and whether their firewall is on',
    },
    {
      title: 'What the profiles for iPhones and iPads set',
      run: profiles('mobiledeviceconfigurationprofiles', 'configuration_profiles', 'jamf-profile-mobile'),
      file: 'jamf-profile-mobile-*.xml',
      decides: 'every key that can stop FaceTime; without it devices are unknown',
    },
    {
      title: 'What the profiles for Macs set',
      run: profiles('osxconfigurationprofiles', 'os_x_configuration_profiles', 'jamf-profile-macos'),
      file: 'jamf-profile-macos-*.xml',
      decides: 'the same for Macs',
    },
    {
      title: 'Which applications Jamf ends on Macs (Restricted Software)',
      run: profiles('restrictedsoftware', 'restricted_software', 'jamf-restricted'),
      file: 'jamf-restricted-*.xml',
      decides: 'whether Jamf itself ends FaceTime on a Mac, and on which ones; no profile shows it',
    },
    {
      title: 'Without the API: a table of devices',
      click: [
        'Devices (or Computers) > Search Inventory > Search',
        'Export > CSV, with Serial Number, UDID, Model Number, OS Version, OS Build, Supervised, Last Inventory Update, Time Zone, Current Mobile Country Code, Profile Name',
      ],
      file: 'jamf-export.csv',
      decides: 'devices, facts and names of profiles; what the profiles set still comes from the steps above',
    },
  ],
  gaps: [
    'Jamf gives part numbers without their ending and none for Macs; Apple Business or School Manager gives them whole (ringcheck recipe apple-business).',
    'The device’s own word on restrictions is not in the API (ringcheck recipe mdm).',
  ],
};
