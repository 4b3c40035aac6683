import type { DeviceRecord } from '@ringcheck/model';
import type pg from 'pg';
import { StoreError } from '../errors.js';
import { fillingOf, Holes, type Filling, type Form } from './record-form.js';

/**
 * Makes a record of the body of a row, as text: `[[numbers of forms], what fills them…]`, or, of older versions, the
 * record word for word.
 */
export type ReadBody = (body: string) => DeviceRecord;

const mostKept = 20_000;

/** Forms made ready; and, by their numbers as bodies name them, those that records are made of together. */
class KnownForms {
  readonly fillings = new Map<number, Filling>();
  private readonly together = new Map<string, readonly Filling[]>();

  get isFull(): boolean {
    return this.fillings.size > mostKept || this.together.size > mostKept;
  }

  isReady(numbers: string): boolean {
    return this.together.has(numbers);
  }

  of(numbers: string): readonly Filling[] {
    const found = this.together.get(numbers);
    if (found !== undefined) return found;
    const ids = numbers.split(',').map(Number);
    const made = ids.map((id) => this.filling(id));
    // Joined anew: a piece of a body would keep all of it.
    this.together.set(ids.join(), made);
    return made;
  }

  private filling(id: number): Filling {
    const filling = this.fillings.get(id);
    if (filling === undefined) throw new StoreError('unexpected-row', `Form ${id} of a record is not there.`);
    return filling;
  }
}

/** Puts records together again. Forms are few and never change, so that each is read and made ready once. */
export class RecordForms {
  private known = new KnownForms();

  constructor(private readonly pool: pg.Pool | pg.ClientBase) {}

  /** What makes records of these bodies, texts of rows; each is made when it is asked for. */
  async reader(bodies: Iterable<string>): Promise<ReadBody> {
    // Others read at the same time: what they hold stays, also where it is forgotten here.
    if (this.known.isFull) this.known = new KnownForms();
    const { known } = this;
    const wanted = new Set<number>();
    for (const body of bodies) {
      const numbers = formsIn(body);
      if (numbers !== undefined && !known.isReady(numbers))
        for (const id of numbers.split(',')) wanted.add(Number(id));
    }
    await this.take(known, wanted);
    return (body) => recordOf(body, known);
  }

  private async take({ fillings }: KnownForms, ids: ReadonlySet<number>): Promise<void> {
    const missing = [...ids].filter((id) => !fillings.has(id));
    if (missing.length === 0) return;
    const { rows } = await this.pool.query<{ id: number; body: Form }>(
      'SELECT id, body FROM record_form WHERE id = ANY($1::int[])',
      [missing],
    );
    for (const { id, body } of rows) fillings.set(id, fillingOf(body));
  }
}

/** The numbers of its forms, without reading the rest; undefined where the body stands word for word. */
function formsIn(body: string): string | undefined {
  return body.startsWith('[[') ? body.slice(2, body.indexOf(']')) : undefined;
}

function recordOf(body: string, known: KnownForms): DeviceRecord {
  const numbers = formsIn(body);
  const said = JSON.parse(body) as unknown;
  if (numbers === undefined) return said as DeviceRecord;
  return new Holes(known.of(numbers), said as readonly unknown[], 1).record() as DeviceRecord;
}
