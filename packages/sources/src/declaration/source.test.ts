import { sourceContract } from '../contract/source-contract.js';
import { jsonValue, plainValue } from '../contract/values.js';
import { declarationSource } from './source.js';

const ref = { path: 'declaration.json', sha256: 'a'.repeat(64) };

const appSettings = {
  Type: 'com.apple.configuration.app.settings',
  Identifier: 'org.example.ddm.apps',
  ServerToken: 't-1',
  Payload: { Allowed: { DeniedApps: ['com.apple.facetime'] } },
};
const vpn = {
  Type: 'com.apple.configuration.network.vpn.ikev2',
  Identifier: 'org.example.ddm.vpn',
  Payload: { SharedSecret: 'PLANTED-SECRET-4711' },
};
const jamf = (payloadJson: string) => ({
  declarations: [{ uuid: '1-2', type: appSettings.Type, group: 'CONFIGURATION', payloadJson }],
});
const blueprint = {
  name: 'Updates',
  steps: [{ name: 'One', components: [{ identifier: 'com.jamf.ddm.sw-updates', configuration: {} }] }],
};

sourceContract(declarationSource, {
  own: {
    'a declaration': { value: plainValue(appSettings) },
    'a list of them': { value: plainValue([appSettings, vpn]) },
    "Jamf's list": { value: plainValue(jamf(JSON.stringify(appSettings))) },
    'a blueprint': { value: plainValue(blueprint) },
  },
  foreign: {
    'a managed device': { value: plainValue({ Type: 'iPad', Identifier: 'x', Payload: {} }) },
    'a profile': { value: plainValue({ PayloadType: 'Configuration', PayloadContent: [] }) },
    'steps of something else': { value: plainValue({ steps: [{ components: [{ identifier: 'x' }] }] }) },
  },
  withSecret: { value: plainValue(vpn) },
  withUnknown: { value: plainValue({ ...appSettings, BrandNew: 1 }) },
});

const read = (plain: unknown) => declarationSource.read({ ref, value: plainValue(plain) });

describe('a declaration', () => {
  it('becomes a profile that only an MDM server can deliver, with its settings under its type', () => {
    const output = read(appSettings);
    expect(output).toMatchObject({ kind: 'declaration', status: 'ingested', diagnostics: [] });
    expect(output.profiles).toMatchObject([
      {
        identifier: 'org.example.ddm.apps',
        authoredBy: 'mdm',
        declaration: { type: appSettings.Type, serverToken: 't-1' },
        payloads: [{ type: appSettings.Type, path: 'Payload', settings: { entries: [{ key: 'Allowed' }] } }],
      },
    ]);
  });

  it('keeps equal secrets out', () => {
    const [profile] = read(vpn).profiles;
    expect(profile?.payloads[0]?.settings.entries).toMatchObject([
      { key: 'SharedSecret', value: { type: 'secret' } },
    ]);
  });

  it('that installs a profile asks for that profile', () => {
    const legacy = {
      Type: 'com.apple.configuration.legacy.interactive',
      Identifier: 'org.example.ddm.legacy',
      Payload: { ProfileURL: 'https://mdm.example/p.mobileconfig' },
    };
    const output = read(legacy);
    expect(output.profiles).toHaveLength(1);
    expect(output.diagnostics.map(({ code }) => code)).toEqual(['declaration-refers-to-profile']);
  });

  it('that activates others sets nothing and says so', () => {
    const activation = {
      Type: 'com.apple.activation.simple',
      Identifier: 'a',
      Payload: { StandardConfigurations: ['org.example.ddm.apps'] },
    };
    const output = read([appSettings, activation]);
    expect(output).toMatchObject({ status: 'ingested', profiles: [{ identifier: 'org.example.ddm.apps' }] });
    expect(output.diagnostics).toMatchObject([{ code: 'unimplemented-declaration', path: '[1]' }]);
  });

  it('names a misspelt key with the nearest one', () => {
    const output = read({ ...vpn, Payload: { NetworkRoutng: {} } });
    expect(output.diagnostics).toMatchObject([{ code: 'key-misspelt', path: 'Payload.NetworkRoutng' }]);
    expect(output.diagnostics[0]?.message).toContain('NetworkRouting');
  });
});

describe("Jamf's list of declarations", () => {
  it('is opened with places in the outer document', () => {
    const text = JSON.stringify(jamf(JSON.stringify(appSettings, null, 1)), null, 1);
    const bytes = new TextEncoder().encode(text);
    const output = declarationSource.read({ ref, value: jsonValue(text), bytes });
    const [payload] = output.profiles[0]?.payloads ?? [];
    expect(payload?.path).toBe('declarations[0].payloadJson!/Payload');
    const allowed = payload?.settings.entries[0];
    expect(text.slice(allowed?.keyAt.offset, allowed?.keyAt.end)).toBe(String.raw`\"Allowed\"`);
    expect(allowed?.keyAt.line).toBe(7);
  });

  it('may hold the payload alone', () => {
    const output = read(jamf(JSON.stringify(appSettings.Payload)));
    expect(output.profiles).toMatchObject([{ identifier: '1-2', declaration: { type: appSettings.Type } }]);
  });

  it('that is damaged says where', () => {
    const text = JSON.stringify(jamf('{"Type": '));
    const bytes = new TextEncoder().encode(text);
    const output = declarationSource.read({ ref, value: jsonValue(text), bytes });
    expect(output).toMatchObject({ status: 'partial', profiles: [] });
    for (const found of output.diagnostics) expect(found.at?.line).toBe(1);
    expect(output.diagnostics.at(-1)).toMatchObject({ code: 'unreadable-declaration' });
  });
});

describe('a Jamf blueprint', () => {
  it('is kept and told as not translated, with what to export instead', () => {
    const output = read(blueprint);
    expect(output).toMatchObject({ kind: 'declaration', status: 'partial', profiles: [] });
    expect(output.diagnostics).toMatchObject([{ code: 'unimplemented-blueprint', path: 'steps' }]);
    expect(output.diagnostics[0]?.message).toContain('/api/v1/dss-declarations/');
  });
});
