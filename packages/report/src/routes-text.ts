import {
  prefixesOn,
  type Because,
  type Reason,
  type RouteAnswer,
  type VpnFixResult,
  type VpnRefusal,
} from '@ringcheck/routes';

/** Which way a destination goes, in words: way, reason, where it stands, and the prefixes where they differ. */
export function routeLines(answer: RouteAnswer): readonly string[] {
  const { destination, way, because, whenUp, parts } = answer;
  const first = parts.length === 1 ? parts[0] : undefined;
  const inside =
    way === 'depends' && whenUp !== 'depends'
      ? [`    while it is up: ${whenUp}${first === undefined ? '' : `, ${becauseText(first.because)}`}`]
      : [];
  const pieces =
    parts.length < 2
      ? []
      : parts.map(
          (part) =>
            `    ${part.way}: ${shortList(prefixesOn({ ...answer, parts: [part] }, part.way))} (${becauseText(part.because)})`,
        );
  return [`  ${way.padEnd(8)}  ${destination.title}: ${becauseText(because)}`, ...inside, ...pieces];
}

const mostShown = 8;

function shortList(prefixes: readonly string[]): string {
  const shown = prefixes.slice(0, mostShown).join(', ');
  return prefixes.length > mostShown ? `${shown} and ${prefixes.length - mostShown} more` : shown;
}

export function becauseText({ id, key, line, text }: Because): string {
  const place = [key, line === undefined ? undefined : `line ${line}`].filter((part) => part !== undefined);
  const written = text === undefined || id === 'on-demand' || id === 'by-hand' ? '' : `: ${text}`;
  const suffix = place.length === 0 && written === '' ? '' : ` (${place.join(', ')}${written})`;
  return `${reasonText(id, text)}${suffix}`;
}

function reasonText(id: Reason, text: string | undefined): string {
  switch (id) {
    case 'all-networks':
      return 'the VPN takes all networks';
    case 'override-primary':
      return 'the VPN is the way for all traffic';
    case 'always-on':
      return 'the VPN is always on, for everything';
    case 'allowed-prefix':
      return 'the address is in AllowedIPs';
    case 'default-route':
      return 'the configuration makes the VPN the default route';
    case 'route':
      return 'a route of the configuration leads into the VPN';
    case 'ipv6-refused':
      return 'the configuration stops IPv6';
    case 'net-gateway':
      return 'a route of the configuration leads past the VPN';
    case 'app-exception':
      return 'the VPN excepts FaceTime';
    case 'push-excluded':
      return 'the push service stays outside the VPN';
    case 'local-excluded':
      return 'the own network stays outside the VPN';
    case 'not-listed':
      return 'no route of the VPN holds the address';
    case 'not-used':
      return 'nothing is sent this way';
    case 'managed-apps-only':
      return 'it serves managed apps only, and FaceTime is none';
    case 'never-up':
      return 'the VPN is never up';
    case 'name-not-matched':
      return 'its names do not hold Apple’s hosts';
    case 'name-excluded':
      return 'its names leave Apple’s hosts out';
    case 'relay':
      return 'the relay takes it';
    case 'on-demand':
      return `the VPN is up ${text ?? 'by its on-demand rules'}`;
    case 'by-hand':
      return `the VPN is up ${text ?? 'when the user starts it'}`;
    case 'by-address':
      return 'some addresses go through the VPN, others do not';
    case 'server-routes':
      return 'the gateway hands out the routes; ask the network admin for them';
    case 'enforced-routes':
      return 'the routes of the gateway beat all others; ask the network admin for them';
    case 'extension-decides':
      return 'an app of another maker decides flow by flow; ask its maker';
    case 'app-mapping':
      return 'the app is mapped to a VPN; whether that holds sound and picture is not known';
    case 'platform-default':
      return 'iPhones and iPads leave the own network out, Macs do not';
    case 'unread-entry':
      return 'an entry could not be read and may hold any address; correct it';
  }
}

/** Changes of a VPN in words; no file, for it would hold secrets. */
export function vpnFixLines({ fixes, refused }: VpnFixResult): readonly string[] {
  if (refused !== undefined)
    return refused === 'nothing-to-free' ? [] : [`  No change is offered: ${refusalText(refused)}.`];
  return fixes.flatMap(({ changes, frees, leaves }) => [
    `  To take ${frees.length === 0 ? 'a part of it' : frees.join(', ')} out of the VPN (routed again and found so):`,
    ...changes.map(({ key, line, from, to }) => {
      if (line !== undefined) return `    line ${line}: ${to.startsWith(key) ? to : `${key} = ${to}`}`;
      return from === undefined
        ? `    add: ${to.startsWith(key) ? to : `${key}: ${to}`}`
        : `    ${key}: ${from} becomes ${to}`;
    }),
    ...(leaves.length === 0 ? [] : [`    Still on the gateway: ${leaves.join(', ')}.`]),
    '    Let the person responsible for this VPN sign it off.',
  ]);
}

function refusalText(refused: VpnRefusal): string {
  switch (refused) {
    case 'nothing-to-free':
      return 'nothing of a call goes this way';
    case 'too-many-prefixes':
      return 'the list would be too long to copy';
    case 'unread-entry':
      return 'an entry could not be read; correct it first';
    case 'no-effect':
      return 'no change of a key alone would take calls out of it';
    case 'cannot-express':
      return 'the configuration has no words for it';
  }
}
