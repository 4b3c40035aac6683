import type { Forgotten } from '@ringcheck/store';
import { Retention } from './retention.js';

function historyOf(...answers: readonly Forgotten[]) {
  const asked: (readonly [string, number])[] = [];
  const forget = async (before: string, batch: number): Promise<Forgotten> => {
    asked.push([before, batch]);
    return answers[asked.length - 1] ?? { findings: 0, verdicts: 0, scans: 0 };
  };
  return { asked, forget };
}

describe('forgetting old history', () => {
  it('asks for everything older than the days that are kept, batch by batch until nothing is left', async () => {
    const history = historyOf(
      { findings: 2_000, verdicts: 0, scans: 0 },
      { findings: 10, verdicts: 5, scans: 1 },
    );
    expect(await new Retention(history, 30).tick('2026-11-30T00:00:00.000Z')).toBe(2_016);
    expect(history.asked).toEqual([
      ['2026-10-31T00:00:00.000Z', 2_000],
      ['2026-10-31T00:00:00.000Z', 2_000],
    ]);
  });

  it('looks once an hour', async () => {
    const history = historyOf();
    const retention = new Retention(history, 30);
    for (const minute of ['00', '01', '59']) await retention.tick(`2026-11-30T00:${minute}:00.000Z`);
    expect(history.asked).toHaveLength(1);
    await retention.tick('2026-11-30T01:00:00.000Z');
    expect(history.asked).toHaveLength(2);
  });

  it('stops after many batches and goes on an hour later', async () => {
    const full = { findings: 2_000, verdicts: 2_000, scans: 0 };
    const history = historyOf(...Array.from({ length: 1_000 }, () => full));
    await new Retention(history, 30).tick('2026-11-30T00:00:00.000Z');
    expect(history.asked).toHaveLength(200);
  });
});
