import { toJson, type DictValue } from '@ringcheck/model';
import { plainValue } from './contract/values.js';
import { redactPayload } from './redact.js';

function redacted(type: string, settings: object): unknown {
  const value = plainValue(settings);
  if (value.type !== 'dict') throw new Error('The test expects a dictionary.');
  const dict: DictValue = value;
  return toJson(redactPayload(type, dict));
}

const secret = { $secret: true };

describe('settings without their secrets', () => {
  it.each([
    ['a key that Apple marks', { SharedSecret: 'x' }, { SharedSecret: secret }],
    [
      'a key by its name',
      { wifi_psk: 'x', clientSecret: 'x', PIN: 1234 },
      { wifi_psk: secret, clientSecret: secret, PIN: secret },
    ],
    ['a private key', { Note: '-----BEGIN RSA PRIVATE KEY-----\nMII' }, { Note: secret }],
    ['a name and password in an address', { Server: 'https://ada:s3cret@proxy.example' }, { Server: secret }],
    ['a token by its form', { Header: 'Bearer eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl' }, { Header: secret }],
    ['a secret deep inside', { a: [{ b: { Password: 'x' } }] }, { a: [{ b: { Password: secret } }] }],
    [
      'a switch',
      { allowPasswordSharing: false, Password: true },
      { allowPasswordSharing: false, Password: true },
    ],
    [
      'ordinary settings',
      { SSID_STR: 'Campus', ProxyPACURL: 'https://pac.example/a.pac' },
      { SSID_STR: 'Campus', ProxyPACURL: 'https://pac.example/a.pac' },
    ],
  ])('have %s replaced or kept', (_name, settings, expected) => {
    expect(redacted('com.apple.wifi.managed', settings)).toEqual(expected);
  });

  it('tell equal secrets by an equal digest, which no JSON shows', () => {
    const digest = (bytes: Uint8Array): string => `digest of ${new TextDecoder().decode(bytes)}`;
    const settings = plainValue({ Password: 'x', SharedSecret: 'x', PIN: 1, Passphrase: '1' });
    if (settings.type !== 'dict') throw new Error('The test expects a dictionary.');
    const out = redactPayload('com.apple.wifi.managed', settings, digest);
    const digests = out.entries.map(({ value }) => (value.type === 'secret' ? value.digest : undefined));
    expect(digests[0]).toMatch(/^digest of/);
    expect(digests[1]).toBe(digests[0]);
    expect(digests[2]).not.toBe(digests[3]);
    expect(JSON.stringify(toJson(out))).not.toContain('digest');
  });

  it('keep the very same object where nothing is secret', () => {
    const value = plainValue({ a: [1, { b: 'c' }] });
    if (value.type !== 'dict') throw new Error('The test expects a dictionary.');
    expect(redactPayload('com.example', value)).toBe(value);
  });
});
