import type { Recipe } from '../recipe.js';

export const mosyle: Recipe = {
  id: 'mosyle',
  title: 'Mosyle Manager and Mosyle Business',
  sources: ['mosyle', 'configuration-profile'],
  access: {
    rights: ['an access token for the API method that lists devices, and no other'],
    how: 'Organization > API Integration: add a token and allow only listing devices. If your account also asks for a bearer token of a user, give that user viewing rights only.',
  },
  environment: [{ name: 'MOSYLE_TOKEN', meaning: 'the access token' }],
  steps: [
    {
      title: 'Devices (Mosyle Manager)',
      run: [
        'for os in ios mac; do page=1',
        `  while curl -fsS https://managerapi.mosyle.com/v2/listdevices -H 'Content-Type: application/json' \\`,
        '      -d "{\\"accessToken\\": \\"$MOSYLE_TOKEN\\", \\"options\\": {\\"os\\": \\"$os\\", \\"page\\": $page}}" \\',
        '      -o "mosyle-$os-$page.json" &&',
        `    [ "$(jq '.response.devices | length' "mosyle-$os-$page.json")" -gt 0 ]; do page=$((page + 1)); done`,
        'done',
      ],
      file: 'mosyle-*.json',
      decides: 'which devices there are, supervision, OS, build, enrolment, storage, roaming',
    },
    {
      title: 'What the profiles set',
      click: ['Management > the profile', 'Export or download the profile, for every one that is assigned'],
      file: '*.mobileconfig',
      decides: 'every key that can stop FaceTime',
    },
  ],
  gaps: [
    'The API names no installed profiles, no SIM country and no part number (ringcheck recipe mdm, ringcheck recipe apple-business).',
  ],
};
