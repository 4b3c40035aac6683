import type { SourceLine } from '../../text.js';
import type { PolicyBuilder } from '../builder.js';

/** Records what changes no rule and yet matters to calls: SIP helpers, translation, zone-based policies. */
export function noteLine(
  builder: PolicyBuilder,
  words: readonly string[],
  { number, text }: SourceLine,
): void {
  const isOff = words[0] === 'no';
  const [first = '', second = '', third = ''] = isOff ? words.slice(1) : words;
  const isHelper =
    (first === 'inspect' && second === 'sip') ||
    (first === 'fixup' && second === 'protocol' && third === 'sip') ||
    (first === 'ip' && second === 'nat' && third === 'service' && words.includes('sip'));
  if (isHelper) builder.sipHelper(!isOff, number, text);
  else if (isOff) return;
  else if ((first === 'nat' || first === 'static') && /^\(/.test(second)) {
    builder.note('nat', number, isExempt(words) ? `NAT exemption: ${text}` : text);
  } else if (
    first === 'zone-pair' ||
    (first === 'policy-map' && second === 'type' && third === 'inspect' && words.length === 4)
  ) {
    builder.note('ignored-part', number, text);
  }
}

/** `nat (inside) 0 …`, and a source translated to itself. */
function isExempt(words: readonly string[]): boolean {
  const at = words.indexOf('static');
  const isIdentity = at > 0 && words[at - 1] === 'source' && words[at + 1] === words[at + 2];
  return words[2] === '0' || isIdentity;
}
