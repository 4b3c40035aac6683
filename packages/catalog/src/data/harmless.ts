import { definePayload, secretKey, since, type KeyOf } from '../define.js';
import type { CatalogPayload } from '../types.js';

const everywhere = {
  iOS: since('4.0'),
  macOS: since('10.7'),
  tvOS: since('9.0'),
  visionOS: since('1.0'),
  watchOS: since('3.2'),
};

function harmless(
  type: string,
  title: string,
  page: string,
  keys: readonly KeyOf[] = [],
  platforms: CatalogPayload['platforms'] = everywhere,
): CatalogPayload {
  return definePayload(type, title, { page, platforms, keys });
}

const appleMobile = { iOS: since('4.0'), visionOS: since('1.0') };
const accounts = { iOS: since('4.0'), macOS: since('10.7'), visionOS: since('1.0') };
const mac = { macOS: since('10.7') };
const accountPassword = (prefix: string): readonly KeyOf[] => [
  secretKey(`${prefix}Password`, 'Password of the account'),
];

/** Enrolment, certificates and accounts: they hold no key that could stop FaceTime, but they hold secrets. */
export const harmlessPayloads = [
  harmless('com.apple.mdm', 'Enrolment', 'mdm'),
  harmless('com.apple.security.scep', 'SCEP', 'scep', [
    secretKey('PayloadContent.Challenge', 'Shared secret of the enrolment'),
  ]),
  harmless('com.apple.security.acme', 'ACME certificate', 'acmecertificate'),
  harmless('com.apple.security.root', 'Root certificate', 'certificateroot'),
  harmless('com.apple.security.pkcs1', 'Certificate', 'certificatepkcs1'),
  harmless('com.apple.security.pem', 'Certificate (PEM)', 'certificatepem'),
  harmless('com.apple.security.pkcs12', 'Identity', 'certificatepkcs12', [
    secretKey('PayloadContent', 'Private key and certificate', 'data'),
    secretKey('Password', 'Password of the identity'),
  ]),
  harmless(
    'com.apple.security.certificatetransparency',
    'Certificate Transparency',
    'certificatetransparency',
  ),
  harmless(
    'com.apple.security.certificatepreference',
    'Certificate preference',
    'certificatepreference',
    [],
    mac,
  ),
  harmless('com.apple.security.identitypreference', 'Identity preference', 'identitypreference', [], mac),
  harmless('com.apple.security.FDERecoveryKeyEscrow', 'Recovery key', 'fderecoverykeyescrow', [], mac),
  harmless('com.apple.MCX.FileVault2', 'FileVault', 'fdefilevault', [secretKey('Password', 'Password')], mac),
  harmless('com.apple.configurationprofile.identification', 'Identification', 'identification', [
    secretKey('Password', 'Password of the user'),
  ]),
  harmless('com.apple.profileRemovalPassword', 'Removal password', 'profileremovalpassword', [
    secretKey('RemovalPassword', 'Password for removal'),
  ]),
  harmless('com.apple.mobiledevice.passwordpolicy', 'Passcode', 'passcode'),
  harmless('com.apple.declarations', 'Declarations', 'declarations'),
  harmless(
    'com.apple.mail.managed',
    'Mail',
    'mail',
    [
      secretKey('IncomingPassword', 'Password of incoming mail'),
      secretKey('OutgoingPassword', 'Password of outgoing mail'),
      secretKey('SMIMESigningCertificatePassword', 'Password of the certificate'),
    ],
    accounts,
  ),
  harmless(
    'com.apple.eas.account',
    'Exchange ActiveSync',
    'exchangeactivesync',
    [
      secretKey('Password', 'Password of the account'),
      secretKey('CertificatePassword', 'Password of the certificate'),
      secretKey('Certificate', 'Identity', 'data'),
    ],
    appleMobile,
  ),
  harmless('com.apple.ews.account', 'Exchange', 'exchangewebservices', accountPassword(''), mac),
  harmless('com.apple.caldav.account', 'Calendars', 'caldav', accountPassword('CalDAV'), accounts),
  harmless('com.apple.carddav.account', 'Contacts', 'carddav', accountPassword('CardDAV'), accounts),
  harmless('com.apple.ldap.account', 'LDAP', 'ldap', accountPassword('LDAPAccount'), accounts),
  harmless(
    'com.apple.subscribedcalendar.account',
    'Subscribed calendar',
    'subscribedcalendars',
    accountPassword('SubCalAccount'),
    appleMobile,
  ),
  harmless('com.apple.google-oauth', 'Google account', 'googleaccount', [], appleMobile),
  harmless('com.apple.webClip.managed', 'Web clip', 'webclip', [], accounts),
  harmless('com.apple.font', 'Font', 'font', [], accounts),
  harmless('com.apple.airprint', 'AirPrint', 'airprint', [], accounts),
  harmless(
    'com.apple.airplay',
    'AirPlay',
    'airplay',
    [secretKey('Passwords', 'Passwords', 'array')],
    accounts,
  ),
  harmless('com.apple.extensiblesso', 'Single sign-on', 'extensiblesinglesignon', [], accounts),
  harmless('com.apple.sso', 'Single sign-on (old)', 'singlesignon', [], appleMobile),
  harmless(
    'com.apple.DirectoryService.managed',
    'Directory',
    'directoryservice',
    [secretKey('Password', 'Password for joining')],
    mac,
  ),
  harmless(
    'com.apple.ADCertificate.managed',
    'Directory certificate',
    'adcertificate',
    accountPassword(''),
    mac,
  ),
  harmless('com.apple.dock', 'Dock', 'dock', [], mac),
  harmless('com.apple.finder', 'Finder', 'finder', [], mac),
  harmless('com.apple.loginwindow', 'Login window', 'loginwindow', [], mac),
  harmless('com.apple.screensaver', 'Screen saver', 'screensaver', [], mac),
  harmless('com.apple.servicemanagement', 'Background items', 'servicemanagementmanagedloginitems', [], mac),
  harmless('com.apple.SoftwareUpdate', 'Software update', 'softwareupdate', [], {
    macOS: since('10.7', { removed: '27.0' }),
  }),
];
