import { parseFirewall, recogniseFirewall, type ParsedPolicy } from '@ringcheck/firewall';
import { maskFirewallText } from './mask-firewall.js';

export interface ReadFirewall extends ParsedPolicy {
  /** Without its secrets: rules and lines that were not understood are shown as they stand. */
  readonly text: string;
}

/** The firewall policy in a text that somebody gives to be asked, told by its content. */
export function readFirewall(text: string): ReadFirewall {
  const dialect = recogniseFirewall(text);
  const shown = dialect === undefined ? text : maskFirewallText(text, dialect);
  return { ...parseFirewall(shown, dialect), text: shown };
}
