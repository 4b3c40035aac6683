import type { ForgetRequest, Forgotten, ForgottenDocuments, ForgottenUploads } from '@ringcheck/store';
import { Retention } from './retention.js';

interface Answers {
  readonly history?: readonly Forgotten[];
  readonly documents?: readonly ForgottenDocuments[];
  readonly uploads?: readonly ForgottenUploads[];
}

/** A store that gives these answers, and what it was asked. */
function keptOf({ history = [], documents = [], uploads = [] }: Answers) {
  const asked = {
    history: [] as (readonly [string, number])[],
    documents: [] as ForgetRequest[],
    uploads: [] as (readonly [string, number])[],
  };
  const kept = {
    history: {
      forget: async (before: string, batch: number) =>
        history[asked.history.push([before, batch]) - 1] ?? { findings: 0, verdicts: 0, scans: 0 },
    },
    documents: {
      forget: async (request: ForgetRequest) =>
        documents[asked.documents.push(request) - 1] ?? { documents: 0, last: undefined },
    },
    uploads: {
      forget: async (before: string, batch: number) =>
        uploads[asked.uploads.push([before, batch]) - 1] ?? { files: 0, uploads: 0, originals: 0 },
    },
  };
  return { asked, kept };
}

const days = { historyDays: 30, uploadDays: 10 };
const now = '2026-11-30T00:00:00.000Z';

describe('forgetting what is old', () => {
  it('asks for history older than the days that are kept, batch by batch until nothing is left', async () => {
    const { asked, kept } = keptOf({
      history: [
        { findings: 2_000, verdicts: 0, scans: 0 },
        { findings: 10, verdicts: 5, scans: 1 },
      ],
    });
    expect(await new Retention(kept, days).tick(now)).toBe(2_016);
    expect(asked.history).toEqual([
      ['2026-10-31T00:00:00.000Z', 2_000],
      ['2026-10-31T00:00:00.000Z', 2_000],
    ]);
  });

  it('looks once an hour', async () => {
    const { asked, kept } = keptOf({});
    const retention = new Retention(kept, days);
    for (const minute of ['00', '01', '59']) await retention.tick(`2026-11-30T00:${minute}:00.000Z`);
    expect([asked.history.length, asked.documents.length, asked.uploads.length]).toEqual([1, 1, 1]);
    await retention.tick('2026-11-30T01:00:00.000Z');
    expect([asked.history.length, asked.documents.length, asked.uploads.length]).toEqual([2, 2, 2]);
  });

  it('looks again at the next tick when a look failed, and goes on where it was', async () => {
    const { asked, kept } = keptOf({ documents: [{ documents: 20, last: 40 }] });
    let isAway = true;
    const forget = async (request: ForgetRequest) => {
      if (request.after === 40 && isAway) throw new Error('the database is away');
      return kept.documents.forget(request);
    };
    const retention = new Retention({ ...kept, documents: { forget } }, days);
    await expect(retention.tick(now)).rejects.toThrow('the database is away');
    isAway = false;
    await retention.tick('2026-11-30T00:00:01.000Z');
    expect(asked.documents.map(({ after }) => after)).toEqual([0, 40]);
    expect(asked.uploads).toHaveLength(1);
    await retention.tick('2026-11-30T00:00:02.000Z');
    expect(asked.uploads).toHaveLength(1);
  });

  it('stops after many batches and goes on an hour later', async () => {
    const full = { findings: 2_000, verdicts: 2_000, scans: 0 };
    const { asked, kept } = keptOf({ history: Array.from({ length: 1_000 }, () => full) });
    await new Retention(kept, days).tick(now);
    expect(asked.history).toHaveLength(200);
  });

  it('goes through documents and their uploads by days of their own, keeping what all devices are judged by', async () => {
    const { asked, kept } = keptOf({
      documents: [
        { documents: 3, last: 40 },
        { documents: 1, last: undefined },
      ],
      uploads: [{ files: 20, uploads: 4, originals: 2 }],
    });
    expect(await new Retention(kept, days).tick(now)).toBe(30);
    expect(asked.documents.map(({ before, after }) => [before, after])).toEqual([
      ['2026-11-20T00:00:00.000Z', 0],
      ['2026-11-20T00:00:00.000Z', 40],
    ]);
    expect(asked.documents[0]?.keep).toContain('firewall-policy');
    expect(asked.uploads.map(([before]) => before)).toEqual(Array(2).fill('2026-11-20T00:00:00.000Z'));
  });

  it('goes on next time behind the documents it has looked at, and leaves them to an intake at work', async () => {
    const looks = Array.from({ length: 25 }, (_, look) => ({ documents: 0, last: (look + 1) * 10 }));
    const { asked, kept } = keptOf({ documents: [...looks, { documents: 0, last: 250 }] });
    const retention = new Retention(kept, days);
    await retention.tick(now);
    await retention.tick('2026-11-30T01:00:00.000Z');
    await retention.tick('2026-11-30T02:00:00.000Z');
    expect(asked.documents.map(({ after }) => after).slice(24)).toEqual([240, 250, 250]);
  });
});
