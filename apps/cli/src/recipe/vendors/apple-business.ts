import type { Recipe } from '../recipe.js';

export const appleBusiness: Recipe = {
  id: 'apple-business',
  title: 'Apple Business Manager and Apple School Manager',
  sources: ['apple-business-manager', 'inventory-csv'],
  access: {
    rights: ['an API account that may read devices'],
    how: 'Preferences > API > Add: role with reading rights for devices. Its private key signs the request for a token (scope business.api, for schools school.api); the token lives for an hour.',
  },
  environment: [
    {
      name: 'APPLE_API',
      meaning: 'https://api-business.apple.com, for schools https://api-school.apple.com',
    },
    { name: 'APPLE_TOKEN', meaning: 'the access token' },
  ],
  steps: [
    {
      title: 'Devices that were bought',
      run: [
        'url="$APPLE_API/v1/orgDevices?limit=1000"; n=0',
        'while [ -n "$url" ]; do',
        '  curl -fsS -H "Authorization: Bearer $APPLE_TOKEN" "$url" -o "apple-devices-$n.json"',
        `  url=$(jq -r '.links.next // empty' "apple-devices-$n.json"); n=$((n + 1))`,
        'done',
      ],
      file: 'apple-devices-*.json',
      decides:
        'the part number with the region of sale: some regions are sold without FaceTime, or with a part of it',
    },
    {
      title: 'Without the API: a table',
      click: ['Devices > select all', 'Download as CSV'],
      file: 'devices.csv',
      decides:
        'the same, where the table has serial and part numbers (else name its headings in a mapping file)',
    },
    {
      title: 'Whether Managed Apple Accounts may use FaceTime',
      click: [
        'Access Management > Apple Services (or: Managed Apple Accounts > Services)',
        'read the switch of FaceTime',
      ],
      file: 'ringcheck.yaml: accounts: { managed: { faceTime: on } }',
      decides: 'Shared iPads and all who sign in with a Managed Apple Account',
    },
  ],
  gaps: ['A device of this list alone is not judged: it only adds to devices that another file names.'],
};
