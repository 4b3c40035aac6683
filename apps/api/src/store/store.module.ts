import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import type { Settings } from '@ringcheck/contracts';
import type { Store } from '@ringcheck/store';
import { keys, type Wake } from './tokens.js';

/** Makes each face of the store injectable by itself, so that a service lists exactly what it uses. */
@Module({})
export class StoreModule {
  static of(parts: {
    readonly store: Store;
    readonly settings: Settings;
    readonly wake: Wake;
  }): DynamicModule {
    const { store } = parts;
    const providers: Provider[] = [
      { provide: keys.settings, useValue: parts.settings },
      { provide: keys.wake, useValue: parts.wake },
      { provide: keys.store, useValue: store },
      { provide: keys.uploads, useValue: store.uploads },
      { provide: keys.documents, useValue: store.documents },
      { provide: keys.devices, useValue: store.devices },
      { provide: keys.findings, useValue: store.findings },
      { provide: keys.scans, useValue: store.scans },
      { provide: keys.schedules, useValue: store.schedules },
      { provide: keys.slots, useValue: store.slots },
      { provide: keys.history, useValue: store.history },
      { provide: keys.notifiers, useValue: store.notifiers },
      { provide: keys.deliveries, useValue: store.deliveries },
      { provide: keys.work, useValue: store.work },
      { provide: keys.policies, useValue: store.policies },
      { provide: keys.attestations, useValue: store.attestations },
      { provide: keys.audit, useValue: store.audit },
    ];
    return { module: StoreModule, global: true, providers, exports: providers };
  }
}
