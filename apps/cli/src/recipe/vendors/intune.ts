import type { Recipe } from '../recipe.js';

const graph = 'https://graph.microsoft.com';
const paged = (url: string, file: string): readonly string[] => [
  `url='${url}'; n=0`,
  'while [ -n "$url" ] && [ "$url" != null ]; do',
  `  curl -fsS -H "Authorization: Bearer $GRAPH_TOKEN" "$url" -o "${file}-$n.json"`,
  `  url=$(jq -r '."@odata.nextLink" // empty' "${file}-$n.json"); n=$((n + 1))`,
  'done',
];

export const intune: Recipe = {
  id: 'intune',
  title: 'Microsoft Intune',
  sources: [
    'intune-devices',
    'intune-configurations',
    'intune-configuration-states',
    'intune-policy-report',
    'inventory-csv',
  ],
  access: {
    rights: ['DeviceManagementManagedDevices.Read.All', 'DeviceManagementConfiguration.Read.All'],
    how: 'Entra admin centre > App registrations > New: these two application permissions of Microsoft Graph and no others, admin consent, a client secret that expires soon.',
  },
  environment: [
    { name: 'AZURE_TENANT_ID', meaning: 'directory (tenant) ID' },
    { name: 'AZURE_CLIENT_ID', meaning: 'application (client) ID' },
    { name: 'AZURE_CLIENT_SECRET', meaning: 'client secret' },
  ],
  steps: [
    {
      title: 'A token for the commands below',
      run: [
        'GRAPH_TOKEN=$(curl -fsS "https://login.microsoftonline.com/$AZURE_TENANT_ID/oauth2/v2.0/token" \\',
        '  -d grant_type=client_credentials --data-urlencode "client_id=$AZURE_CLIENT_ID" \\',
        '  --data-urlencode "client_secret=$AZURE_CLIENT_SECRET" \\',
        "  --data-urlencode 'scope=https://graph.microsoft.com/.default' | jq -r .access_token)",
      ],
      file: '(none)',
      decides: 'nothing by itself',
    },
    {
      title: 'Devices',
      run: paged(`${graph}/beta/deviceManagement/managedDevices`, 'intune-devices'),
      file: 'intune-devices-*.json',
      decides: 'which devices there are, supervision, OS, enrolment, storage',
    },
    {
      title: 'Templates, custom profiles, VPN and Wi-Fi',
      run: [
        ...paged(`${graph}/beta/deviceManagement/deviceConfigurations`, 'intune-list'),
        "for id in $(jq -r '.value[].id' intune-list-*.json); do",
        `  curl -fsS -H "Authorization: Bearer $GRAPH_TOKEN" "${graph}/beta/deviceManagement/deviceConfigurations/$id" \\`,
        '    -o "intune-configuration-$id.json"',
        'done; rm intune-list-*.json',
      ],
      file: 'intune-configuration-*.json',
      decides:
        'what these configurations set; a custom profile holds its content only when fetched by its id',
    },
    {
      title: 'Settings catalog',
      run: paged(`${graph}/beta/deviceManagement/configurationPolicies?$expand=settings`, 'intune-catalog'),
      file: 'intune-catalog-*.json',
      decides: 'what policies of the settings catalog set',
    },
    {
      title: 'Which policies were applied to each device',
      run: [
        'for id in $(jq -r \'.value[] | select(.operatingSystem | test("iOS|iPadOS|macOS")) | .id\' intune-devices-*.json); do',
        `  curl -fsS -H "Authorization: Bearer $GRAPH_TOKEN" -H 'Content-Type: application/json' \\`,
        `    "${graph}/beta/deviceManagement/reports/getConfigurationPoliciesReportForDevice" \\`,
        '    -d "{\\"top\\": 500, \\"select\\": [\\"IntuneDeviceId\\", \\"PolicyId\\", \\"PolicyName\\", \\"PolicyStatus\\"], \\"filter\\": \\"(IntuneDeviceId eq \'$id\')\\"}" \\',
        '    -o "intune-policies-$id.json"',
        'done',
      ],
      file: 'intune-policies-*.json',
      decides: 'which configurations are on which device; the older deviceConfigurationStates are read too',
    },
    {
      title: 'Without the API: a table of devices',
      click: ['Intune admin centre > Devices > All devices', 'Export'],
      file: 'DevicesWithInventory_*.zip',
      decides: 'devices, OS, supervision; no UDID and no profiles',
    },
  ],
  gaps: [
    'Graph does not show the device’s own list of profiles: profiles installed by hand are not seen.',
    'Region of sale, SIM country and time zone are not in Intune (ringcheck recipe apple-business, ringcheck recipe mdm).',
  ],
};
