import type { Finding, Gap, MessageData } from '@ringcheck/rules';

/** The findings of one device, as `evaluateDevice` gives them. */
export interface DeviceFindings {
  readonly id: string;
  readonly findings: readonly Finding[];
}

/** One thing to change, with what it would free. */
export interface Cause {
  readonly key: string;
  readonly ruleId: string;
  readonly message: string;
  readonly data: MessageData;
  /** Devices with a finding of this cause. */
  readonly devices: number;
  readonly findings: number;
}

/** One missing thing, with the number of devices it would decide. */
export interface RankedGap extends Gap {
  readonly devices: number;
}

/** The stable key of what a finding asks to change; rules without a cause of their own share one per message. */
export function causeKey(finding: Finding): string {
  return finding.cause ?? `rule:${finding.ruleId}/${finding.message}`;
}

/** Causes ranked by how many devices they touch; unknowns are gaps and stand elsewhere. */
export function causesOf(devices: readonly DeviceFindings[]): Cause[] {
  const causes = new Map<string, { first: Finding; devices: Set<string>; findings: number }>();
  for (const device of byId(devices)) {
    for (const finding of device.findings) {
      if (finding.outcome === 'unknown') continue;
      const key = causeKey(finding);
      const held = causes.get(key);
      if (held === undefined) causes.set(key, { first: finding, devices: new Set([device.id]), findings: 1 });
      else {
        held.devices.add(device.id);
        held.findings++;
      }
    }
  }
  return [...causes]
    .map(([key, { first, devices: touched, findings }]) => ({
      key,
      ruleId: first.ruleId,
      message: first.message,
      data: first.data,
      devices: touched.size,
      findings,
    }))
    .sort((a, b) => b.devices - a.devices || b.findings - a.findings || (a.key < b.key ? -1 : 1));
}

/** Gaps ranked by how many devices they would decide. */
export function gapsOf(devices: readonly DeviceFindings[]): RankedGap[] {
  const gaps = new Map<string, { gap: Gap; devices: Set<string> }>();
  for (const device of byId(devices)) {
    for (const { gap } of device.findings) {
      if (gap === undefined) continue;
      const held = gaps.get(gap.key);
      if (held === undefined) gaps.set(gap.key, { gap, devices: new Set([device.id]) });
      else held.devices.add(device.id);
    }
  }
  return [...gaps.values()]
    .map(({ gap, devices: touched }) => ({ ...gap, devices: touched.size }))
    .sort((a, b) => b.devices - a.devices || (a.key < b.key ? -1 : 1));
}

/** In a fixed order, so that the words of a cause do not depend on which device came first. */
function byId(devices: readonly DeviceFindings[]): readonly DeviceFindings[] {
  return [...devices].sort((a, b) => (a.id < b.id ? -1 : 1));
}
