import type { Diagnostic } from '@ringcheck/model';
import { items, type Json, linesOfKey, member, parseJson, textOf } from '../../json.js';
import type { ParsedPolicy } from '../dialect.js';
import type { Shape } from '../shape.js';
import { legacyPolicy } from './legacy.js';
import { zonePolicy } from './zones.js';

export function recognisesUnifi({ form, text, json }: Shape): boolean {
  const isLegacy = /"ruleset"\s*:\s*"(WAN|LAN|GUEST)/.test(text);
  const isZones = /"zone_id"\s*:/.test(text) && /"action"\s*:\s*"(ALLOW|BLOCK|REJECT)"/.test(text);
  if (form !== 'json' || !(isLegacy || isZones)) return false;
  if (json === undefined) return /^[\s\ufeff]*(\{\s*"(meta|data)"\s*:|\[\s*\{\s*"_id"\s*:)/.test(text);
  return collect(json).some((item) => isLegacyRule(item) || isZonePolicy(item));
}

function isLegacyRule(item: Json): boolean {
  return /^(WAN|LAN|GUEST)(v6)?_(IN|OUT|LOCAL)$/.test(textOf(member(item, 'ruleset')));
}

function isZonePolicy(item: Json): boolean {
  return member(member(item, 'source'), 'zone_id') !== undefined && member(item, 'action') !== undefined;
}

/** Reads `rest/firewallrule` (with groups in the same `data`) and the newer `firewall-policies`. */
export function parseUnifi(text: string): ParsedPolicy {
  const parsed = parseJson(text);
  if ('diagnostic' in parsed) return { diagnostics: [parsed.diagnostic] };
  const all = collect(parsed.value);
  const legacy = all.filter(isLegacyRule);
  const zones = all.filter(isZonePolicy);
  if (legacy.length > 0)
    return { policy: legacyPolicy(legacy, all, linesOfKey(text, 'ruleset')), diagnostics: [] };
  if (zones.length > 0)
    return { policy: zonePolicy(zones, all, linesOfKey(text, 'action')), diagnostics: [] };
  const diagnostic: Diagnostic = {
    code: 'firewall-empty',
    severity: 'error',
    message: 'No firewall rule of UniFi is in this document; export the rules, not only groups or zones.',
  };
  return { diagnostics: [diagnostic] };
}

/** Rules, groups and zones may come in one file: as `data`, as bare arrays, or arrays under any key. */
function collect(value: Json): readonly Json[] {
  if (Array.isArray(value)) {
    return (value as readonly Json[]).flatMap((one) => {
      const data = member(one, 'data');
      return Array.isArray(one) ? items(one) : data === undefined ? [one] : items(data);
    });
  }
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap((one) => {
    const data = member(one, 'data');
    return data === undefined ? items(one) : items(data);
  });
}
