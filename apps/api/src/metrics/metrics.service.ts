import { Inject, Injectable } from '@nestjs/common';
import type { Devices, Scans, Work } from '@ringcheck/store';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { keys } from '../store/tokens.js';

/** Figures for Prometheus: of the fleet and the work from the database, of this process from itself. */
@Injectable()
export class MetricsService {
  private readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'ringcheck_http_request_duration_seconds',
    help: 'Time to answer a request of the API',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.02, 0.05, 0.1, 0.15, 0.3, 1, 3, 10],
    registers: [this.registry],
  });
  private readonly devices = this.gauge('ringcheck_devices', 'Devices by verdict', 'verdict');
  private readonly compliance = this.gauge(
    'ringcheck_devices_compliance',
    'Devices by compliance with the intent of their group',
    'compliance',
  );
  private readonly work = this.gauge('ringcheck_work_open', 'Work that waits or runs, by kind', 'kind');
  private readonly openScans = this.gauge('ringcheck_scans_open', 'Scans that are queued or running');
  private readonly lastScan = this.gauge(
    'ringcheck_last_scan_finished_seconds',
    'When the last good scan ended, in seconds since 1970',
  );
  private readonly lastDuration = this.gauge(
    'ringcheck_last_scan_duration_seconds',
    'How long the last good scan took',
  );

  constructor(
    @Inject(keys.devices) private readonly fleet: Devices,
    @Inject(keys.scans) private readonly scans: Scans,
    @Inject(keys.work) private readonly rows: Work,
  ) {
    collectDefaultMetrics({ register: this.registry, prefix: 'ringcheck_' });
  }

  private gauge(name: string, help: string, ...labelNames: string[]): Gauge {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }

  observe(
    request: { readonly method: string; readonly route: string; readonly status: number },
    seconds: number,
  ) {
    this.requests.observe({ ...request, status: String(request.status) }, seconds);
  }

  readonly contentType = this.registry.contentType;

  async text(): Promise<string> {
    const [counts, last, open, work] = await Promise.all([
      this.fleet.count(),
      this.scans.latestDone(),
      this.scans.open(),
      this.rows.open(),
    ]);
    for (const [verdict, devices] of Object.entries(counts.verdicts)) this.devices.set({ verdict }, devices);
    for (const [compliance, devices] of Object.entries(counts.compliance))
      this.compliance.set({ compliance }, devices);
    this.openScans.set(open.length);
    // A kind that has nothing left must not keep its last figure.
    this.work.reset();
    for (const { kind, count } of work) this.work.set({ kind }, count);
    if (last?.finishedAt !== undefined) {
      this.lastScan.set(Date.parse(last.finishedAt) / 1_000);
      if (last.startedAt !== undefined)
        this.lastDuration.set((Date.parse(last.finishedAt) - Date.parse(last.startedAt)) / 1_000);
    }
    return this.registry.metrics();
  }
}
