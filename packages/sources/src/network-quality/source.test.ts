import { sourceContract } from '../contract/source-contract.js';
import { jsonValue, plainValue } from '../contract/values.js';
import { networkQualitySource } from './source.js';

const ref = { path: 'quality.json', sha256: 'a'.repeat(64) };

const run = (more: object = {}) => ({
  base_rtt: 24.5,
  dl_flows: 12,
  dl_throughput: 183_456_000,
  ul_throughput: 22_000_000,
  responsiveness: 640.2,
  interface_name: 'en0',
  os_version: 'Version 26.1 (Build 25B78)',
  test_endpoint: 'edge.example',
  il_h2_req_resp: [31],
  lud_self_h2_req_resp: [88.2],
  ...more,
});

sourceContract(networkQualitySource, {
  own: {
    'a run': { value: plainValue(run()) },
    'a run with the name of its device': { value: plainValue({ serialNumber: 'XFAK3SERQA', ...run() }) },
    'a run inside the words of a script': { value: plainValue({ udid: 'U-1', networkQuality: run() }) },
    'a failed run': { value: plainValue({ error_code: -1009, error_domain: 'x', test_endpoint: 'e' }) },
    'several runs': { value: plainValue([run(), run({ base_rtt: 400 })]) },
  },
  foreign: {
    'a reply': { value: plainValue({ UDID: 'u', Status: 'Idle' }) },
    'a throughput of something else': { value: plainValue({ dl_throughput: 1 }) },
  },
  withSecret: { value: plainValue(run({ token: 'PLANTED-SECRET-4711' })) },
  withUnknown: { value: plainValue(run({ brand_new: 1 })) },
});

const read = (plain: unknown) => networkQualitySource.read({ ref, value: plainValue(plain) });

describe('a measurement of networkQuality', () => {
  it('gives its figures in the units of the policy', () => {
    expect(read(run()).measurements).toMatchObject([
      {
        quality: { downMbps: 183.46, upMbps: 22, latencyMs: 24.5, responsivenessRpm: 640.2 },
        interfaceName: 'en0',
      },
    ]);
  });

  it('without a device gives the line for the policy and claims nothing', () => {
    const output = read(run());
    expect(output).toMatchObject({ kind: 'network-quality', status: 'ingested', devices: [] });
    expect(output.diagnostics).toMatchObject([
      {
        code: 'measurement-without-device',
        message: expect.stringContaining(
          'quality: { downMbps: 183.46, upMbps: 22, latencyMs: 25 }',
        ) as unknown,
      },
    ]);
  });

  it('with a device is a fact of it and creates none', () => {
    const output = read({ serial_number: 'xfak3serqb', ssid: 'Example-Corp', networkQuality: run() });
    expect(output.diagnostics).toEqual([]);
    expect(output.devices).toMatchObject([
      {
        identity: { serial: 'XFAK3SERQB' },
        creates: false,
        basis: 'device-answer',
        claims: { networkQuality: { value: { downMbps: 183.46 } }, ssid: { value: 'Example-Corp' } },
      },
    ]);
  });

  it('of both directions one after the other counts the slower answer', () => {
    const sequential = { responsiveness: undefined, dl_responsiveness: 900, ul_responsiveness: 120 };
    expect(read(run(sequential)).measurements?.[0]?.quality.responsivenessRpm).toBe(120);
  });

  it('tells whether it went over a proxy', () => {
    const of = (state: object) => read(run({ other: { proxy_state: state } })).measurements?.[0]?.usedProxy;
    expect(of({ not_proxied: 10 })).toBe(false);
    expect(of({ not_proxied: 1, proxied: 9 })).toBe(true);
    expect(read(run()).measurements?.[0]).not.toHaveProperty('usedProxy');
  });

  it('that failed is refused with its place', () => {
    const text = '{\n  "error_code": -1009, "test_endpoint": "e"\n}';
    const output = networkQualitySource.read({ ref, value: jsonValue(text) });
    expect(output).toMatchObject({ status: 'rejected', measurements: [] });
    expect(output.diagnostics).toMatchObject([
      { code: 'measurement-failed', severity: 'error', at: { line: 1, column: 1 } },
    ]);
    expect(output.diagnostics[0]?.message).toContain('-1009');
  });

  it('never takes a negative or endless figure', () => {
    const output = read(run({ base_rtt: -4, dl_throughput: '9' }));
    expect(output.measurements?.[0]?.quality).toEqual({ upMbps: 22, responsivenessRpm: 640.2 });
  });
});
