export {
  cronFault,
  missedAfterMs,
  nextSlots,
  planSlots,
  type CronSpec,
  type PlannedSlot,
} from './cron/cron.js';
export {
  openQueue,
  type QueueBackend,
  type QueueOptions,
  type WakeQueue,
  type WakeUp,
  type WorkOptions,
} from './wake-queue.js';
