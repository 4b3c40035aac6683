import type { DictValue, Position, Value } from '@ringcheck/model';

/** What a test writes: plain JavaScript, or a ready value for what JavaScript has no word for. */
export type Plain =
  string | number | boolean | null | Ready | readonly Plain[] | { readonly [key: string]: Plain };

/** A value that is kept as it is; only its position is set. */
export class Ready {
  constructor(readonly make: (at: Position) => Value) {}
}

/** A placeholder where another type was wanted: `{{var}}`. */
export const templated = (value: string, wanted = 'true'): Ready =>
  new Ready((at) => ({ type: 'templated', wanted, value, at }));

/** A value the decoder removed. */
export const secret = (): Ready => new Ready((at) => ({ type: 'secret', at }));

/** A date, ISO 8601 in UTC. */
export const dateOf = (value: string): Ready => new Ready((at) => ({ type: 'date', value, at }));

/** Binary data, base64. */
export const dataOf = (value: string): Ready => new Ready((at) => ({ type: 'data', value, at }));

/** A number with a fraction sign although it is whole: `<real>0</real>`. */
export const realOf = (value: number): Ready => new Ready((at) => ({ type: 'real', value, at }));

/** Gives positions one line apart, as in a printed XML property list. */
export class Places {
  private line: number;
  constructor(firstLine = 3) {
    this.line = firstLine;
  }

  next(column = 5): Position {
    const line = this.line++;
    const offset = line * 40 + column - 1;
    return { offset, end: offset + 20, line, column };
  }
}

/** Turn plain JavaScript into a value of the model, with plausible positions. */
export function valueOf(plain: Plain, places: Places = new Places()): Value {
  if (plain instanceof Ready) return plain.make(places.next());
  if (typeof plain === 'string') return { type: 'string', value: plain, at: places.next() };
  if (typeof plain === 'boolean') return { type: 'boolean', value: plain, at: places.next() };
  if (typeof plain === 'number')
    return { type: Number.isInteger(plain) ? 'integer' : 'real', value: plain, at: places.next() };
  if (plain === null) return { type: 'null', at: places.next() };
  if (isList(plain)) {
    const at = places.next();
    return { type: 'array', items: plain.map((item) => valueOf(item, places)), at };
  }
  return dictOf(plain, places);
}

/** A dictionary in the order its keys are written. */
export function dictOf(
  plain: { readonly [key: string]: Plain | undefined },
  places: Places = new Places(),
): DictValue {
  const at = places.next();
  const entries = Object.entries(plain).flatMap(([key, item]) => {
    if (item === undefined) return [];
    const keyAt = places.next();
    return [{ key, keyAt, value: valueOf(item, places) }];
  });
  return { type: 'dict', entries, at };
}

function isList(plain: Plain): plain is readonly Plain[] {
  return Array.isArray(plain);
}
