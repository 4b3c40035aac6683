import { coverageRatio, compareText } from '@ringcheck/model';
import { Inject, Injectable } from '@nestjs/common';
import type { FleetSummary, ReportCause, ReportGap } from '@ringcheck/contracts';
import { endOfWaiver } from '@ringcheck/policy';
import { reportCause } from '@ringcheck/report';
import type { MessageData } from '@ringcheck/rules';
import {
  Kept,
  scanItem,
  together,
  type CauseCount,
  type Devices,
  type Documents,
  type Findings,
  type FleetState,
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
  private readonly kept = new Kept();
  private readonly documentsNow: () => Promise<number>;

  constructor(
    @Inject(keys.devices) private readonly devices: Devices,
    @Inject(keys.documents) private readonly documents: Documents,
    @Inject(keys.findings) private readonly findings: Findings,
    @Inject(keys.scans) private readonly scans: Scans,
    @Inject(keys.policies) policies: Policies,
  ) {
    this.policy = new CurrentPolicy(policies);
    this.documentsNow = together(() => this.documents.count());
  }

  async summary(asOf?: string): Promise<FleetSummary> {
    const state = await this.stateOf(asOf);
    const [counts, documents, causes, gaps, scan, hiddenByWaivers] = await Promise.all([
      this.ofScan('count', state, () => this.devices.count(asOf)),
      state === undefined ? this.documents.count(asOf) : this.documentsNow(),
      this.ofScan('causes', state, () => this.readCauses(asOf)),
      this.ofScan('gaps', state, () => this.readGaps(asOf)),
      this.ofScan('scan', state, () => this.scans.latestDone(asOf)),
      this.hiddenByWaivers(state, asOf),
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

  async causes(asOf?: string): Promise<ReportCause[]> {
    return this.ofScan('causes', await this.stateOf(asOf), () => this.readCauses(asOf));
  }

  async gaps(asOf?: string): Promise<ReportGap[]> {
    return this.ofScan('gaps', await this.stateOf(asOf), () => this.readGaps(asOf));
  }

  /** Of now; the past is asked for seldom, so that nothing of it is kept. */
  private async stateOf(asOf: string | undefined): Promise<FleetState | undefined> {
    return asOf === undefined ? this.devices.state() : undefined;
  }

  /** Changes with the end of a scan only; until then the answer stands. */
  private ofScan<T>(name: string, state: FleetState | undefined, read: () => Promise<T>): Promise<T> {
    return state === undefined ? read() : this.kept.of(name, String(state.done), read);
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
  private async hiddenByWaivers(state: FleetState | undefined, asOf: string | undefined): Promise<number> {
    const policy = await (state === undefined ? this.policy.get() : this.policy.of(state));
    const moment = asOf === undefined ? Date.now() : Date.parse(asOf);
    const active = policy.waivers.filter(({ expires }) => Date.parse(endOfWaiver(expires)) > moment);
    if (active.length === 0) return 0;
    const count = () => this.findings.hidden(coveringWaivers(active), asOf);
    if (state === undefined) return count();
    // Findings change with scans and waivers with policies: until then the sum stands.
    return this.kept.of('hidden', JSON.stringify([state.done, policy.sha256, active]), count);
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
