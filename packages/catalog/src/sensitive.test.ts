import { isSensitive, namesSecret, payloadTypes } from './index.js';

describe('isSensitive', () => {
  it.each([
    [payloadTypes.wifi, 'Password'],
    [payloadTypes.wifi, 'EAPClientConfiguration.UserPassword'],
    [payloadTypes.wifi, 'UserPassword'],
    [payloadTypes.vpn, 'IKEv2.SharedSecret'],
    [payloadTypes.vpn, 'SharedSecret'],
    [payloadTypes.vpn, 'sharedsecret'],
    [payloadTypes.vpn, 'AlwaysOn.TunnelConfigurations[].SharedSecret'],
    ['com.apple.security.pkcs12', 'PayloadContent'],
    ['com.apple.security.scep', 'Challenge'],
    ['com.apple.eas.account', 'Certificate'],
    ['com.apple.airplay', 'Passwords'],
    ['com.example.agent', 'enrollmentToken'],
    ['com.example.agent', 'EncryptedPassword'],
  ])('in %s hides %s', (type, key) => {
    expect(isSensitive(type, key)).toBe(true);
  });

  it.each([
    [payloadTypes.restrictions, 'allowPasswordSharing'],
    [payloadTypes.restrictions, 'allowPasswordAutoFill'],
    [payloadTypes.wifi, 'SSID_STR'],
    ['com.apple.security.root', 'PayloadContent'],
    ['com.apple.security.pem', 'PayloadContent'],
    ['com.apple.mobiledevice.passwordpolicy', 'maxPINAgeInDays'],
    ['com.apple.mdm', 'Topic'],
  ])('in %s shows %s', (type, key) => {
    expect(isSensitive(type, key)).toBe(false);
  });
});

describe('namesSecret', () => {
  it.each([
    'password',
    'AuthPassword',
    'HTTPProxyPassword',
    'password_sha256',
    'PasswordHash',
    'passphrase',
    'wifi_psk',
    'PSK',
    'preSharedKey',
    'clientSecret',
    'secretKey',
    'PrivateKey',
    'private_key_pem',
    'privateKeyData',
    'API_KEY',
    'UnlockToken',
    'token',
    'access-token',
    'credentials',
    'PushMagic',
    'WIFIPASSWORD',
  ])('hides %s', (name) => {
    expect(namesSecret(name)).toBe(true);
  });

  it.each([
    'allowPasswordSharing',
    'allowpasswordsharing',
    'forceEncryptionKey',
    'requirePassword',
    'passwordRequired',
    'passwordMinimumLength',
    'preSharedKeyIsSet',
    'FDE_HasPersonalRecoveryKey',
    'TokenURL',
    'PasswordExpiry',
    'ServerToken',
    'DeclarationsToken',
    'tokenizer',
    'askForPassword',
    'OneTimeUserPassword',
    'Keyboard',
    'publicKey',
    'allowCamera',
    '',
  ])('shows %s', (name) => {
    expect(namesSecret(name)).toBe(false);
  });

  it('does not look into names that are no names', () => {
    expect(namesSecret(`${'x'.repeat(300)}password`)).toBe(false);
  });
});
