import type { Recipe } from '../recipe.js';

const auth = 'curl -fsS -u "$SIMPLEMDM_KEY:"';
const api = 'https://a.simplemdm.com/api/v1';

export const simplemdm: Recipe = {
  id: 'simplemdm',
  title: 'SimpleMDM',
  sources: ['simplemdm', 'configuration-profile'],
  access: {
    rights: ['Devices: read', 'Profiles: read', 'Custom configuration profiles: read'],
    how: 'Settings > API > Add API Key: read for these, none for all others.',
  },
  environment: [{ name: 'SIMPLEMDM_KEY', meaning: 'the API key' }],
  steps: [
    {
      title: 'Devices, with SIM lines and part numbers',
      run: [
        'after=0; n=0',
        `while ${auth} "${api}/devices?limit=100&starting_after=$after" -o "simplemdm-devices-$n.json" &&`,
        `  [ "$(jq .has_more "simplemdm-devices-$n.json")" = true ]; do`,
        `  after=$(jq '.data[-1].id' "simplemdm-devices-$n.json"); n=$((n + 1))`,
        'done',
      ],
      file: 'simplemdm-devices-*.json',
      decides: 'which devices there are, supervision, OS, region, roaming, storage, firewall of Macs',
    },
    {
      title: 'What the profiles set',
      run: [
        `for id in $(${auth} "${api}/custom_configuration_profiles?limit=100" | jq '.data[].id'); do`,
        `  ${auth} -L "${api}/custom_configuration_profiles/$id/download" -o "simplemdm-$id.mobileconfig"`,
        'done',
      ],
      file: 'simplemdm-*.mobileconfig',
      decides: 'every key that can stop FaceTime; {{variables}} count as unknown values',
    },
  ],
  gaps: [
    'The API lists profiles assigned directly to a device and leaves out those of its group, so it cannot say which are installed (ringcheck recipe mdm, ringcheck recipe mac).',
  ],
};
