import { Inject, Injectable } from '@nestjs/common';
import type { Page, Scan as ApiScan, ScanRequest } from '@ringcheck/contracts';
import { optional } from '@ringcheck/model';
import { scanItem, workKinds, type Audit, type Policies, type Scans } from '@ringcheck/store';
import { notFound, ProblemError } from '../http/problem.js';
import { keys, type Wake } from '../store/tokens.js';
import { CurrentPolicy } from '../devices/current-policy.js';
import { scanEvents } from './scan-events.js';
import { scopeOf } from './scan-scope.js';

@Injectable()
export class ScansService {
  private readonly policy: CurrentPolicy;

  constructor(
    @Inject(keys.scans) private readonly scans: Scans,
    @Inject(keys.wake) private readonly wake: Wake,
    @Inject(keys.audit) private readonly audit: Audit,
    @Inject(keys.policies) policies: Policies,
  ) {
    this.policy = new CurrentPolicy(policies);
  }

  async start(request: ScanRequest): Promise<ApiScan> {
    const scan = await this.scans.request({
      scope: scopeOf(request, await this.policy.get()),
      trigger: 'manual',
      requestedAt: new Date().toISOString(),
    });
    await this.audit.write({ actor: 'local', action: 'scan.start', subject: scan.id });
    await this.wake([{ kind: workKinds.scanPlan, key: scan.id }]);
    return scanItem(scan);
  }

  async one(id: string): Promise<ApiScan> {
    const scan = await this.look(id);
    if (scan === undefined) throw notFound('scan', id);
    return scan;
  }

  private async look(id: string): Promise<ApiScan | undefined> {
    const scan = await this.scans.get(id);
    if (scan === undefined) return undefined;
    const before = scan.status === 'done' ? await this.scans.doneBefore(scan.seq) : undefined;
    return { ...scanItem(scan), ...optional('before', before?.id) };
  }

  async page(query: { limit: number; cursor?: string | undefined }): Promise<Page<ApiScan>> {
    const { items, next } = await this.scans.page({
      limit: query.limit,
      ...(query.cursor === undefined ? {} : { cursor: query.cursor }),
    });
    return { items: items.map(scanItem), ...(next === undefined ? {} : { next }) };
  }

  /** Refuses an unknown scan before the stream begins. */
  async events(id: string) {
    await this.one(id);
    return scanEvents((wanted) => this.look(wanted), id);
  }

  async cancel(id: string): Promise<ApiScan> {
    await this.one(id);
    if (!(await this.scans.cancel(id))) throw new ProblemError(409, 'The scan has already ended.');
    await this.audit.write({ actor: 'local', action: 'scan.cancel', subject: id });
    return this.one(id);
  }
}
