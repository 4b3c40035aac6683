import type { Recipe } from '../recipe.js';

const auth = `curl -fsS -H "Authorization: Bearer $MERAKI_API_KEY"`;
const api = 'https://api.meraki.com/api/v1';
const fields = ['ip', 'lastConnected', 'osBuild', 'isManaged', 'isSupervised', 'iccid', 'simCarrierNetwork']
  .map((field) => `fields[]=${field}`)
  .join('&');
const each = (path: string, file: string): readonly string[] => [
  "for id in $(jq -r '.[].id' meraki-devices.json); do",
  `  ${auth} "${api}/networks/$MERAKI_NETWORK/sm/devices/$id/${path}" -o "${file}-$id.json"`,
  'done',
];

export const meraki: Recipe = {
  id: 'meraki',
  title: 'Meraki Systems Manager',
  sources: ['meraki-systems-manager', 'meraki-profiles'],
  access: {
    rights: ['an administrator with read-only access to the organisation or network'],
    how: 'Organization > Administrators > Add: read-only; then, as this administrator, My profile > API access > Generate.',
  },
  environment: [
    { name: 'MERAKI_API_KEY', meaning: 'API key of the read-only administrator' },
    { name: 'MERAKI_NETWORK', meaning: 'id of the Systems Manager network, N_…' },
  ],
  steps: [
    {
      title: 'Devices',
      run: [
        `${auth} -g "${api}/networks/$MERAKI_NETWORK/sm/devices?perPage=1000&${fields}" -o meraki-devices.json`,
      ],
      file: 'meraki-devices.json',
      decides: 'which devices there are, supervision, OS, last Wi-Fi network and address',
    },
    {
      title: 'Installed profiles',
      run: each('deviceProfiles', 'meraki-profiles'),
      file: 'meraki-profiles-*.json',
      decides: 'which profiles are on each device',
    },
    {
      title: 'What the profiles restrict',
      run: each('restrictions', 'meraki-restrictions'),
      file: 'meraki-restrictions-*.json',
      decides: 'the restrictions of each profile; VPN, filter and proxy payloads are not in it',
    },
    {
      title: 'Firewall of a network with a Meraki appliance',
      run: [
        `${auth} "${api}/networks/$MERAKI_NETWORK/appliance/firewall/l3FirewallRules" -o meraki-l3.json`,
        `${auth} "${api}/networks/$MERAKI_NETWORK/appliance/firewall/l7FirewallRules" -o meraki-l7.json`,
      ],
      file: 'meraki-l3.json, meraki-l7.json (name them under networks in ringcheck.yaml)',
      decides: 'which ports of FaceTime the network lets through',
    },
  ],
  gaps: ['More than 1,000 devices: follow the Link header of the answer and save each page.'],
};
