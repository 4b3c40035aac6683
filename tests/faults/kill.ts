import type { Phase } from './cycle.js';
import type { Day } from './fleet.js';
import type { Caught } from './hold.js';
import type { Part, Running } from './processes.js';
import type { Server } from './server.js';

export const victims = ['process', 'postgres', 'session'] as const;
/** The API or worker that writes; the whole database server; the one server process that carries out the write. */
export type Victim = (typeof victims)[number];

/** A write of the product, by who does it and into what. */
export interface Place {
  readonly phase: Phase;
  readonly part: Part;
  readonly table: string;
  /** Only on this day; else on either. */
  readonly day?: Day;
}

const at = (phase: Phase, part: Part, tables: readonly string[]): Place[] =>
  tables.map((table) => ({ phase, part, table }));

export const places: readonly Place[] = [
  ...at('upload', 'api', ['blob', 'blob_chunk', 'upload', 'upload_file', 'work', 'audit_entry']),
  ...at('decode', 'worker', [
    'work',
    'document',
    'device_snapshot',
    'device_record',
    'document_sighting',
    'upload_file',
  ]),
  { phase: 'decode', part: 'worker', table: 'profile', day: 0 },
  { phase: 'decode', part: 'worker', table: 'policy_version', day: 0 },
  ...at('scan', 'api', ['scan', 'work']),
  ...at('scan', 'worker', [
    'scan',
    'scan_chunk',
    'live_snapshot',
    'device',
    'verdict_interval',
    'finding',
    'group_judged',
    'scan_count',
    'work',
  ]),
  ...at('schedule', 'api', ['schedule']),
  ...at('schedule', 'worker', ['schedule_slot', 'scan', 'work', 'finding']),
];

/** Deaths of API and workers, by the moment: `serve` gives up on a process that dies five times in a minute. */
const deaths: number[] = [];
const mostDeaths = 4;
const windowMs = 61_000;

/** How long to wait before so many processes may be killed without `serve` taking one for hopeless. */
export function pauseMs(now: number, kills = 1): number {
  const recent = deaths.filter((moment) => moment > now - windowMs);
  const first = recent.at(kills - 1 - mostDeaths);
  return first === undefined ? 0 : first + windowMs - now;
}

export function killPart({ pid }: Running): void {
  process.kill(pid, 'SIGKILL');
  deaths.push(Date.now());
}

/** Kill with -9 while the write is held. */
export async function strike(server: Server, caught: Caught, victim: Victim): Promise<void> {
  switch (victim) {
    case 'process':
      killPart(caught.owner);
      break;
    case 'postgres':
      process.kill((await server.postmaster()).pid, 'SIGKILL');
      break;
    case 'session':
      process.kill(caught.backend, 'SIGKILL');
      break;
  }
}
