import type { Recipe } from '../recipe.js';

export const mdm: Recipe = {
  id: 'mdm',
  title: 'Any MDM server: the device’s own answers',
  sources: [
    'mdm-reply',
    'ddm-status',
    'kmfddm-declaration-status',
    'kmfddm-status-values',
    'declaration',
    'configuration-profile',
    'inventory-csv',
  ],
  access: {
    rights: [
      'sending the query commands ProfileList, Restrictions, DeviceInformation and SecurityInfo; none of them changes a device',
    ],
    how: 'Most consoles send these by "Update inventory" or "Send command"; with NanoMDM and MicroMDM the key of the API sends them.',
  },
  environment: [
    { name: 'NANOMDM_URL', meaning: 'https://mdm.example.org' },
    { name: 'NANOMDM_KEY', meaning: 'key of the API' },
    { name: 'KMFDDM_URL', meaning: 'address of KMFDDM, where it is in use' },
    { name: 'KMFDDM_KEY', meaning: 'key of its API' },
  ],
  steps: [
    {
      title: 'Ask the devices (NanoMDM)',
      run: [
        'for id in $(cat enrollment-ids.txt); do',
        '  for command in ProfileList Restrictions DeviceInformation SecurityInfo; do',
        '    cmdr.py $command | curl -fsS -u "nanomdm:$NANOMDM_KEY" -T - "$NANOMDM_URL/v1/enqueue/$id"',
        '  done',
        'done',
      ],
      file: '(none)',
      decides: 'nothing by itself; the answers come by the webhook',
    },
    {
      title: 'The answers',
      click: [
        'point the webhook of the server to a program that appends each event to a file, one JSON object a line',
        'or: save each answer (a property list) as a file, with its envelope (UDID, Status)',
      ],
      file: 'webhook.jsonl, or *.plist',
      decides:
        'the surest of all: which profiles are installed, what is restricted in force, supervision, lines, region, Lost Mode',
    },
    {
      title: 'Declarations (KMFDDM)',
      run: [
        'for id in $(cat enrollment-ids.txt); do',
        '  curl -fsS -u "kmfddm:$KMFDDM_KEY" "$KMFDDM_URL/v1/declaration-status/$id" -o "ddm-declarations-$id.json"',
        '  curl -fsS -u "kmfddm:$KMFDDM_KEY" "$KMFDDM_URL/v1/status-values/$id" -o "ddm-values-$id.json"',
        '  curl -fsS -u "kmfddm:$KMFDDM_KEY" "$KMFDDM_URL/v1/status-report?id=$id" -o "ddm-status-$id.json"',
        'done',
        'for name in $(curl -fsS -u "kmfddm:$KMFDDM_KEY" "$KMFDDM_URL/v1/declarations" | jq -r \'.[]\'); do',
        '  curl -fsS -u "kmfddm:$KMFDDM_KEY" "$KMFDDM_URL/v1/declarations/$name" -o "declaration-$name.json"',
        'done',
      ],
      file: 'ddm-*.json, declaration-*.json',
      decides: 'which declarations are active and valid on each device, and what they set',
    },
    {
      title: 'The profiles themselves',
      click: ['the folder or repository that the server delivers them from'],
      file: '*.mobileconfig (signed ones as they are)',
      decides: 'every key that can stop FaceTime',
    },
    {
      title: 'A table from any other console',
      click: [
        'export the list of devices as CSV; headings in nine languages are known',
        'state others in a mapping file: ringcheck schema mapping',
      ],
      file: 'devices.csv, mapping.yaml',
      decides: 'which devices there are, and every fact that has a column',
    },
  ],
  gaps: ['A Mac answers Restrictions with nothing; use profiles show (ringcheck recipe mac).'],
};
