import type { DeviceItem, Problem, Scan, Schedule, ScheduleRun } from '@ringcheck/contracts';
import { Server } from '../faults/server.js';
import { Api } from './api.js';

const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
const header = 'serial,name,platform,os version,supervised,tags,last seen';
/** A plain inventory: when its devices were seen; serial, whether it is supervised, tags. */
const inventory = (
  seen: string,
  ...rows: readonly (readonly [string, boolean, string])[]
): Map<string, Uint8Array> =>
  new Map([
    [
      'inventory.csv',
      Buffer.from(
        [
          header,
          ...rows.map(
            ([serial, isSupervised, tags]) => `${serial},${serial},iOS,26.1,${isSupervised},${tags},${seen}`,
          ),
        ].join('\n'),
      ),
    ],
  ]);

const policy = `version: 1
groups:
  - { name: students, select: { tags: [student] }, intent: prohibited }
  - { name: staff, select: { default: true }, intent: required }
`;
const monday = inventory(
  hoursAgo(20),
  ['C02FAKE00001', true, 'student'],
  ['C02FAKE00002', true, 'student;lab'],
  ['C02FAKE00003', false, 'lab'],
  ['C02FAKE00004', true, ''],
);
/** One has left the group, one is new in it, one has changed outside. */
const tuesday = inventory(
  hoursAgo(2),
  ['C02FAKE00001', true, 'former'],
  ['C02FAKE00002', true, 'student;lab'],
  ['C02FAKE00003', true, 'lab'],
  ['C02FAKE00004', true, ''],
  ['C02FAKE00005', false, 'student'],
);

/** What holds now, without when it began. */
const present = [
  `SELECT public_id, verdict, expected, compliance, group_name, worst_rule, worst_outcome, finding_count FROM device
   WHERE vanished_scan IS NULL`,
  `SELECT d.public_id, i.rule_id, i.scope, i.cause, c.digest, coalesce(f.evidence, e.body)::text AS evidence
   FROM finding f JOIN device d ON d.id = f.device_id JOIN finding_identity i ON i.id = f.identity_id
   JOIN finding_content c ON c.id = f.content_id LEFT JOIN shared_part e ON e.id = f.evidence_id
   WHERE f.to_scan_seq IS NULL`,
  `SELECT d.public_id, v.verdict, v.digest, v.own::text FROM verdict_interval v JOIN device d ON d.id = v.device_id
   WHERE v.to_scan_seq IS NULL`,
  `SELECT group_id IS NULL AS due FROM group_dirty`,
];

describe('scans of a part of the fleet', () => {
  let server: Server;
  let api: Api;
  beforeAll(async () => {
    server = await Server.start({ env: { RINGCHECK_WORKERS: '1' } });
    api = new Api(server.product.url);
  });
  afterAll(async () => {
    await server.stop();
  });

  async function anew(): Promise<void> {
    await server.empty();
    await api.post('/policies', { text: policy });
  }
  async function upload(files: ReadonlyMap<string, Uint8Array>): Promise<void> {
    await api.decoded((await api.uploadFiles(files)).id);
  }
  const scan = async (scope: object): Promise<Scan> =>
    api.scanned((await api.post<Scan>('/scans', scope)).id);
  const groups = async () =>
    (await api.all<DeviceItem>('/devices?sort=id')).map(({ id, group }) => `${id.slice(-1)} ${group}`);
  const state = async (): Promise<string[]> => {
    const lines: string[] = [];
    for (const sql of present) {
      const rows = await server.rows<{ line: string }>(`SELECT row_to_json(t)::text AS line FROM (${sql}) t`);
      lines.push(...rows.map(({ line }) => line).sort());
    }
    return lines;
  };

  it('judge the devices that are in the group now, new ones too, and leave the others due', async () => {
    await anew();
    await upload(monday);
    const first = await scan({ groups: ['students'] });
    expect([first.devices, first.scope]).toEqual([2, { groups: ['students'] }]);
    expect(await groups()).toEqual(['1 students', '2 students']);
    expect((await scan({ groups: ['students'] })).devices).toBe(0);
    await upload(tuesday);
    expect((await scan({ groups: ['students'] })).devices).toBe(1);
    expect(await groups()).toEqual(['1 students', '2 students', '5 students']);
    expect((await scan({ groups: ['staff'], tags: ['lab'] })).devices).toBe(1);
    expect((await scan({ tags: ['lab'] })).devices).toBe(0);
    const whole = await scan({});
    expect([whole.devices, whole.scope]).toEqual([2, undefined]);
    expect(await groups()).toEqual(['1 staff', '2 students', '3 staff', '4 staff', '5 students']);
  });

  it('end, with a whole scan, where one full scan of an empty database ends', async () => {
    const inParts = await state();
    expect(inParts.length).toBeGreaterThan(10);
    await anew();
    await upload(monday);
    await upload(tuesday);
    await scan({});
    expect(inParts).toEqual(await state());
  });

  it('name a group that the policy does not have', async () => {
    const response = await fetch(`${server.product.url}/api/v1/scans`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ groups: ['staff', 'pupils'] }),
    });
    const { detail, errors } = (await response.json()) as Problem;
    expect(response.status).toBe(400);
    expect(detail).toContain('no group "pupils"; it has: students, staff');
    expect(errors?.[0]?.path).toBe('groups.1');
  });

  it('can be scheduled', async () => {
    const plan = {
      name: 'labs',
      cron: '0 3 1 1 *',
      timeZone: 'Europe/Berlin',
      tags: ['lab'],
      groups: ['st*'],
    };
    const schedule = await api.post<Schedule>('/schedules', plan);
    expect([schedule.tags, schedule.groups, schedule.devices]).toEqual([['lab'], ['st*'], undefined]);
    const run = await api.post<ScheduleRun>(`/schedules/${schedule.id}/run`);
    const ended = await api.scanned(run.scanId ?? '');
    expect([ended.status, ended.scope]).toEqual(['done', { groups: ['st*'], tags: ['lab'] }]);
    await expect(api.post('/schedules', { ...plan, groups: ['pupils'] })).rejects.toThrow(
      'no group \\"pupils\\"',
    );
  });
});
