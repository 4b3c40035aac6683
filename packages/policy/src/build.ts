import type { DocumentRef, Position } from '@ringcheck/model';
import { defaultPolicy } from './default-policy.js';
import { portRange } from './schema-flows.js';
import type { PolicyFile } from './schema.js';
import { thresholdsFrom } from './thresholds.js';
import type {
  AccountsStatement,
  Group,
  Knowledge,
  NetworkDefinition,
  Policy,
  Quality,
  StatedFlow,
  StatedTunnel,
  VpnEgress,
} from './types.js';
import type { YamlTree } from './yaml-tree.js';

type Written<K extends keyof PolicyFile> = NonNullable<PolicyFile[K]>;
/** A validated value whose optional keys may also be present and undefined. */
type Loose<T> = { readonly [K in keyof T]: T[K] | undefined };

/** The model's policy from a validated file, each part with its place. */
export function policyFrom(file: PolicyFile, tree: YamlTree, ref: DocumentRef): Policy {
  const flows = flowsFrom(file.flows, tree);
  const tunnels = tunnelsFrom(file.tunnels, tree);
  return {
    path: ref.path,
    sha256: ref.sha256,
    groups: groupsFrom(file.groups, tree),
    accounts: accountsFrom(file.accounts, tree),
    externalControls: (file.externalControls ?? []).map((control, index) => ({
      ...control,
      match: compact(control.match),
      at: tree.at(['externalControls', index]),
    })),
    networks: (file.networks ?? []).map((network, index) =>
      networkFrom(network, flows, tree.at(['networks', index])),
    ),
    vpns: vpnsFrom(file, tunnels, tree),
    tunnels,
    flows,
    thresholds: thresholdsFrom(file.thresholds ?? {}),
    rules: Object.entries(file.rules ?? {}).map(([rule, override]) => ({ rule, ...compact(override) })),
    waivers: (file.waivers ?? []).map((waiver, index) => ({
      ...waiver,
      select: compact(waiver.select),
      at: tree.at(['waivers', index]),
    })),
    attestations: (file.attestations ?? []).map(({ select, ...stated }, index) => ({
      ...compact(stated),
      ...(select === undefined ? {} : { select: compact(select) }),
      at: tree.at(['attestations', index]),
    })),
    knowledge: knowledgeFrom(file, tree),
    expirySoonDays: file.expiry?.soonDays ?? defaultPolicy.expirySoonDays,
  };
}

function knowledgeFrom({ outages, latestVersions, region }: PolicyFile, tree: YamlTree): Knowledge {
  return {
    outages: (outages ?? []).map((stated, index) => ({
      ...compact(stated),
      at: tree.at(['outages', index]),
    })),
    latestVersions: compact(latestVersions ?? {}),
    countries: (region?.countries ?? []).map((row, index) => ({
      ...compact(row),
      at: tree.at(['region', 'countries', index]),
    })),
    suffixes: (region?.suffixes ?? []).map((row, index) => ({
      ...compact(row),
      suffix: row.suffix.map((letters) => letters.toUpperCase()),
      at: tree.at(['region', 'suffixes', index]),
    })),
  };
}

/** A file that names no group asks for what holds without a file. */
function groupsFrom(groups: PolicyFile['groups'], tree: YamlTree): readonly Group[] {
  if (groups === undefined) return defaultPolicy.groups;
  return groups.map((group, index) => ({
    ...compact(group),
    select: compact(group.select),
    at: tree.at(['groups', index]),
  }));
}

function accountsFrom(accounts: PolicyFile['accounts'], tree: YamlTree): AccountsStatement {
  const faceTime = accounts?.managed?.faceTime;
  if (faceTime === undefined) return {};
  const isOn = faceTime === 'on' || faceTime === true;
  return { managed: { faceTime: isOn ? 'on' : 'off', at: tree.at(['accounts', 'managed', 'faceTime']) } };
}

function tunnelsFrom(tunnels: PolicyFile['tunnels'], tree: YamlTree): readonly StatedTunnel[] {
  return (tunnels ?? []).map(({ select, ...tunnel }, index) => ({
    ...compact(tunnel),
    select: compact(select),
    at: tree.at(['tunnels', index]),
  }));
}

/** A tunnel from a file says for itself where it leaves. */
function vpnsFrom(
  { vpns }: PolicyFile,
  tunnels: readonly StatedTunnel[],
  tree: YamlTree,
): readonly VpnEgress[] {
  return [
    ...(vpns ?? []).map(({ match, egress }, index) => ({
      match: compact(match),
      egress,
      at: tree.at(['vpns', index]),
    })),
    ...tunnels.flatMap(({ config, egress, at }) =>
      egress === undefined ? [] : [{ match: { config: [config] }, egress, at }],
    ),
  ];
}

function flowsFrom(flows: PolicyFile['flows'], tree: YamlTree): readonly StatedFlow[] {
  return (flows ?? []).map(({ ports, destinations, ...stated }, index) => ({
    ...compact(stated),
    ...(ports === undefined ? {} : { ports: ports.flatMap(rangesOf) }),
    ...(destinations === undefined
      ? {}
      : { destinations: destinations.includes('any') ? 'any' : destinations }),
    at: tree.at(['flows', index]),
  }));
}

function rangesOf(written: number | string): readonly (readonly [number, number])[] {
  const range = portRange(written);
  return range === undefined ? [] : [range];
}

function networkFrom(
  network: Written<'networks'>[number],
  flows: readonly StatedFlow[],
  at: Position,
): NetworkDefinition {
  const { match, firewall, quality, ...rest } = network;
  return {
    ...compact(rest),
    match: compact(match ?? {}),
    firewall: firewall ?? [],
    ...(quality === undefined ? {} : { quality: compact<Quality>(quality) }),
    ...(flows.length === 0 ? {} : { flows }),
    at,
  };
}

/** Without the keys whose value is undefined. */
function compact<T extends object>(value: Loose<T>): T {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T;
}
