import type { Recipe } from '../recipe.js';

const auth = `curl -fsS -H "aw-tenant-code: $WS1_API_KEY" -H "Authorization: Bearer $WS1_TOKEN" -H 'Accept: application/json'`;

export const workspaceOne: Recipe = {
  id: 'workspace-one',
  title: 'Workspace ONE UEM',
  sources: ['workspace-one', 'workspace-one-profiles', 'configuration-profile'],
  access: {
    rights: ['a role with REST API > Devices > Read, and nothing else'],
    how: 'Accounts > Administrators > Roles; the API key stands under Settings > System > Advanced > API > REST API, the token comes from an OAuth client with that role.',
  },
  environment: [
    { name: 'WS1_HOST', meaning: 'host of the API, as1234.awmdm.com' },
    { name: 'WS1_API_KEY', meaning: 'REST API key' },
    { name: 'WS1_TOKEN', meaning: 'access token of the OAuth client' },
  ],
  steps: [
    {
      title: 'Devices',
      run: [
        'page=0',
        `while ${auth} "https://$WS1_HOST/API/mdm/devices/search?pagesize=500&page=$page" -o "ws1-devices-$page.json" &&`,
        `  [ "$(jq '.Devices | length' "ws1-devices-$page.json")" -gt 0 ]; do page=$((page + 1)); done`,
      ],
      file: 'ws1-devices-*.json',
      decides: 'which devices there are, supervision, OS, build, time zone, SIM country, roaming',
    },
    {
      title: 'Profiles meant for each device',
      run: [
        'jq -r \'.Devices[] | "\\(.Id.Value) \\(.Uuid)"\' ws1-devices-*.json | while read -r id uuid; do',
        `  ${auth} "https://$WS1_HOST/API/mdm/devices/$id/profiles" |`,
        `    jq --arg uuid "$uuid" '.DeviceId = {Uuid: $uuid}' > "ws1-profiles-$id.json"`,
        'done',
      ],
      file: 'ws1-profiles-*.json',
      decides:
        'the names of assigned profiles; the status numbers are not documented, so none counts as installed',
    },
    {
      title: 'What the profiles set',
      click: [
        'Resources > Profiles & Baselines > Profiles > the profile',
        'More > XML, for every payload; or upload the .mobileconfig that was imported',
      ],
      file: '*.mobileconfig',
      decides: 'every key that can stop FaceTime',
    },
  ],
  gaps: [
    'Which profiles are installed is known from the device alone (ringcheck recipe mdm, ringcheck recipe mac).',
  ],
};
