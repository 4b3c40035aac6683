import type { DeviceRecord } from '@ringcheck/model';
import type pg from 'pg';
import { StoreError } from '../errors.js';
import { fillingOf, Holes, type Filling, type Form } from './record-form.js';

/** A record as a row keeps it: the numbers of its forms and what fills them, or, of older versions, word for word. */
export type StoredBody = DeviceRecord | readonly [forms: readonly number[], ...own: unknown[]];

const isApart = (body: StoredBody): body is Exclude<StoredBody, DeviceRecord> => Array.isArray(body);

const mostKept = 20_000;

/** Puts records together again. Forms are few and never change, so that each is read and made ready once. */
export class RecordForms {
  private known = new Map<number, Filling>();

  constructor(private readonly pool: pg.Pool | pg.ClientBase) {}

  /** The records of these rows, in their order. */
  async read(bodies: readonly StoredBody[]): Promise<readonly DeviceRecord[]> {
    const wanted = new Set<number>();
    for (const body of bodies) if (isApart(body)) for (const id of body[0]) wanted.add(id);
    const fillings = await this.take([...wanted]);
    return bodies.map((body) => (isApart(body) ? recordOf(body, fillings) : body));
  }

  /** Others read at the same time: what they hold stays, also where it is forgotten here. */
  private async take(ids: readonly number[]): Promise<ReadonlyMap<number, Filling>> {
    if (this.known.size > mostKept) this.known = new Map();
    const { known } = this;
    const missing = ids.filter((id) => !known.has(id));
    if (missing.length === 0) return known;
    const { rows } = await this.pool.query<{ id: number; body: Form }>(
      'SELECT id, body FROM record_form WHERE id = ANY($1::int[])',
      [missing],
    );
    for (const { id, body } of rows) known.set(id, fillingOf(body));
    return known;
  }
}

function recordOf(
  [ids, ...own]: Exclude<StoredBody, DeviceRecord>,
  fillings: ReadonlyMap<number, Filling>,
): DeviceRecord {
  const forms = ids.map((id) => {
    const filling = fillings.get(id);
    if (filling === undefined) throw new StoreError('unexpected-row', `Form ${id} of a record is not there.`);
    return filling;
  });
  return new Holes(forms, own).record() as DeviceRecord;
}
