import type { Recipe } from '../recipe.js';

const auth = `curl -fsS -H "Authorization: Bearer $FLEET_TOKEN"`;

export const fleet: Recipe = {
  id: 'fleet',
  title: 'Fleet',
  sources: ['fleet', 'configuration-profile', 'declaration'],
  access: {
    rights: ['role Observer, API-only user'],
    how: 'fleetctl user create --api-only --global-role observer --name ringcheck --email ringcheck@example.org prints the token once.',
  },
  environment: [
    { name: 'FLEET_URL', meaning: 'https://fleet.example.org' },
    { name: 'FLEET_TOKEN', meaning: 'token of the API-only user' },
  ],
  steps: [
    {
      title: 'Hosts one by one, with profiles, apps and SIM lines',
      run: [
        'page=0',
        `while ids=$(${auth} "$FLEET_URL/api/v1/fleet/hosts?per_page=200&page=$page" | jq -r '.hosts[].id') && [ -n "$ids" ]; do`,
        `  for id in $ids; do ${auth} "$FLEET_URL/api/v1/fleet/hosts/$id" -o "fleet-host-$id.json"; done`,
        '  page=$((page + 1))',
        'done',
      ],
      file: 'fleet-host-*.json',
      decides:
        'which devices there are, OS, build, enrolment, storage, region, which profiles were verified on the device',
    },
    {
      title: 'What the profiles and declarations set',
      click: [
        'the GitOps repository: the files under controls > … > custom_settings',
        'or: Controls > OS settings > Configuration profiles > download each',
      ],
      file: '*.mobileconfig, *.json',
      decides: 'every key that can stop FaceTime; placeholders such as $FLEET_VAR_… count as unknown values',
    },
  ],
  gaps: [
    'Fleet does not say whether a device is supervised (ringcheck recipe mdm, DeviceInformation).',
    'Only profiles that Fleet delivered are listed.',
  ],
};
