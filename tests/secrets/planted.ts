import { decodePlist, writePlist } from '@ringcheck/plist';
import { zipSync } from 'fflate';

/** Found wherever the device is told of: shows that the search finds what is there. */
export const canary = 'CANARY-visible-name-41';

const encoder = new TextEncoder();
const bytesOf = (text: string): Uint8Array => encoder.encode(text);
const values: string[] = [];

/** A secret of its own for every place, so that a leak names where it came from; `mark` where `/` would end it. */
function plant(place: string, mark = '/'): string {
  const value = `Pl4nt-${place}-x7Q+z${mark}9`;
  values.push(value);
  return value;
}

/** All that was planted; to be asked after `files`. */
export const plantedValues = (): readonly string[] => values;

const udid = '0A5EED00-0000-4000-8000-00000000C0DE';
const identifiers = ['wifi', 'vpn', 'signed', 'mail', 'agent'];

const dict = (entries: Readonly<Record<string, string>>): string =>
  `<dict>${Object.entries(entries)
    .map(([key, value]) => `<key>${key}</key>${value}`)
    .join('')}</dict>`;
const string = (value: string): string => `<string>${value}</string>`;
const data = (value: string): string => `<data>${Buffer.from(value).toString('base64')}</data>`;
const array = (...items: readonly string[]): string => `<array>${items.join('')}</array>`;
const plist = (body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0">${body}</plist>\n`;

function payload(type: string, settings: Readonly<Record<string, string>>): string {
  return dict({
    PayloadType: string(type),
    PayloadIdentifier: string(`org.example.${type}`),
    PayloadUUID: string('0A5EED00-0000-4000-8000-00000000C0D1'),
    PayloadVersion: '<integer>1</integer>',
    ...settings,
  });
}

function profile(name: string, ...payloads: readonly string[]): string {
  return plist(
    dict({
      PayloadType: string('Configuration'),
      PayloadIdentifier: string(`org.example.secret.${name}`),
      PayloadUUID: string('0A5EED00-0000-4000-8000-00000000C0D2'),
      PayloadVersion: '<integer>1</integer>',
      PayloadDisplayName: string(`Secrets of ${name}`),
      PayloadContent: array(...payloads),
    }),
  );
}

const privateKey = (place: string): string =>
  `-----BEGIN PRIVATE KEY-----\nMIIE${plant(place)}\n-----END PRIVATE KEY-----`;

const wifi = (password: string): string =>
  payload('com.apple.wifi.managed', {
    SSID_STR: string('Campus'),
    Password: string(password),
    EAPClientConfiguration: dict({ UserName: string('ada'), UserPassword: string(plant('eap')) }),
    ProxyPassword: string(plant('wifi-proxy')),
    ProxyServer: string(`http://ada:${plant('userinfo', '_')}@proxy.example.org`),
  });

const vpn = (): string =>
  payload('com.apple.vpn.managed', {
    VPNType: string('IKEv2'),
    IKEv2: dict({
      RemoteAddress: string('vpn.example.org'),
      SharedSecret: string(plant('ikev2')),
      AuthPassword: string(plant('vpn-password')),
      IncludeAllNetworks: '<true/>',
    }),
    PPP: dict({ AuthPassword: string(plant('ppp')) }),
    IPSec: dict({ SharedSecret: data(plant('ipsec')), XAuthPassword: string(plant('xauth')) }),
  });

const certificates = (): string[] => [
  payload('com.apple.security.scep', { PayloadContent: dict({ Challenge: string(plant('scep')) }) }),
  payload('com.apple.security.pkcs12', {
    Password: string(plant('pkcs12-password')),
    PayloadContent: data(plant('pkcs12-content')),
  }),
];

const agent = (): string =>
  payload('com.example.agent', {
    enrollmentToken: string(plant('token')),
    ApiKey: string(plant('api-key')),
    Notes: string(privateKey('private-key')),
    Nested: array(dict({ client_secret: string(plant('client-secret')), PIN: '<integer>834199</integer>' })),
  });

const mail = (): string =>
  payload('com.apple.mail.managed', {
    IncomingPassword: string(plant('incoming')),
    OutgoingPassword: string(plant('outgoing')),
  });

/** SignedData without a signer around the content: the shortest form of a signed profile. */
function wrapped(content: Uint8Array): Uint8Array {
  const tlv = (tag: number, ...parts: readonly Uint8Array[]): Uint8Array => {
    const body = Buffer.concat(parts);
    const length = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 255];
    return Buffer.concat([Uint8Array.of(tag, ...length), body]);
  };
  const oid = (last: number): Uint8Array =>
    Uint8Array.of(0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, last);
  const inner = tlv(0x30, oid(1), tlv(0xa0, tlv(0x04, content)));
  const signed = tlv(0x30, Uint8Array.of(2, 1, 1), tlv(0x31), inner, tlv(0x31));
  return new Uint8Array(tlv(0x30, oid(2), tlv(0xa0, signed)));
}

