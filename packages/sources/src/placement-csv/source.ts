import { readInventory } from '../inventory-csv/source.js';
import type { Source, SourceOutput } from '../source.js';
import { recognisePlacementCsv } from './recognise.js';

/** `serial,group,network`: which group and network of the policy a device belongs to. */
export const placementCsvSource: Source = {
  id: 'placement-csv',
  recognise: recognisePlacementCsv,
  read: (input): SourceOutput => {
    const output = readInventory(input, 'placement-csv');
    // A placement is a statement of the admin about devices that other documents describe.
    return {
      ...output,
      devices: output.devices.map((device) => ({ ...device, creates: false, basis: 'stated' })),
    };
  },
};
