import type { DocumentRef, Instant, Payload, Profile, SourceDocument } from '@ringcheck/model';
import { becauseText, printable, routeLines, vpnFixLines } from '@ringcheck/report';
import {
  callDestinations,
  destinationsOf,
  fixOpenvpn,
  fixVpn,
  fixWireguard,
  openvpnTunnel,
  payloadRoutes,
  prefixesOn,
  readOpenvpn,
  routesOf,
  wireguardTunnel,
  type Destination,
  type RouteAnswer,
  type Tunnel,
  type VpnFixResult,
} from '@ringcheck/routes';
import { vpnConfigKind } from '@ringcheck/sources';
import type { Command } from '../command.js';
import { exitCodes, UsageError } from '../failure.js';
import { flowsOfPolicy } from '../firewall/flows.js';
import { decodeInputs } from '../load.js';

/** One VPN of the inputs with the way of every destination of a call. */
interface Routed {
  readonly document: string;
  readonly profile?: string;
  readonly payload?: string;
  readonly tunnel: Tunnel;
  readonly answers: readonly RouteAnswer[];
  readonly fixes: VpnFixResult;
}

/** `ringcheck routes`: which way FaceTime's destinations go beside each VPN of profiles and configurations. */
export const routes: Command = {
  name: 'routes',
  usage: 'routes FILE… [options]',
  summary: 'Say which way FaceTime’s traffic goes beside the VPNs of profiles, WireGuard and OpenVPN files.',
  options: {
    policy: {
      type: 'string',
      value: 'FILE',
      help: 'policy file whose flows are followed too: those it states with addresses of their own',
    },
    format: { type: 'string', choices: ['json', 'text'], help: 'how to print (default: text)' },
  },
  run: async (args, output) => {
    if (args.positionals.length === 0)
      throw new UsageError('routes needs a profile or a configuration', 'ringcheck help routes');
    const documents = await decodeInputs(args.positionals, now);
    const policy = args.text('policy');
    const destinations =
      policy === undefined ? callDestinations : destinationsOf(await flowsOfPolicy(policy));
    const all = documents.flatMap((document) => routedOf(document, destinations));
    if (all.length === 0) {
      const seen = documents.map(({ ref, kind }) => `${ref.path} (${kind})`).join(', ');
      throw new UsageError(`no VPN in ${seen}; give a profile with a VPN, a .conf of WireGuard or an .ovpn`);
    }
    output.out(
      args.text('format') === 'json'
        ? `${JSON.stringify({ vpns: all.map(toJson) }, null, 2)}\n`
        : toText(all),
    );
    const isTaken = all.some(({ answers }) =>
      answers.some(({ parts }) => parts.some(({ way }) => way === 'tunnel')),
    );
    return isTaken ? exitCodes.found : exitCodes.ok;
  },
};

/** Routes do not change with time; documents want an instant. */
const now: Instant = '1970-01-01T00:00:00Z';

function routedOf(document: SourceDocument, destinations: readonly Destination[]): readonly Routed[] {
  const { ref, kind, text } = document;
  if (kind === 'vpn-config' && text !== undefined) return [ofText(ref, text, destinations)];
  return document.profiles.flatMap((profile) =>
    profile.payloads.flatMap((payload) => ofPayload(ref, profile, payload, destinations)),
  );
}

function ofText(ref: DocumentRef, text: string, destinations: readonly Destination[]): Routed {
  const isWireguard = vpnConfigKind(text) === 'wireguard';
  const tunnel = isWireguard ? wireguardTunnel(text) : openvpnTunnel(readOpenvpn(text));
  const fixes = isWireguard ? fixWireguard(text) : fixOpenvpn(text);
  return { document: ref.path, tunnel, answers: routesOf(tunnel, destinations), fixes };
}

function ofPayload(
  ref: DocumentRef,
  profile: Profile,
  payload: Payload,
  destinations: readonly Destination[],
): readonly Routed[] {
  const tunnel = payloadRoutes(payload.type, payload.settings);
  if (tunnel === undefined) return [];
  const fixes: VpnFixResult =
    payload.type === 'com.apple.vpn.managed'
      ? fixVpn(payload.settings)
      : { fixes: [], refused: 'nothing-to-free' };
  const name = profile.displayName ?? profile.identifier;
  return [
    {
      document: ref.path,
      ...(name === undefined ? {} : { profile: name }),
      payload: payload.identifier ?? payload.type,
      tunnel,
      answers: routesOf(tunnel, destinations),
      fixes,
    },
  ];
}

function toJson({ document, profile, payload, tunnel, answers, fixes }: Routed): unknown {
  const { kind, situations, unread } = tunnel;
  return {
    document,
    ...(profile === undefined ? {} : { profile }),
    ...(payload === undefined ? {} : { payload }),
    kind,
    up: situations.up,
    when: situations.when,
    unread,
    destinations: answers.map((answer) => ({
      id: answer.destination.id,
      title: answer.destination.title,
      names: answer.destination.names,
      way: answer.way,
      whenUp: answer.whenUp,
      because: { ...answer.because, message: becauseText(answer.because) },
      parts: answer.parts.map((part) => ({
        way: part.way,
        because: { ...part.because, message: becauseText(part.because) },
        prefixes: prefixesOn({ ...answer, parts: [part] }, part.way),
      })),
    })),
    fixes: fixes.fixes.map(({ id, changes, frees, leaves }) => ({ id, changes, frees, leaves })),
    ...(fixes.refused === undefined ? {} : { refused: fixes.refused }),
  };
}

function toText(all: readonly Routed[]): string {
  const lines = all.flatMap(({ document, profile, payload, tunnel, answers, fixes }) => [
    [
      document,
      ...(profile === undefined ? [] : [`profile ${JSON.stringify(profile)}`]),
      ...(payload === undefined ? [] : [payload]),
    ].join(', '),
    `  ${tunnel.kind}, up ${tunnel.situations.when}`,
    ...tunnel.unread
      .slice(0, 10)
      .map(
        ({ line, key, text }) =>
          `  not understood${line === undefined ? '' : `, line ${line}`}${key === undefined ? '' : `, ${key}`}: ${text}`,
      ),
    ...answers.flatMap(routeLines),
    ...vpnFixLines(fixes),
    '',
  ]);
  return `${lines.map(printable).join('\n')}`;
}