function binary(text: string): Uint8Array {
  const { value } = decodePlist(encoder.encode(text));
  if (value === undefined) throw new Error('the planted profile is no property list');
  return writePlist(value, 'binary');
}

const reply = (body: Readonly<Record<string, string>>): string =>
  plist(dict({ UDID: string(udid), Status: string('Acknowledged'), ...body }));

function exportsOfServers(): Record<string, string> {
  const raw = Buffer.from(reply({ SecurityInfo: dict({ UnlockToken: data(plant('unlock')) }) }));
  return {
    'device.plist': reply({
      QueryResponses: dict({
        SerialNumber: string('XFAKC0DE01'),
        UDID: string(udid),
        DeviceName: string(canary),
        OSVersion: string('26.1'),
        ProductName: string('iPhone15,2'),
        IsSupervised: '<true/>',
        PushMagic: string(plant('push-magic')),
      }),
    }),
    'profiles.plist': reply({
      ProfileList: array(
        ...identifiers.map((name) =>
          dict({
            PayloadIdentifier: string(`org.example.secret.${name}`),
            PayloadUUID: string('0A5EED00-0000-4000-8000-00000000C0D2'),
            PayloadContent: name === 'agent' ? array(agent()) : array(),
          }),
        ),
      ),
    }),
    'tokenupdate.plist': plist(
      dict({
        MessageType: string('TokenUpdate'),
        UDID: string(udid),
        Token: data(plant('push-token')),
        UnlockToken: data(plant('unlock-token')),
      }),
    ),
    'webhook.json': JSON.stringify({
      topic: 'mdm.Connect',
      acknowledge_event: { udid, status: 'Acknowledged', raw_payload: raw.toString('base64') },
    }),
    'jamf.xml': `<os_x_configuration_profile><general><id>7</id><name>x</name><payloads>${profile(
      'jamf',
      wifi(plant('jamf-wifi')),
    )
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')}</payloads></general></os_x_configuration_profile>`,
    'intune.json': JSON.stringify({
      value: [
        {
          '@odata.type': '#microsoft.graph.iosWiFiConfiguration',
          id: '9',
          displayName: 'wifi',
          ssid: 'Campus',
          preSharedKey: plant('intune-psk'),
        },
        {
          '@odata.type': '#microsoft.graph.iosCustomConfiguration',
          id: '10',
          displayName: 'custom',
          payload: Buffer.from(profile('intune', wifi(plant('intune-custom')))).toString('base64'),
        },
      ],
    }),
    'inventory.csv': `serial,name,unlock token,admin password\nXFAKC0DE02,Second,${plant('csv-token')},${plant('csv-password')}\n`,
  };
}

