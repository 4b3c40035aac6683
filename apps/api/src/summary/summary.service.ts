import { coverageRatio, compareText, optional } from '@ringcheck/model';
import { Inject, Injectable } from '@nestjs/common';
import {
  storedResultSchema,
  type FleetSummary,
  type ReportCause,
  type ReportGap,
} from '@ringcheck/contracts';
import { hiddenByWaivers } from '@ringcheck/plan';
import {
  endOfWaiver,
  matchesSelector,
  type SelectableDevice,
  type Selector,
  type Waiver,
} from '@ringcheck/policy';
import { reportCause } from '@ringcheck/report';
import type { MessageData } from '@ringcheck/rules';
import {
  scanItem,
  type CauseCount,
  type DeviceItem,
  type Devices,
  type Documents,
  type Findings,
  type Policies,
  type Scans,
} from '@ringcheck/store';
import { CurrentPolicy } from '../devices/current-policy.js';
import { keys } from '../store/tokens.js';

const mostRows = 50;

@Injectable()
export class SummaryService {
  private readonly policy: CurrentPolicy;
  private readonly kept = new Map<
    string,
    { readonly scan: string | undefined; readonly answer: Promise<unknown> }
  >();
  private hidden: { readonly key: string; readonly sum: Promise<number> } | undefined;

  constructor(
    @Inject(keys.devices) private readonly devices: Devices,
    @Inject(keys.documents) private readonly documents: Documents,
    @Inject(keys.findings) private readonly findings: Findings,
    @Inject(keys.scans) private readonly scans: Scans,
    @Inject(keys.policies) policies: Policies,
  ) {
    this.policy = new CurrentPolicy(policies);
  }

  async summary(asOf?: string): Promise<FleetSummary> {
    const [counts, documents, causes, gaps, scan, hiddenByWaivers] = await Promise.all([
      this.ofScan('count', asOf, () => this.devices.count(asOf)),
      this.documents.count(asOf),
      this.causes(asOf),
      this.gaps(asOf),
      this.scans.latestDone(asOf),
      this.hiddenByWaivers(asOf),
    ]);
    return {
      ...(scan === undefined ? {} : { scan: scanItem(scan) }),
      devices: counts.devices,
      verdicts: { ...counts.verdicts },
      compliance: { ...counts.compliance },
      coverage: coverageRatio(counts.coverage),
      hiddenByWaivers,
      documents,
      causes,
      gaps,
    };
  }

  causes(asOf?: string): Promise<ReportCause[]> {
    return this.ofScan('causes', asOf, () => this.readCauses(asOf));
  }

  gaps(asOf?: string): Promise<ReportGap[]> {
    return this.ofScan('gaps', asOf, () => this.readGaps(asOf));
  }

  /** Changes with the end of a scan only; until then the answer stands. The past is asked for seldom: it is not kept. */
  private async ofScan<T>(name: string, asOf: string | undefined, read: () => Promise<T>): Promise<T> {
    if (asOf !== undefined) return read();
    const scan = (await this.scans.latestDone())?.id;
    const kept = this.kept.get(name);
    if (kept !== undefined && kept.scan === scan) return kept.answer as Promise<T>;
    const answer = read();
    this.kept.set(name, { scan, answer });
    answer.catch(() => this.kept.delete(name));
    return answer;
  }

  private async readCauses(asOf: string | undefined): Promise<ReportCause[]> {
    const causes = (await this.findings.causes(mostRows, asOf)).map(causeItem);
    return causes.sort(
      (a, b) => b.devices - a.devices || b.findings - a.findings || compareText(a.key, b.key),
    );
  }

  private async readGaps(asOf: string | undefined): Promise<ReportGap[]> {
    const gaps = await this.findings.gaps(mostRows, asOf);
    const items = gaps.flatMap(({ devices, sample }) =>
      sample.gap === undefined
        ? []
        : [{ key: sample.gap.key, title: sample.gap.title, devices, how: sample.gap.how }],
    );
    return items.sort((a, b) => b.devices - a.devices || compareText(a.key, b.key));
  }

  /** Findings that a waiver in force covers, counted as in every report. */
  private async hiddenByWaivers(asOf: string | undefined): Promise<number> {
    const policy = await this.policy.get();
    const moment = asOf === undefined ? Date.now() : Date.parse(asOf);
    const active = policy.waivers.filter(({ expires }) => Date.parse(endOfWaiver(expires)) > moment);
    if (active.length === 0) return 0;
    if (asOf !== undefined) return this.sumHidden(active, asOf);
    // Findings change with scans and waivers with policies: until then the sum stands.
    const scan = await this.scans.latestDone();
    const key = JSON.stringify([scan?.id, policy.sha256, active]);
    if (this.hidden?.key !== key) this.hidden = { key, sum: this.sumHidden(active, undefined) };
    const { sum } = this.hidden;
    return sum.catch((cause: unknown) => {
      this.hidden = undefined;
      throw cause;
    });
  }

  private async sumHidden(active: readonly Waiver[], asOf: string | undefined): Promise<number> {
    let sum = 0;
    let cursor: string | undefined;
    do {
      const page = await this.devices.page({
        limit: 500,
        ...optional('cursor', cursor),
        ...optional('asOf', asOf),
      });
      for (const device of page.items) sum += await this.hiddenOf(device, active, asOf);
      cursor = page.next;
    } while (cursor !== undefined);
    return sum;
  }

  /** Rows of a device are read only where a waiver may name it. */
  private async hiddenOf(
    device: DeviceItem,
    active: readonly Waiver[],
    asOf: string | undefined,
  ): Promise<number> {
    const possible = active.filter(({ select }) => mayName(select, device));
    if (device.findings === 0 || possible.length === 0) return 0;
    const verdict = await this.devices.verdict(device.id, asOf);
    if (verdict === undefined) return 0;
    const traits = storedResultSchema.parse(verdict.results).traits as SelectableDevice;
    const naming = possible.filter(({ select }) => matchesSelector(select, traits));
    if (naming.length === 0) return 0;
    return hiddenByWaivers(await this.findings.ofDevice(device.id, asOf), naming);
  }
}

/** Whether what a list of devices shows leaves it open that the selector takes the device. */
function mayName(select: Selector, device: DeviceItem): boolean {
  const { serials, udids, platform, group } = select;
  const shown: Selector = {
    ...optional('serials', serials),
    ...optional('udids', udids),
    ...optional('platform', platform),
    ...optional('group', group),
  };
  if (Object.keys(shown).length === 0) return true;
  return matchesSelector(shown, {
    ...optional('serial', device.serial),
    ...optional('udid', device.udid),
    ...optional('platform', device.platform),
    ...optional('group', device.group),
    tags: [],
  });
}

function causeItem({ key, devices, findings, sample }: CauseCount): ReportCause {
  return reportCause({
    key,
    ruleId: sample.ruleId,
    message: sample.message,
    data: sample.data as MessageData,
    devices,
    findings,
  });
}
