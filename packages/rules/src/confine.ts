import { payloadTypes } from '@ringcheck/catalog';
import { getString, type Evidence } from '@ringcheck/model';
import type { Picture } from '@ringcheck/assemble';
import type { Effective } from '@ringcheck/effective';
import type { Finding } from './evaluation.js';
import { isTrue } from './judge/setting.js';
import { settingEvidence } from './judge/evidence.js';

const onlyManaged = 'forceWiFiToAllowedNetworksOnly';

/**
 * What stops calls in a network stops them altogether on a device that cannot leave it: managed Wi-Fi only, every
 * managed network of it this one, and known to have no cellular. The proof is asked for only where it matters.
 */
export function confined(
  picture: Picture,
  findings: readonly Finding[],
  proof: (ssids: readonly string[]) => readonly Evidence[],
): readonly Finding[] {
  const { network } = picture;
  if (network === undefined || network.definition.fixed === true) return findings;
  const scope = `network:${network.definition.name}`;
  const isStop = (finding: Finding) => finding.outcome === 'limited' && finding.scope === scope;
  if (!isWifiOnly(picture) || !findings.some(isStop)) return findings;
  const evidence = proof(network.definition.match.ssid ?? []);
  return evidence.length === 0
    ? findings
    : findings.map((finding) => (isStop(finding) ? blocked(finding, evidence) : finding));
}

function isWifiOnly({ facts }: Picture): boolean {
  return facts.hasCellular?.value === false || facts.platform?.value === 'visionOS';
}

/** What proves that a device joins no Wi-Fi networks but these; empty when it is not proven. */
export function confinement(
  { installed }: Pick<Picture, 'installed'>,
  effective: Effective,
  ssids: readonly string[],
): readonly Evidence[] {
  if (installed.knowledge !== 'listed' || installed.managedOnly === true) return [];
  const setting = effective
    .settings(payloadTypes.restrictions, onlyManaged)
    .find(({ channel, value }) => channel.kind === 'device' && isTrue(value));
  const networks = effective.payloads(payloadTypes.wifi);
  if (setting === undefined || networks.length === 0) return [];
  if (effective.undetermined(payloadTypes.wifi).length > 0) return [];
  const isThis = networks.every(({ settings }) => ssids.includes(getString(settings, 'SSID_STR') ?? ''));
  return isThis ? [...settingEvidence(setting), ...networks.map(({ evidence }) => evidence)] : [];
}

function blocked({ scope: _scope, ...finding }: Finding, evidence: readonly Evidence[]): Finding {
  return {
    ...finding,
    outcome: 'blocked',
    control: 'circumstance',
    evidence: [...finding.evidence, ...evidence],
  };
}
