import { sourceContract } from '../contract/source-contract.js';
import { plainValue } from '../contract/values.js';
import { merakiSource } from './source.js';

const ref = { path: 'export.json', sha256: 'a'.repeat(64) };

const device = {
  id: '1284392014819',
  name: 'Kiosk',
  tags: ['lobby'],
  ssid: 'Example-Corp',
  wifiMac: '02:00:5e:10:00:01',
  osName: 'iOS 17.6.1',
  osBuild: '21G93',
  systemModel: 'iPad',
  uuid: '00008999-000A1B2C3D4E5F67',
  serialNumber: 'XFAK3SER6A',
  isSupervised: true,
};

sourceContract(merakiSource, {
  own: { 'the bare list': { value: plainValue([device]) } },
  foreign: {
    'a Jamf page': { value: plainValue({ totalCount: 0, results: [] }) },
    'a list of names': { value: plainValue([{ id: 1, name: 'Wi-Fi' }]) },
    'nothing at all': {},
  },
  withSecret: { value: plainValue([{ ...device, pinCode: 'PLANTED-SECRET-4711' }]) },
  withUnknown: { value: plainValue([{ ...device, brandNew: 1 }]) },
});

function factsOf(plain: unknown): Record<string, unknown> {
  const claims = Object.entries(
    merakiSource.read({ ref, value: plainValue(plain) }).devices[0]?.claims ?? {},
  );
  return Object.fromEntries(claims.map(([name, claim]) => [name, claim.value]));
}

it('gives the facts of a device of Meraki', () => {
  expect(factsOf([device])).toEqual({
    name: 'Kiosk',
    modelName: 'iPad',
    platform: 'iPadOS',
    osVersion: '17.6.1',
    build: '21G93',
    isSupervised: true,
    ssid: 'Example-Corp',
    tags: ['lobby'],
  });
});

it('says nothing of supervision when that was not exported', () => {
  expect(factsOf([{ ...device, isSupervised: undefined }])['isSupervised']).toBeUndefined();
});
