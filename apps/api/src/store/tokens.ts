import type { WorkRow } from '@ringcheck/store';

/** Tell the queue that rows of work are waiting; losing the call loses time, never work. */
export type Wake = (refs: readonly Pick<WorkRow, 'kind' | 'key'>[]) => Promise<void>;

export const keys = {
  settings: Symbol('settings'),
  wake: Symbol('wake'),
  store: Symbol('store'),
  uploads: Symbol('uploads'),
  documents: Symbol('documents'),
  devices: Symbol('devices'),
  findings: Symbol('findings'),
  scans: Symbol('scans'),
  schedules: Symbol('schedules'),
  slots: Symbol('slots'),
  history: Symbol('history'),
  notifiers: Symbol('notifiers'),
  deliveries: Symbol('deliveries'),
  work: Symbol('work'),
  policies: Symbol('policies'),
  attestations: Symbol('attestations'),
  audit: Symbol('audit'),
} as const;
