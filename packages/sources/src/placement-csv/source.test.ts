import { tableInput } from '../contract/inputs.js';
import { sourceContract } from '../contract/source-contract.js';
import { placementCsvSource } from './source.js';

const ref = { path: 'places.csv', sha256: 'a'.repeat(64) };
const placements = tableInput('serial,group,network', 'XFAK3SER1A,staff,campus', 'XFAK3SER1B,,campus');

sourceContract(placementCsvSource, {
  own: { placements, 'groups alone': tableInput('Serial;Group', 'XFAK3SER1A;staff') },
  foreign: {
    'an inventory': tableInput('serial,name,group', 'XFAK3SER1A,Room 12,staff'),
    'a list of serial numbers': tableInput('serial,udid', 'XFAK3SER1A,u'),
  },
  withSecret: tableInput('serial,group,password', 'XFAK3SER1A,staff,PLANTED-SECRET-4711'),
  withUnknown: tableInput('serial,group,Colour', 'XFAK3SER1A,staff,red'),
});

it('places devices and creates none', () => {
  const output = placementCsvSource.read({ ref, ...placements });
  expect(output.kind).toBe('placement-csv');
  expect(output.devices).toMatchObject([
    {
      identity: { serial: 'XFAK3SER1A' },
      creates: false,
      basis: 'stated',
      placement: { group: 'staff', network: 'campus' },
    },
    { identity: { serial: 'XFAK3SER1B' }, placement: { network: 'campus' } },
  ]);
});
