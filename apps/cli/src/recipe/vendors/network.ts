import type { Recipe } from '../recipe.js';

export const network: Recipe = {
  id: 'network',
  title: 'Networks, their quality, and Apple’s services',
  sources: ['network-quality', 'apple-system-status', 'placement-csv'],
  access: {
    rights: ['reading the configuration of the firewall; none for the rest'],
    how: 'Most firewalls have a role that may only show. Nothing here changes one.',
  },
  environment: [],
  steps: [
    {
      title: 'Rules of a Linux firewall',
      run: [
        'sudo iptables-save > campus.rules',
        'sudo ip6tables-save > campus6.rules',
        'sudo nft -j list ruleset > campus-nft.json',
      ],
      file: 'campus.rules … (name it under networks in ringcheck.yaml)',
      decides: 'which ports of FaceTime the network lets through, and the line that stops them',
    },
    {
      title: 'Quality of a network, measured on a Mac in it',
      run: [
        "networkQuality -c | jq --arg serial \"$(ioreg -rd1 -c IOPlatformExpertDevice | awk -F'\\\"' '/IOPlatformSerialNumber/ {print $4}')\" \\",
        '  \'. + {serialNumber: $serial}\' > "quality-$(hostname -s).json"',
      ],
      file: 'quality-*.json',
      decides:
        'bandwidth and delay as this Mac has them; for a whole network state them in the policy, under quality',
    },
    {
      title: 'State of Apple’s services now',
      run: [
        'curl -fsS https://www.apple.com/support/systemstatus/data/system_status_en_US.js -o system_status_en_US.js',
      ],
      file: 'system_status_en_US.js',
      decides: 'whether an outage of FaceTime, push or sign-in explains what users report',
    },
    {
      title: 'Where devices are',
      click: ['a table with the headings serial,group,network, one device a line'],
      file: 'placement.csv',
      decides: 'which group and network of the policy a device belongs to',
    },
  ],
  gaps: ['SIP ALG, TLS inspection and DNS filters are in no export: state them in the policy.'],
};
