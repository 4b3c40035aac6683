import type { DeviceIdentity, DeviceRecord } from '@ringcheck/model';
import { startTestStore, workKinds, type Store } from '@ringcheck/store';
import fc from 'fast-check';
import type { WorkHandler, WorkRef } from '../runtime/outcome.js';
import { ChunkService } from './chunk.service.js';
import { CloseService } from './close.service.js';
import { PlanService } from './plan.service.js';
import { WorldCache } from './world-cache.js';

const at = { offset: 0, line: 1, column: 1 };
const hour = 3_600_000;
const start = Date.UTC(2026, 10, 22, 8);

/** What scans make; documents, policy and answers are what they make it of. */
const made = [
  'scan',
  'scan_chunk',
  'scan_count',
  'scan_epoch',
  'device',
  'device_alias',
  'verdict_interval',
  'finding',
  'device_group',
  'group_member',
  'group_dirty',
  'group_judged',
  'group_end',
  'contested_serial',
  'live_snapshot',
  'profile_winner',
  'grouping_progress',
  'work',
];

/** What holds now, without when it began; a review may be kept earlier than it need be. */
const present = [
  `SELECT public_id, verdict, expected, compliance, worst_rule, worst_outcome, finding_count, fingerprint
   FROM device WHERE vanished_scan IS NULL`,
  `SELECT d.public_id, i.rule_id, i.scope, i.cause, c.digest, coalesce(f.evidence, e.body)::text AS evidence
   FROM finding f JOIN device d ON d.id = f.device_id JOIN finding_identity i ON i.id = f.identity_id
   JOIN finding_content c ON c.id = f.content_id LEFT JOIN shared_part e ON e.id = f.evidence_id
   WHERE f.to_scan_seq IS NULL`,
  `SELECT d.public_id, v.verdict, v.digest, v.own::text, coalesce(v.notes, n.body)::text AS notes
   FROM verdict_interval v JOIN device d ON d.id = v.device_id LEFT JOIN shared_part n ON n.id = v.notes_id
   WHERE v.to_scan_seq IS NULL`,
];

const phone: DeviceIdentity = { serial: 'C02FAKE00001', udid: 'FAKE-0001' };
const phoneById: DeviceIdentity = { udid: 'FAKE-0001' };
const tablet: DeviceIdentity = { serial: 'C02FAKE00002' };

