import { sourceContract } from '../contract/source-contract.js';
import { plainValue } from '../contract/values.js';
import { appleBusinessSource } from './source.js';

const ref = { path: 'export.json', sha256: 'a'.repeat(64) };

const device = {
  type: 'orgDevices',
  id: 'XFAK3SERAA',
  attributes: {
    serialNumber: 'XFAK3SERAA',
    deviceModel: 'iPhone 15',
    productFamily: 'iPhone',
    productType: 'iPhone15,4',
    partNumber: 'MZ995AA/A',
    status: 'ASSIGNED',
  },
};

sourceContract(appleBusinessSource, {
  own: { 'a page': { value: plainValue({ data: [device] }) } },
  foreign: {
    'a Jamf page': { value: plainValue({ totalCount: 0, results: [] }) },
    'a list of names': { value: plainValue([{ id: 1, name: 'Wi-Fi' }]) },
    'nothing at all': {},
  },
  withSecret: {
    value: plainValue({
      data: [{ ...device, links: { self: 'https://x.example/?token=PLANTED-SECRET-4711' } }],
    }),
  },
  withUnknown: {
    value: plainValue({ data: [{ ...device, attributes: { ...device.attributes, brandNew: 1 } }] }),
  },
});

function factsOf(plain: unknown): Record<string, unknown> {
  const claims = Object.entries(
    appleBusinessSource.read({ ref, value: plainValue(plain) }).devices[0]?.claims ?? {},
  );
  return Object.fromEntries(claims.map(([name, claim]) => [name, claim.value]));
}

it('gives the regional part number and creates no device', () => {
  expect(factsOf({ data: [device] })).toEqual({
    modelName: 'iPhone 15',
    productName: 'iPhone15,4',
    partNumber: 'MZ995AA/A',
    platform: 'iOS',
  });
  const [record] = appleBusinessSource.read({ ref, value: plainValue({ data: [device] }) }).devices;
  expect(record).toMatchObject({ identity: { serial: 'XFAK3SERAA' }, creates: false });
});
