import type { Recipe } from '../recipe.js';

export const mac: Recipe = {
  id: 'mac',
  title: 'A Mac itself',
  sources: ['profiles-tool', 'system-profiler'],
  access: {
    rights: ['an administrator’s password on this Mac, or a script run by the MDM'],
    how: 'Both tools only print. Without root, profiles show leaves out profiles of the computer.',
  },
  environment: [],
  steps: [
    {
      title: 'Installed profiles with what they set',
      run: ['sudo profiles show -output stdout-xml > "profiles-$(hostname -s).plist"'],
      file: 'profiles-*.plist',
      decides: 'which profiles are installed and every key of them, whichever MDM delivered them',
    },
    {
      title: 'Hardware, system, network and firewall',
      run: [
        'sudo system_profiler -json SPHardwareDataType SPSoftwareDataType SPConfigurationProfileDataType \\',
        '  SPNetworkDataType SPAirPortDataType SPFirewallDataType SPStorageDataType > "system-$(hostname -s).json"',
      ],
      file: 'system-*.json',
      decides:
        'serial number, part number with the region of sale, OS and build, Wi-Fi network, firewall, free space',
    },
  ],
  gaps: [
    'Both files name the Mac by its serial number only when uploaded together, or when the second is there.',
  ],
};