describe('answers given on the server', () => {
  let store: Store;
  let kept: WorldCache;
  let now = start;
  let documents = 0;
  beforeAll(async () => {
    store = await startTestStore();
    kept = new WorldCache(store);
  });
  afterAll(() => store.close());
  beforeEach(() => empty());

  async function empty(): Promise<void> {
    const { rows } = await store.pool.query<{ names: string }>(
      `SELECT string_agg(quote_ident(tablename), ', ') AS names FROM pg_tables WHERE schemaname = 'public'
       AND tablename NOT IN ('_prisma_migrations', 'shared_part', 'record_form', 'finding_identity', 'finding_content')`,
    );
    await store.pool.query(`TRUNCATE ${rows[0]?.names ?? ''} CASCADE`);
    now = start;
  }
  const clock = () => new Date(now).toISOString();

  async function send(...devices: readonly (readonly [DeviceIdentity, string])[]): Promise<void> {
    const name = `export-${++documents}`;
    const records = devices.map(([identity, told]): DeviceRecord => ({
      identity,
      creates: true,
      basis: 'reported',
      claims: {
        platform: { value: 'iOS', at },
        osVersion: { value: '26.1', at },
        name: { value: told, at },
      },
      at,
    }));
    const bytes = (async function* () {
      yield await Promise.resolve(Buffer.from(name));
    })();
    const upload = await store.uploads.save({
      actor: 'tester',
      receivedAt: clock(),
      files: [{ path: `${name}.csv`, bytes }],
    });
    const [file] = upload.files;
    await store.documents.save(file?.id ?? 0, {
      decoderVersion: '1',
      documents: [
        {
          ref: { path: `${name}.csv`, sha256: file?.sha256 ?? '' },
          kind: 'inventory-csv',
          status: 'ingested',
          diagnostics: [],
          devices: records,
          profiles: [],
          receivedAt: clock(),
        },
      ],
      outcome: () => ({ status: 'ingested', kind: 'inventory-csv', diagnostics: [] }),
    });
  }

  /** A scan of the fleet to its end, by the worker that made those before it unless another is named; gives the number of devices judged or found as they were. */
  async function scan(worlds = kept): Promise<number> {
    const handlers = new Map<string, WorkHandler>([
      [workKinds.scanPlan, new PlanService(store, 2, clock)],
      [workKinds.scanChunk, new ChunkService(store, worlds)],
      [workKinds.scanClose, new CloseService(store)],
    ]);
    const { id } = await store.scans.request({ scope: {}, trigger: 'manual', requestedAt: clock() });
    const waiting: WorkRef[] = [{ kind: workKinds.scanPlan, key: id }];
    for (let work = waiting.shift(); work !== undefined; work = waiting.shift()) {
      const outcome = await handlers.get(work.kind)?.run(work.key);
      if (outcome?.status === 'done') waiting.push(...(outcome.wake ?? []));
    }
    const ended = await store.scans.get(id);
    if (ended?.status !== 'done') throw new Error(`the scan is ${ended?.status}`);
    return ended.counts?.devices ?? 0;
  }

  /** As the API does it; undefined where no scan has met such a device. */
  async function give(name: string, question: string, answer: string, expires: string) {
    const device = await store.devices.get(name);
    if (device === undefined) return undefined;
    const { publicId, aliases } = device;
    return store.attestations.give(
      { device: publicId, aliases, question, answer, owner: 'desk@example.org', expires },
      clock(),
    );
  }

  /** Outcome of a question on a device as the last scan left it. */
  async function outcome(name: string, question: string): Promise<string | undefined> {
    const device = await store.devices.get(name);
    const verdict = device === undefined ? undefined : await store.devices.verdict(device.id);
    const { outcomes = [] } = (verdict?.results ?? {}) as { outcomes?: readonly (readonly string[])[] };
    return outcomes.find(([rule]) => rule === question)?.[1];
  }
  async function notes(name: string): Promise<readonly string[]> {
    const device = await store.devices.get(name);
    const verdict = device === undefined ? undefined : await store.devices.verdict(device.id);
    return ((verdict?.notes ?? []) as { message: string }[]).map(({ message }) => message);
  }
  async function state(): Promise<readonly string[]> {
    const lines: string[] = [];
    for (const sql of present) {
      const { rows } = await store.pool.query<{ line: string }>(
        `SELECT row_to_json(t)::text AS line FROM (${sql}) t`,
      );
      lines.push(...rows.map(({ line }) => line).sort());
    }
    return lines;
  }

  it('change the outcome with the next scan, of their device alone', async () => {
    await send([phone, 'phone'], [tablet, 'tablet']);
    await scan();
    expect(await outcome('serial:C02FAKE00001', 'ask-focus')).toBeUndefined();
    await give('serial:C02FAKE00001', 'ask-focus', 'on', '2026-12-31');
    expect(await outcome('serial:C02FAKE00001', 'ask-focus')).toBeUndefined();
    expect(await scan()).toBe(1);
    expect(await outcome('serial:C02FAKE00001', 'ask-focus')).toBe('limited');
    expect(await outcome('serial:C02FAKE00002', 'ask-focus')).toBeUndefined();
    expect(await scan()).toBe(0);
  });

  it('open again by themselves when their last day is over', async () => {
    await send([phone, 'phone']);
    await scan();
    await give('serial:C02FAKE00001', 'ask-focus', 'on', '2026-11-23');
    await scan();
    now = Date.UTC(2026, 10, 23, 23, 59, 59);
    expect([await scan(), await outcome('serial:C02FAKE00001', 'ask-focus')]).toEqual([0, 'limited']);
    now = Date.UTC(2026, 10, 24);
    expect([await scan(), await outcome('serial:C02FAKE00001', 'ask-focus')]).toEqual([1, 'not-applicable']);
    expect(await notes('serial:C02FAKE00001')).toContain('answer-ended');
  });

  it('leave the question open again when they are withdrawn, without a word', async () => {
    await send([phone, 'phone']);
    await scan();
    const before = await state();
    const given = await give('serial:C02FAKE00001', 'ask-connection', 'no', '2026-12-31');
    await scan();
    expect((await store.devices.get('serial:C02FAKE00001'))?.verdict).toBe('blocked');
    await store.attestations.withdraw(given?.id ?? '', clock());
    expect(await scan()).toBe(1);
    expect(await state()).toEqual(before);
  });

  it('count once when two are given at the same time', async () => {
    await send([phone, 'phone']);
    await scan();
    const given = await Promise.all(
      ['on', 'off'].map((answer) => give('serial:C02FAKE00001', 'ask-focus', answer, '2026-12-31')),
    );
    const { items } = await store.attestations.page({ limit: 9 });
    expect(given.map((one) => one?.id)).toContain(items[0]?.id);
    await scan();
    expect(items).toHaveLength(1);
    expect(await outcome('serial:C02FAKE00001', 'ask-focus')).toBe(
      items[0]?.answer === 'on' ? 'limited' : 'clear',
    );
    expect(await notes('serial:C02FAKE00001')).not.toContain('answers-differ');
  });

  it('stay with a device that is known by a better name since', async () => {
    await send([phoneById, 'phone']);
    await scan();
    await give('udid:FAKE-0001', 'ask-focus', 'on', '2026-12-31');
    await send([phone, 'phone']);
    await scan();
    expect(await outcome('serial:C02FAKE00001', 'ask-focus')).toBe('limited');
    await give('udid:FAKE-0001', 'ask-focus', 'off', '2026-12-31');
    await scan();
    expect(await outcome('serial:C02FAKE00001', 'ask-focus')).toBe('clear');
  });

  it('stand against one of the policy: the newer counts, and a note names both', async () => {
    await send([phone, 'phone']);
    await store.policies.save(
      `version: 1
attestations:
  - { question: ask-focus, answer: on, device: C02FAKE00001, owner: it@example.org, date: 2026-11-20, expires: 2026-12-31 }
`,
      'tester',
    );
    await scan();
    expect(await outcome('serial:C02FAKE00001', 'ask-focus')).toBe('limited');
    await give('serial:C02FAKE00001', 'ask-focus', 'off', '2026-12-01');
    await scan();
    expect(await outcome('serial:C02FAKE00001', 'ask-focus')).toBe('clear');
    expect(await notes('serial:C02FAKE00001')).toContain('answers-differ');
    now = Date.UTC(2026, 11, 2);
    await scan();
    expect(await outcome('serial:C02FAKE00001', 'ask-focus')).toBe('limited');
  });

  const step = fc.oneof(
    { weight: 2, arbitrary: fc.constant({ kind: 'scan' } as const) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('send' as const),
        identity: fc.constantFrom(phone, phoneById, tablet),
        told: fc.constantFrom('one', 'two'),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('give' as const),
        device: fc.constantFrom('serial:C02FAKE00001', 'udid:FAKE-0001', 'serial:C02FAKE00002'),
        question: fc.constantFrom('ask-focus', 'ask-connection'),
        answer: fc.integer({ min: 0, max: 1 }),
        days: fc.integer({ min: 0, max: 2 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('withdraw' as const), nth: fc.integer({ min: 0, max: 3 }) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 30 }) }),
    },
  );
  const answers: Readonly<Record<string, readonly [string, string]>> = {
    'ask-focus': ['on', 'off'],
    'ask-connection': ['yes', 'no'],
  };

  it('end where one scan of an empty database ends, whatever was sent, given, withdrawn and scanned before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
        await empty();
        await send([phoneById, 'one'], [tablet, 'one']);
        await scan();
        for (const one of steps) {
          now += 60_000;
          switch (one.kind) {
            case 'scan':
              await scan();
              break;
            case 'send':
              await send([one.identity, one.told]);
              break;
            case 'give':
              await give(
                one.device,
                one.question,
                answers[one.question]?.[one.answer] ?? '',
                new Date(now + one.days * 24 * hour).toISOString().slice(0, 10),
              );
              break;
            case 'withdraw':
              await store.attestations.withdraw(
                (await store.attestations.page({ limit: 9 })).items[one.nth]?.id ?? '',
                clock(),
              );
              break;
            case 'wait':
              now += one.hours * hour;
              break;
          }
        }
        await scan();
        const inSteps = await state();
        await store.pool.query(`TRUNCATE ${made.join(', ')} CASCADE`);
        await scan(new WorldCache(store));
        expect(inSteps).toEqual(await state());
      }),
      { numRuns: 25, interruptAfterTimeLimit: 90_000 },
    );
  }, 180_000);
});
