import type { Recipe } from '../recipe.js';

const auth = `curl -fsS -H "Authorization: Bearer $KANDJI_TOKEN"`;
const prism = (category: string): readonly string[] => [
  "cursor=''; n=0",
  `while ${auth} "$KANDJI_URL/api/v1/prism/${category}?limit=300&cursor=$cursor" -o "kandji-${category}-$n.json" &&`,
  `  cursor=$(jq -r '.cursor // empty' "kandji-${category}-$n.json") && [ -n "$cursor" ]; do n=$((n + 1)); done`,
];

export const kandji: Recipe = {
  id: 'kandji',
  title: 'Kandji (Iru)',
  sources: ['kandji', 'configuration-profile', 'kandji-app-blocking'],
  access: {
    rights: ['Devices: Device list, Device details', 'Prism: read'],
    how: 'Settings > Access > API token: tick these and nothing else.',
  },
  environment: [
    { name: 'KANDJI_URL', meaning: 'https://example.api.kandji.io' },
    { name: 'KANDJI_TOKEN', meaning: 'the API token' },
  ],
  steps: [
    {
      title: 'Details of every device, with its profiles',
      run: [
        'offset=0',
        `while ids=$(${auth} "$KANDJI_URL/api/v1/devices?limit=300&offset=$offset" | jq -r '.[].device_id') && [ -n "$ids" ]; do`,
        `  for id in $ids; do ${auth} "$KANDJI_URL/api/v1/devices/$id/details" -o "kandji-$id.json"; done`,
        '  offset=$((offset + 300))',
        'done',
      ],
      file: 'kandji-*.json',
      decides: 'which devices there are, supervision, OS, storage, which profiles are installed',
    },
    {
      title: 'Builds and kinds of devices (Prism)',
      run: prism('device_information'),
      file: 'kandji-device_information-*.json',
      decides: 'builds, models, Shared iPad',
    },
    {
      title: 'What the profiles set',
      click: ['Library > the item (Custom Profile)', 'Download the profile, for every one that is assigned'],
      file: '*.mobileconfig',
      decides:
        'every key that can stop FaceTime; what Kandji builds itself shows on a Mac (ringcheck recipe mac)',
    },
    {
      title: 'Which applications Kandji ends on Macs (App Blocking)',
      click: [
        'Library > the item (App Blocking): note its blueprints and each identifier with its kind and match type',
        'Kandji exports no such item: write it as {"type":"App Blocking","name":"…","identifiers":[{"type":"process","match_type":"exact","value":"FaceTime"}],"blueprints":["…"]}, with type process, path, bundle_id or developer_id and match_type exact, contains or regex',
      ],
      file: 'kandji-app-blocking.json',
      decides: 'whether Kandji itself ends FaceTime on a Mac; no profile shows it',
    },
  ],
  gaps: [
    'Apple’s own apps are not listed on iPhone and iPad, so a missing FaceTime proves nothing.',
    'Part numbers are not in Kandji (ringcheck recipe apple-business).',
  ],
};
