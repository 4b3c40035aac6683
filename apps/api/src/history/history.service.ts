import { Inject, Injectable } from '@nestjs/common';
import type { ScanChange, ScanDiff, ScanDiffQuery, Trend, TrendQuery } from '@ringcheck/contracts';
import { optional } from '@ringcheck/model';
import { findRule } from '@ringcheck/rules';
import type { Change, History, Scan, Scans } from '@ringcheck/store';
import { notFound, ProblemError } from '../http/problem.js';
import { keys } from '../store/tokens.js';

@Injectable()
export class HistoryService {
  constructor(
    @Inject(keys.history) private readonly history: History,
    @Inject(keys.scans) private readonly scans: Scans,
  ) {}

  async diff(id: string, { against, kind, limit, cursor }: ScanDiffQuery): Promise<ScanDiff> {
    const to = await this.done(id);
    const from = against === undefined ? await this.before(to) : await this.done(against);
    if (from.seq >= to.seq)
      throw new ProblemError(400, 'against: it must be an earlier scan', [
        { path: 'against', message: 'must be an earlier scan than the one asked about' },
      ]);
    const [page, counts] = await Promise.all([
      this.history.diff({
        from: from.seq,
        to: to.seq,
        limit,
        ...optional('kind', kind),
        ...optional('cursor', cursor),
      }),
      this.history.countDiff(from.seq, to.seq),
    ]);
    return {
      from: sideOf(from),
      to: sideOf(to),
      counts: { ...counts },
      items: page.items.map(changeItem),
      ...optional('next', page.next),
    };
  }

  async trend({ group, dimension, key, ...rest }: TrendQuery): Promise<Trend> {
    const { since, until, limit } = rest;
    const points = await this.history.trend({
      dimension: group === undefined ? dimension : groupDimension(dimension),
      ...optional('key', group ?? key),
      ...optional('since', since),
      ...optional('until', until),
      limit,
    });
    return {
      items: points.map(({ scanId, at, counts }) => ({
        scan: scanId,
        at,
        // Pairs are joined by a line break; the group was asked for, so the other half is the key.
        counts: counts.map((each) => ({ ...each, key: each.key.slice(each.key.indexOf('\n') + 1) })),
      })),
    };
  }

  private async done(id: string): Promise<Scan> {
    const scan = await this.scans.get(id);
    if (scan === undefined) throw notFound('scan', id);
    if (scan.status !== 'done')
      throw new ProblemError(409, `The scan is ${scan.status}; only finished scans can be compared.`);
    return scan;
  }

  private async before(scan: Scan): Promise<Scan> {
    const earlier = await this.scans.doneBefore(scan.seq);
    if (earlier === undefined)
      throw new ProblemError(409, 'There is no finished scan before this one to compare with.');
    return earlier;
  }
}

function groupDimension(dimension: TrendQuery['dimension']): 'group.verdict' | 'group.compliance' {
  switch (dimension) {
    case 'verdict':
      return 'group.verdict';
    case 'compliance':
      return 'group.compliance';
    default:
      throw new ProblemError(400, 'group: only verdict and compliance are kept per group', [
        { path: 'group', message: 'goes with dimension verdict or compliance' },
      ]);
  }
}

function sideOf({ id, now, requestedAt }: Scan): ScanDiff['from'] {
  return { scan: id, now: now ?? requestedAt };
}

function changeItem({ kind, publicId, name, finding, verdict }: Change): ScanChange {
  return {
    kind,
    device: publicId,
    ...optional('name', name),
    ...(finding === undefined
      ? {}
      : {
          finding: {
            ruleId: finding.ruleId,
            title: findRule(finding.ruleId)?.title ?? finding.ruleId,
            ...optional('scope', finding.scope === '' ? undefined : finding.scope),
            cause: finding.cause,
            outcome: finding.outcome,
            ...optional('before', finding.before),
            severity: finding.severity,
            stage: finding.stage,
          },
        }),
    ...(verdict === undefined ? {} : { verdict: { ...verdict } }),
  };
}
