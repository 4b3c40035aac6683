import type { Recipe } from '../recipe.js';

export const zentral: Recipe = {
  id: 'zentral',
  title: 'Zentral',
  sources: ['zentral', 'mdm-reply'],
  access: {
    rights: ['inventory: view machine snapshots'],
    how: 'Roles: a group with this permission alone; a service account in it.',
  },
  environment: [],
  steps: [
    {
      title: 'Machine snapshots',
      click: ['Inventory > Machines', 'Export, the machine snapshots (a zip of .jsonl files)'],
      file: 'machine_snapshots-*.zip',
      decides: 'which devices there are, by serial number, OS and build',
    },
    {
      title: 'What the profiles set',
      click: ['MDM > Artifacts > the profile', 'Download, for every profile that is in use'],
      file: '*.mobileconfig',
      decides: 'every key that can stop FaceTime',
    },
  ],
  gaps: [
    'Snapshots have no UDID, no supervision and no list of profiles: add ProfileList and DeviceInformation (ringcheck recipe mdm) or profiles show (ringcheck recipe mac).',
  ],
};
