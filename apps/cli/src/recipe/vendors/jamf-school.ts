import type { Recipe } from '../recipe.js';

const get = (path: string, file: string): readonly string[] => [
  `curl -fsS -u "$JAMF_SCHOOL_NETWORK_ID:$JAMF_SCHOOL_API_KEY" -H 'X-Server-Protocol-Version: 3' \\`,
  `  "$JAMF_SCHOOL_URL/api${path}" -o ${file}`,
];

export const jamfSchool: Recipe = {
  id: 'jamf-school',
  title: 'Jamf School',
  sources: ['jamf-school', 'jamf-school-profiles', 'jamf-csv'],
  access: {
    rights: ['an API key with Read for devices and profiles, and nothing else ticked'],
    how: 'Organisation > Settings > API > Add API key. The network ID stands under Devices > Enroll device(s).',
  },
  environment: [
    { name: 'JAMF_SCHOOL_URL', meaning: 'https://example.jamfcloud.com' },
    { name: 'JAMF_SCHOOL_NETWORK_ID', meaning: 'network ID of the school' },
    { name: 'JAMF_SCHOOL_API_KEY', meaning: 'the API key' },
  ],
  steps: [
    {
      title: 'Devices, with apps and SIM lines',
      run: get('/devices?includeApps=true', 'jamf-school-devices.json'),
      file: 'jamf-school-devices.json',
      decides: 'which devices there are, supervision, OS, enrolment, roaming, storage, groups',
    },
    {
      title: 'Names and hours of profiles',
      run: get('/profiles', 'jamf-school-profiles.json'),
      file: 'jamf-school-profiles.json',
      decides: 'which profiles are in force at some hours only; no settings',
    },
    {
      title: 'Which profiles a device is meant to have',
      click: ['Devices > Inventory', 'Export > CSV'],
      file: 'jamf-school-devices.csv',
      decides: 'the profiles assigned to each device, by name',
    },
    {
      title: 'What the profiles set',
      click: ['Profiles > the profile', 'Download, for every profile that is assigned'],
      file: '*.mobileconfig',
      decides: 'every key that can stop FaceTime',
    },
  ],
  gaps: [
    'The API does not tell which profiles are installed: a device known by assignment alone stays unknown, with what would be expected of it.',
  ],
};
