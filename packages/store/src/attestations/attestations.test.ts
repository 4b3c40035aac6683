import { emptyTables } from '../samples.js';
import { startTestStore } from '../testing.js';
import type { AttestationInput } from './types.js';

const answeredAt = '2026-11-22T08:00:00.000Z';
const later = '2026-11-22T09:00:00.000Z';
const focus: AttestationInput = {
  device: 'serial:A',
  aliases: [],
  question: 'ask-focus',
  answer: 'on',
  owner: 'desk@example.org',
  expires: '2027-02-20',
};

describe('answers given on the server', () => {
  let store: Awaited<ReturnType<typeof startTestStore>>;
  beforeAll(async () => {
    store = await startTestStore();
  });
  afterAll(() => store.close());
  beforeEach(() => emptyTables(store.pool));

  const give = (more: Partial<AttestationInput> = {}, at = answeredAt) =>
    store.attestations.give({ ...focus, ...more }, at);
  const open = async () =>
    (await store.attestations.page({ limit: 100 })).items.map(
      ({ device, question, answer }) => `${device} ${question} ${answer}`,
    );
  /** What a scan that began now would see. */
  const seen = async () => {
    const { rows } = await store.pool.query<{ last: string }>('SELECT last_value AS last FROM intake_seq');
    return Number(rows[0]?.last ?? 0);
  };
  const answersAt = async (watermark: number) =>
    (await store.attestations.at(watermark)).map(({ answer }) => answer);

  it('are kept as they were given', async () => {
    const given = await give({ note: 'asked\u0000by phone' });
    expect(given).toEqual({
      id: expect.stringMatching(/^[\da-f-]{36}$/),
      device: 'serial:A',
      question: 'ask-focus',
      answer: 'on',
      owner: 'desk@example.org',
      expires: '2027-02-20',
      note: 'asked\ufffdby phone',
      answeredAt,
    });
    expect((await store.attestations.page({ limit: 1 })).items).toEqual([given]);
  });

  it('take the place of the answer to the same question for the same device, under any name', async () => {
    await give({ device: 'udid:U' });
    await give({ question: 'ask-connection', answer: 'yes' });
    await give({ device: 'serial:B' });
    await give({ answer: 'off', aliases: ['udid:U'] }, later);
    expect(await open()).toEqual([
      'serial:A ask-focus off',
      'serial:B ask-focus on',
      'serial:A ask-connection yes',
    ]);
  });

  it('leave one that counts when many are given at once', async () => {
    const given = await Promise.all(['on', 'off', 'on', 'off', 'on'].map((answer) => give({ answer })));
    expect(new Set(given.map(({ id }) => id)).size).toBe(5);
    const { items } = await store.attestations.page({ limit: 100 });
    expect(items).toHaveLength(1);
    expect(given.map(({ id }) => id)).toContain(items[0]?.id);
    const { rows } = await store.pool.query('SELECT DISTINCT seq FROM attestation');
    expect(rows).toHaveLength(5);
  });

  it('are withdrawn once', async () => {
    const { id } = await give();
    expect(await store.attestations.withdraw(id, later)).toMatchObject({ id, answer: 'on' });
    expect(await store.attestations.withdraw(id, later)).toBeUndefined();
    expect(await open()).toEqual([]);
    for (const wrong of ['7', '00000000-0000-0000-0000-000000000000', "'; DROP TABLE attestation; --"])
      expect(await store.attestations.withdraw(wrong, later)).toBeUndefined();
  });

  it('are what they were at a watermark, whatever came after', async () => {
    const before = await seen();
    const { id } = await give();
    const first = await seen();
    await give({ answer: 'off' }, later);
    const second = await seen();
    const { id: last } = await give({ device: 'serial:B', answer: 'other' });
    const third = await seen();
    await store.attestations.withdraw(last, later);
    const fourth = await seen();
    expect(await store.attestations.withdraw(id, later)).toBeUndefined();
    expect(await Promise.all([before - 1, first, second, third, fourth].map(answersAt))).toEqual([
      [],
      ['on'],
      ['off'],
      ['off', 'other'],
      ['off'],
    ]);
  });

  it('come in pages, newest first, of some devices or of all', async () => {
    for (const device of ['serial:A', 'serial:B', 'serial:C']) await give({ device });
    const first = await store.attestations.page({ limit: 2 });
    expect(first.items.map(({ device }) => device)).toEqual(['serial:C', 'serial:B']);
    const rest = await store.attestations.page({ limit: 2, cursor: first.next ?? '' });
    expect([rest.items.map(({ device }) => device), rest.next]).toEqual([['serial:A'], undefined]);
    const some = await store.attestations.page({ limit: 9, devices: ['serial:C', 'serial:A', 'udid:X'] });
    expect(some.items.map(({ device }) => device)).toEqual(['serial:C', 'serial:A']);
    await expect(store.attestations.page({ limit: 2, cursor: 'x' })).rejects.toThrow('not one of this list');
  });
});
