import { coverageRatio, optional } from '@ringcheck/model';
import { Inject, Injectable } from '@nestjs/common';
import type { DeviceItem as ApiDevice, DeviceQuery, DeviceReport, Page } from '@ringcheck/contracts';
import { findRule } from '@ringcheck/rules';
import {
  Kept,
  type DeviceItem,
  type Devices,
  type Findings,
  type ListedDevice,
  type Policies,
} from '@ringcheck/store';
import { notFound } from '../http/problem.js';
import { keys } from '../store/tokens.js';
import { CurrentPolicy } from './current-policy.js';
import { storedReport } from './stored-report.js';

@Injectable()
export class DevicesService {
  private readonly policy: CurrentPolicy;
  private readonly pages = new Kept();

  constructor(
    @Inject(keys.devices) private readonly devices: Devices,
    @Inject(keys.findings) private readonly findings: Findings,
    @Inject(keys.policies) policies: Policies,
  ) {
    this.policy = new CurrentPolicy(policies);
  }

  /**
   * As JSON: a page that many look at is read and written out once, until a scan writes. The past is asked for seldom: it
   * is not kept.
   */
  async page(query: DeviceQuery): Promise<string> {
    const read = async () => JSON.stringify(await this.readPage(query));
    if (query.asOf !== undefined) return read();
    const { counted, writes } = await this.devices.state();
    return this.pages.of(JSON.stringify(query), `${counted} ${writes}`, read);
  }

  private async readPage(query: DeviceQuery): Promise<Page<ApiDevice>> {
    const { cursor, asOf, q, rule, limit, sort, ...filter } = query;
    const given = Object.fromEntries(
      Object.entries({ ...filter, text: q, ruleId: rule }).filter(
        ([, value]) => value !== undefined && value !== '',
      ),
    );
    const { items, next, total } = await this.devices.page({
      limit,
      sort,
      filter: given,
      ...(cursor === undefined ? {} : { cursor }),
      ...(asOf === undefined ? {} : { asOf }),
    });
    return { items: items.map(deviceItem), ...optional('next', next), ...optional('total', total) };
  }

  async one(id: string, asOf: string | undefined): Promise<ApiDevice> {
    return deviceItem(await this.find(id, asOf));
  }

  async report(id: string, asOf: string | undefined): Promise<DeviceReport> {
    const device = await this.find(id);
    const verdict = await this.devices.verdict(device.id, asOf);
    if (verdict === undefined) throw notFound('verdict of the device at that moment', id);
    const findings = await this.findings.ofDevice(device.id, asOf);
    return storedReport(device, verdict, findings, await this.policy.get(), asOf ?? new Date().toISOString());
  }

  private async find(id: string, asOf?: string): Promise<DeviceItem> {
    const device = await this.devices.get(id, asOf);
    if (device === undefined) throw notFound(asOf === undefined ? 'device' : 'device at that moment', id);
    return device;
  }
}

export function deviceItem(device: ListedDevice): ApiDevice {
  return {
    id: device.publicId,
    ...(device.name === undefined ? {} : { name: device.name }),
    ...(device.serial === undefined ? {} : { serial: device.serial }),
    ...(device.udid === undefined ? {} : { udid: device.udid }),
    platform: device.platform ?? 'unknown',
    ...(device.osVersion === undefined ? {} : { osVersion: device.osVersion }),
    ...(device.group === undefined ? {} : { group: device.group }),
    ...(device.intent === undefined ? {} : { intent: device.intent }),
    ...(device.network === undefined ? {} : { network: device.network }),
    verdict: device.verdict,
    ...(device.expected === undefined ? {} : { expected: device.expected }),
    ...(device.compliance === undefined ? {} : { compliance: device.compliance }),
    coverage: coverageRatio(device.coverage),
    ...(device.worst === undefined ? {} : { worst: worstOf(device.worst) }),
    findings: device.findings,
  };
}

/** Title and outcome of the worst finding, in the few words a list has room for. */
function worstOf({ ruleId, outcome }: NonNullable<DeviceItem['worst']>): string {
  const title = findRule(ruleId)?.title ?? ruleId;
  return outcome === 'unknown' ? `Not known: ${title}` : title;
}