function networks(): Record<string, string> {
  return {
    'asa.cfg': `ASA Version 9.8\nenable password ${plant('asa-enable')} encrypted\nusername ada password ${plant('asa-user')}\ntunnel-group x ipsec-attributes\n ikev1 pre-shared-key ${plant('asa-psk')}\nsnmp-server community ${plant('asa-snmp')}\naccess-list out extended permit ip any any\naccess-list out extended permit strange words\naccess-group out in interface inside\n`,
    'fortios.conf': `#config-version=FGT60F-7.2\nconfig system admin\n    edit "ada"\n        set password ENC ${plant('forti-admin')}\n    next\nend\nconfig vpn ipsec phase1-interface\n    edit "x"\n        set psksecret ENC ${plant('forti-psk')}\n    next\nend\nconfig system snmp community\n    edit 1\n        set name "${plant('forti-snmp')}"\n    next\nend\nconfig firewall policy\n    edit 1\n        set action accept\n        set srcaddr "all"\n        set dstaddr "all"\n        set service "ALL"\n    next\nend\n`,
    'pfsense.xml': `<pfsense><version>22.9</version><system><user><name>admin</name><bcrypt-hash>${plant('pf-hash')}</bcrypt-hash></user></system><cert><prv>${plant('pf-prv')}</prv></cert><ipsec><phase1><pre-shared-key><![CDATA[${plant('pf-psk')}]]></pre-shared-key></phase1></ipsec><snmpd><rocommunity>${plant('pf-snmp')}</rocommunity></snmpd><filter><rule><type>pass</type><interface>lan</interface><source><any/></source><destination><any/></destination></rule></filter></pfsense>`,
    'tunnel.conf': `[Interface]\nPrivateKey = ${plant('wg-private')}\nAddress = 10.9.0.2/32\n[Peer]\nPublicKey = abc=\nPresharedKey = ${plant('wg-psk')}\nAllowedIPs = 0.0.0.0/0\n`,
    'client.ovpn': `client\nremote vpn.example.org 1194\nredirect-gateway def1\n<auth-user-pass>\nada\n${plant('ovpn-password')}\n</auth-user-pass>\n<key>\n${privateKey('ovpn-key')}\n</key>\n`,
  };
}

/** Faults right beside the secret: the message must not quote it. */
function broken(): Record<string, string> {
  const around = (inside: string): string =>
    profile('broken', wifi('x')).replace('<string>x</string>', inside);
  const cut = profile('cut', wifi(plant('cut')));
  return {
    'cut.mobileconfig': cut.slice(0, cut.indexOf('x7Q+z/9') + 7),
    'less-than.mobileconfig': around(`<string>a<${plant('after-less', '_')}</string>`),
    'stray.mobileconfig': around(plant('stray')),
    'integer.mobileconfig': around(`<integer>${plant('integer')}</integer>`),
    'data.mobileconfig': around(`<data>!${plant('bad-data')}!</data>`),
    'element.mobileconfig': around(`<strng>${plant('element')}</strng>`),
    'ampersand.mobileconfig': around(`<string>&${plant('entity')};</string>`),
    'unclosed.mobileconfig': around(`<string>${plant('unclosed')}<integer>1</integer>`),
    'cut.json': `{"value":[{"preSharedKey":"${plant('cut-json')}`,
    'bare.json': `{"value":[{"preSharedKey": ${plant('bare-json')} }]}`,
    'unknown.json': JSON.stringify({ service: 'x', password: plant('unknown-json') }),
    'unknown.xml': `<settings><password>${plant('unknown-xml')}</password></settings>`,
    'broken.xml': `<os_x_configuration_profile><general><payloads><a b="${plant('attribute')}"&${plant('xml-entity')};</general>`,
    'quote.csv': `serial,password\nXFAKC0DE03,"${plant('quote')}\n`,
    'openstep.plist': `{ Password = "${plant('openstep')}`,
    'notes.txt': `password: ${plant('notes')}\n`,
    'broken.yaml': `version: 1\ngroups:\n  - { name: a, select: { default: true }, intent: required, password: ${plant('yaml')} }\nnetworks: [ ${plant('yaml-list')}`,
  };
}

/** The whole upload, by path. */
export function files(): Map<string, Uint8Array> {
  const texts: Record<string, string> = {
    'wifi.mobileconfig': profile('wifi', wifi(plant('wifi'))),
    'wifi-again.mobileconfig': profile('wifi-again', wifi(values[values.length - 3] ?? '')),
    ...exportsOfServers(),
    ...networks(),
    ...broken(),
  };
  const all = new Map(Object.entries(texts).map(([name, text]) => [`secret/${name}`, bytesOf(text)]));
  all.set('secret/vpn.mobileconfig', binary(profile('vpn', vpn())));
  all.set('secret/signed.mobileconfig', wrapped(encoder.encode(profile('signed', ...certificates()))));
  const inside = { 'in/mail.mobileconfig': encoder.encode(profile('mail', mail())) };
  all.set(
    'secret/more.zip',
    zipSync({ ...inside, 'in/cut.plist': encoder.encode('<plist><dict><key>Password') }),
  );
  return all;
}
