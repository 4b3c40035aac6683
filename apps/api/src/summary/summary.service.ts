import { coverageRatio, compareText } from '@ringcheck/model';
import { Inject, Injectable } from '@nestjs/common';
import type { FleetSummary, ReportCause, ReportGap } from '@ringcheck/contracts';
import { endOfWaiver } from '@ringcheck/policy';
import { reportCause } from '@ringcheck/report';
import type { MessageData } from '@ringcheck/rules';
import {
  scanItem,
  type CauseCount,
  type Devices,
  type Documents,
  type Findings,
  type Policies,
  type Scans,
} from '@ringcheck/store';
import { CurrentPolicy } from '../devices/current-policy.js';
import { keys } from '../store/tokens.js';
import { coveringWaivers } from './covering-waivers.js';

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
    if (asOf !== undefined) return this.findings.hidden(coveringWaivers(active), asOf);
    // Findings change with scans and waivers with policies: until then the sum stands.
    const scan = await this.scans.latestDone();
    const key = JSON.stringify([scan?.id, policy.sha256, active]);
    if (this.hidden?.key !== key) this.hidden = { key, sum: this.findings.hidden(coveringWaivers(active)) };
    const { sum } = this.hidden;
    return sum.catch((cause: unknown) => {
      this.hidden = undefined;
      throw cause;
    });
  }
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
