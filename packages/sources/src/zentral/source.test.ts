import { sourceContract } from '../contract/source-contract.js';
import { plainValue } from '../contract/values.js';
import { zentralSource } from './source.js';

const ref = { path: 'export.json', sha256: 'a'.repeat(64) };

const snapshot = {
  serial_number: 'XFAK3SER9B',
  platform: 'MACOS',
  last_seen: '2026-11-01T00:00:00',
  source: { module: 'zentral.contrib.mdm', name: 'MDM' },
  os_version: { name: 'macOS', major: 26, minor: 1, patch: 0, build: '25B78' },
  system_info: { computer_name: 'Studio', hardware_model: 'Mac15,3' },
};

sourceContract(zentralSource, {
  own: { snapshots: { value: plainValue([snapshot]) } },
  foreign: {
    'a Jamf page': { value: plainValue({ totalCount: 0, results: [] }) },
    'a list of names': { value: plainValue([{ id: 1, name: 'Wi-Fi' }]) },
    'nothing at all': {},
  },
  withSecret: { value: plainValue([{ ...snapshot, extra_facts: { token: 'PLANTED-SECRET-4711' } }]) },
  withUnknown: { value: plainValue([{ ...snapshot, brand_new: 1 }]) },
});

function factsOf(plain: unknown): Record<string, unknown> {
  const claims = Object.entries(
    zentralSource.read({ ref, value: plainValue(plain) }).devices[0]?.claims ?? {},
  );
  return Object.fromEntries(claims.map(([name, claim]) => [name, claim.value]));
}

it('gives the facts of a machine snapshot', () => {
  expect(factsOf([snapshot])).toEqual({
    name: 'Studio',
    productName: 'Mac15,3',
    platform: 'macOS',
    osVersion: '26.1.0',
    build: '25B78',
  });
});
