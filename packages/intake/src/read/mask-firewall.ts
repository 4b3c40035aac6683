import { namesSecret } from '@ringcheck/catalog';

/** Stands for a secret; always the same, so that it tells nothing of the length. */
const mask = '********';

/** Names of elements, keys and attributes that hold a secret although they do not say so. */
const shortNames = new Set(
  'phash key prv tls bindpw ldap_bindpw otp_seed privkey rocommunity rwcommunity community trapstring snmp-community-string bcrypt-hash sha512-hash md5-hash shadow x_shadow psk pskey'.split(
    ' ',
  ),
);

function holdsSecret(name: string): boolean {
  const lower = name.toLowerCase();
  return shortNames.has(lower) || /(?:pwd|passw)$/.test(lower) || namesSecret(name);
}

/**
 * A firewall configuration without its passwords, keys, communities and hashes. Lines stay where they are, and lines
 * that decide about packets stay as they are but for texts that are secrets in any place.
 */
export function maskFirewallText(text: string, dialect: string): string {
  return maskAnywhere(maskDialect(text, dialect));
}

function maskDialect(text: string, dialect: string): string {
  switch (dialect) {
    case 'pfsense':
    case 'opnsense':
    case 'panos':
      return text.trimStart().startsWith('<') ? maskXml(text) : maskLines(text, 'words');
    case 'meraki':
    case 'unifi':
    case 'aws':
      return maskJson(text);
    case 'fortios':
      return maskLines(text, 'fortios');
    case 'cisco-asa':
    case 'cisco-ios':
      return maskLines(text, 'cisco');
    case 'juniper-srx':
      return maskLines(text, 'words');
    default:
      return text;
  }
}

const keyBlock = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}-----|$)/g;
const hash = /\$(?:1|2[abxy]?|5|6|7|8|9|y)\$[^\s"';<,]+/g;
const userInfo = /([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/:@"'<]{1,200}:[^\s/@"'<]{1,200}@/gi;
const token =
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{4,}|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_\w{20,}|\bxox[abpr]-[\w-]{10,}|\bsk-[\w-]{20,}/g;
const saidInText =
  /\b(pass(?:word|wd|phrase)|psk|secret|community|api[ _-]?key|token)([ \t]{0,3}[:=][ \t]{0,3})(?!\*)[^\s"',;<>]+/gi;

/** Secrets that their form gives away, in comments and descriptions too. */
function maskAnywhere(text: string): string {
  return text
    .replace(keyBlock, maskBlock)
    .replace(hash, mask)
    .replace(userInfo, `$1${mask}@`)
    .replace(token, mask)
    .replace(saidInText, `$1$2${mask}`);
}

/** Several lines become as many. */
function maskBlock(block: string): string {
  return mask + block.replace(/[^\r\n]/g, '');
}

const xmlElement =
  /<([A-Za-z_][\w.:-]{0,80})((?:\s[^<>]{0,2000})?)>([^<]*(?:<!\[CDATA\[(?:[^\]]|\](?!\]>))*\]\]>[^<]*)*)(?=<\/)/g;
const xmlAttribute = /\b([A-Za-z_][\w.:-]{0,80})=("[^"<]*"|'[^'<]*')/g;

function maskXml(text: string): string {
  return text
    .replace(xmlElement, (whole: string, name: string, attributes: string, content: string) => {
      const isSecret = content.trim() !== '' && holdsSecret(name);
      return isSecret ? `<${name}${attributes}>${maskBlock(content)}` : whole;
    })
    .replace(xmlAttribute, (whole: string, name: string, value: string) =>
      namesSecret(name) ? `${name}=${value.charAt(0)}${mask}${value.charAt(0)}` : whole,
    );
}

const jsonEntry = /"([^"\\\r\n]{1,80})"(\s{0,20}:\s{0,20})"((?:[^"\\]|\\[\s\S])*)("|$)/g;

function maskJson(text: string): string {
  return text.replace(jsonEntry, (whole: string, key: string, colon: string, value: string, close: string) =>
    value !== '' && holdsSecret(key) ? `"${key}"${colon}"${mask}${close}` : whole,
  );
}

/** No device writes longer ones; the patterns below are not made for them. */
const longestLine = 4000;

type LineForm = 'cisco' | 'fortios' | 'words';

function maskLines(text: string, form: LineForm): string {
  // FortiOS calls a community by `set name` in a section of its own.
  let isCommunity = false;
  return text.replace(/[^\r\n]+/g, (line) => {
    if (line.length > longestLine) return line;
    if (form === 'fortios') {
      if (/^\s*config\s/.test(line)) isCommunity = /snmp\s+community/.test(line);
      return maskFortios(line, isCommunity);
    }
    return form === 'cisco' ? maskCisco(line) : maskWords(line);
  });
}

function maskFortios(line: string, isCommunity: boolean): string {
  const found = /^(\s*set\s+)([\w-]{1,80})(\s+)\S/.exec(line);
  if (!found) return line;
  const [, set = '', name = '', blank = ''] = found;
  const isSecret = holdsSecret(name) || (isCommunity && name === 'name');
  if (!isSecret) return line;
  // A quote that is closed on a later line must stay open.
  const isOpen = (line.split('"').length - 1) % 2 === 1;
  return `${set}${name}${blank}"${mask}${isOpen ? '' : '"'}`;
}

/** Lines of an access list or of what it names are left alone: their words are names and ports. */
const ruleLine =
  /^\s*(?:\d+\s+)?(?:access-list|access-group|ip access-(?:list|group)|ipv6|permit|deny|evaluate|remark|object|object-group|network-object|service-object|port-object|group-object|host|range|subnet|fqdn|service|interface|nameif|security-level|name|route|nat|global|static|class-map|policy-map|match)\b/i;

const ciscoSecret =
  /^(.*?(?:^|\s)(?:password|passwd|secret|pre-shared-key|key-string|passphrase|psk|community|authentication-key|message-digest-key|ldap-login-password|md5|wpa-psk|(?:crypto isakmp|isakmp|failover|tacacs-server|radius-server|aaa-server\s.*?|server-private\s.*?|^\s*)\s?key))\s+\S/i;

function maskCisco(line: string): string {
  if (ruleLine.test(line)) return line;
  const snmp = /^(\s*snmp-server\s+(?:community|user|host|group))\s+\S/i.exec(line);
  const found = snmp ?? ciscoSecret.exec(line);
  return found?.[1] === undefined ? line : `${found[1]} ${mask}`;
}

const secretWord =
  /(\b(?:[\w-]{0,40}password|ascii-text|hexadecimal|[\w-]{0,40}secret|authentication-key|phash|community|[\w-]{0,40}passphrase|pre-shared-key|(?:md5|sha)[ \t]+\d+[ \t]+key|private-key|api-key|auth-password|priv-password)[ \t]+(?:(?:ascii-text|hexadecimal|key)[ \t]+)?)("[^"]*"?|[^\s;{}]+)/g;

/** One word after the name of a secret, as Junos and the set form of PAN-OS write them. */
function maskWords(line: string): string {
  return line.replace(
    secretWord,
    (_whole, name: string, value: string) => `${name}${value.startsWith('"') ? `"${mask}"` : mask}`,
  );
}
