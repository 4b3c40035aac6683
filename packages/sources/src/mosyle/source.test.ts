import { sourceContract } from '../contract/source-contract.js';
import { plainValue } from '../contract/values.js';
import { mosyleSource } from './source.js';

const ref = { path: 'export.json', sha256: 'a'.repeat(64) };

const device = {
  deviceudid: '00008999-000A1B2C3D4E5F65',
  serial_number: 'XFAK3SER4A',
  device_name: 'Cart 2-11',
  device_model: 'iPad7,5',
  os: 'ios',
  osversion: '18.4',
  BuildVersion: '22E240',
  is_supervised: '1',
  date_last_beat: '1743500000',
  isroaming: '0',
  ManagementStatus: '{"EnrolledViaDEP":true,"IsUserEnrollment":false}',
  tags: 'grade7,loan',
};

sourceContract(mosyleSource, {
  own: {
    'a school': { value: plainValue({ status: 'OK', response: { devices: [device] } }) },
    'a business': { value: plainValue({ status: 'OK', response: [{ devices: [device] }] }) },
    'a bare list': { value: plainValue([device]) },
  },
  foreign: {
    'a Jamf page': { value: plainValue({ totalCount: 0, results: [] }) },
    'a list of names': { value: plainValue([{ id: 1, name: 'Wi-Fi' }]) },
    'nothing at all': {},
  },
  withSecret: { value: plainValue([{ ...device, activation_bypass: 'PLANTED-SECRET-4711' }]) },
  withUnknown: { value: plainValue([{ ...device, brand_new: '1' }]) },
});

function factsOf(plain: unknown): Record<string, unknown> {
  const claims = Object.entries(
    mosyleSource.read({ ref, value: plainValue(plain) }).devices[0]?.claims ?? {},
  );
  return Object.fromEntries(claims.map(([name, claim]) => [name, claim.value]));
}

describe('a device of Mosyle', () => {
  it('gives its facts, all of which are texts', () => {
    expect(factsOf({ response: { devices: [device] } })).toEqual({
      name: 'Cart 2-11',
      productName: 'iPad7,5',
      platform: 'iPadOS',
      osVersion: '18.4',
      build: '22E240',
      isSupervised: true,
      enrolment: 'automated',
      tags: ['grade7', 'loan'],
    });
  });

  it('was seen at its last beat', () => {
    const [record] = mosyleSource.read({ ref, value: plainValue([device]) }).devices;
    expect(record?.observedAt).toBe('2025-04-01T09:33:20Z');
  });

  it.each([
    ['{"IsUserEnrollment":true}', 'user'],
    ['{"IsUserEnrollment":false}', 'device'],
    ['no json', undefined],
  ])('with the management status %s is enrolled as %s', (ManagementStatus, expected) => {
    expect(factsOf([{ ...device, ManagementStatus }])['enrolment']).toBe(expected);
  });
});
