import { coverageRatio, compareText } from '@ringcheck/model';
import { Inject, Injectable } from '@nestjs/common';
import type { FleetSummary, ReportCause, ReportGap } from '@ringcheck/contracts';
import { reportCause } from '@ringcheck/report';
import type { MessageData } from '@ringcheck/rules';
import type { CauseCount, Devices, Documents, Findings, Scans } from '@ringcheck/store';
import { scanItem } from '../scans/scan-item.js';
import { keys } from '../store/tokens.js';

const mostRows = 50;

@Injectable()
export class SummaryService {
  constructor(
    @Inject(keys.devices) private readonly devices: Devices,
    @Inject(keys.documents) private readonly documents: Documents,
    @Inject(keys.findings) private readonly findings: Findings,
    @Inject(keys.scans) private readonly scans: Scans,
  ) {}

  async summary(): Promise<FleetSummary> {
    const [counts, documents, causes, gaps, scan, hiddenByWaivers] = await Promise.all([
      this.devices.count(),
      this.documents.count(),
      this.causes(),
      this.gaps(),
      this.scans.latestDone(),
      this.hiddenByWaivers(),
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

  async causes(): Promise<ReportCause[]> {
    const causes = (await this.findings.causes(mostRows)).map(causeItem);
    return causes.sort(
      (a, b) => b.devices - a.devices || b.findings - a.findings || compareText(a.key, b.key),
    );
  }

  async gaps(): Promise<ReportGap[]> {
    const gaps = await this.findings.gaps(mostRows);
    const items = gaps.flatMap(({ devices, sample }) =>
      sample.gap === undefined
        ? []
        : [{ key: sample.gap.key, title: sample.gap.title, devices, how: sample.gap.how }],
    );
    return items.sort((a, b) => b.devices - a.devices || compareText(a.key, b.key));
  }

  /** Findings of the devices that comply by a waiver only. */
  private async hiddenByWaivers(): Promise<number> {
    let sum = 0;
    let cursor: string | undefined;
    do {
      const page = await this.devices.page({
        limit: 500,
        filter: { compliance: 'waived' },
        ...(cursor === undefined ? {} : { cursor }),
      });
      for (const device of page.items) sum += device.findings;
      cursor = page.next;
    } while (cursor !== undefined);
    return sum;
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
