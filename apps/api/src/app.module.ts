import { Module, type DynamicModule } from '@nestjs/common';
import type { Settings } from '@ringcheck/contracts';
import type { Store } from '@ringcheck/store';
import { AttestationsModule } from './attestations/attestations.module.js';
import { DevicesModule } from './devices/devices.module.js';
import { DocumentsModule } from './documents/documents.module.js';
import { FirewallModule } from './firewall/firewall.module.js';
import { HealthModule } from './health/health.module.js';
import { HistoryModule } from './history/history.module.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { NotifiersModule } from './notifiers/notifiers.module.js';
import { PoliciesModule } from './policies/policies.module.js';
import { RulesModule } from './rules/rules.module.js';
import { ScansModule } from './scans/scans.module.js';
import { SchedulesModule } from './schedules/schedules.module.js';
import { StoreModule } from './store/store.module.js';
import type { Wake } from './store/tokens.js';
import { PlacesModule } from './places/places.module.js';
import { SummaryModule } from './summary/summary.module.js';
import { UploadsModule } from './uploads/uploads.module.js';

@Module({})
export class AppModule {
  static of(parts: {
    readonly store: Store;
    readonly settings: Settings;
    readonly wake: Wake;
  }): DynamicModule {
    return {
      module: AppModule,
      imports: [
        StoreModule.of(parts),
        HealthModule,
        UploadsModule,
        DocumentsModule,
        FirewallModule,
        DevicesModule,
        ScansModule,
        SchedulesModule,
        HistoryModule,
        MetricsModule,
        NotifiersModule,
        PlacesModule,
        SummaryModule,
        PoliciesModule,
        RulesModule,
        AttestationsModule,
      ],
    };
  }
}
