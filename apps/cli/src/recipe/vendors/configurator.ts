import type { Recipe } from '../recipe.js';

export const configurator: Recipe = {
  id: 'configurator',
  title: 'Apple Configurator: devices on the cable',
  sources: ['apple-configurator'],
  access: {
    rights: ['none beyond this Mac; the device must trust it'],
    how: 'Apple Configurator > Install Automation Tools puts cfgutil in place. The commands only read.',
  },
  environment: [],
  steps: [
    {
      title: 'What the attached devices say of themselves',
      run: [
        'cfgutil --format JSON --foreach get ECID UDID serialNumber name deviceType deviceClass \\',
        '  firmwareVersion buildVersion isSupervised totalDiskCapacity > configurator.json',
      ],
      file: 'configurator.json',
      decides: 'supervision, OS and build of each attached device, by its own word',
    },
  ],
  gaps: ['cfgutil names profiles and not what they set (ringcheck recipe mdm).'],
};
