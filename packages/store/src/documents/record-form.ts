import { remembered, type Position, type Writable } from '@ringcheck/model';

/**
 * What records have in common, as a tree of what stands there and holes for what a record has of its own. A form is
 * kept once; beside its number a row holds only what fills the holes, in the order of the walk.
 */
export type Form =
  | readonly ['is', unknown]
  | readonly ['of', readonly Field[]]
  | readonly ['list', readonly Form[]]
  /** A value of the record's own. */
  | readonly ['own']
  /** A position, told from the record's own; the number says which fields it has. */
  | readonly ['at', number]
  /** A path in the document, in which the record's number stands between these two. */
  | readonly ['path', string, string]
  /** Another form: the same for all records that list the same profile. */
  | readonly ['part'];

interface Field {
  readonly key: string;
  readonly form: Form;
}

/** A record taken apart. */
export interface Apart {
  /** As text; the first is that of the record, then those of its parts in the order of the walk. */
  readonly forms: readonly string[];
  /** Starts with the offset, the line and the number that places are told from. */
  readonly own: readonly unknown[];
}

const none = -1;

/** Take a record apart. What cannot be told in holes stands in the form as it is: nothing is lost. */
export function takeApart(record: object): Apart {
  const at = (record as { readonly at?: { readonly offset?: unknown; readonly line?: unknown } }).at;
  const taking = new Taking(whole(at?.offset), whole(at?.line), numberIn(record));
  const root = taking.record(record) ?? plain(record);
  return { forms: [root, ...taking.parts], own: taking.own };
}

const whole = (value: unknown): number => (isWhole(value) ? value : 0);
const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

const numbered = /^[^[\]]*\[(0|[1-9]\d{0,14})\]/;

/** The number of the record in its document, from the first path it names. */
function numberIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return none;
  for (const [key, item] of Object.entries(value)) {
    const found =
      key === 'path' && typeof item === 'string' ? Number(numbered.exec(item)?.[1] ?? none) : numberIn(item);
    if (found !== none) return found;
  }
  return none;
}

/** The text of a `Form`; undefined: it is the value itself, which is written once for all that stands in it. */
type FormText = string | undefined;

const plain = (value: unknown): string => `["is",${JSON.stringify(value) ?? 'null'}]`;

/** How a form begins a field: a fleet's records have few names of fields. */
const startOf = remembered(2_000, (key) => `{"key":${JSON.stringify(key)},"form":`);

/** One record on its way into forms and values. Forms are written as text at once: trees of them lived too short. */
class Taking {
  readonly parts: string[] = [];
  readonly own: unknown[];

  constructor(
    private readonly offset: number,
    private readonly line: number,
    private readonly number: number,
  ) {
    this.own = [offset, line, number];
  }

  record(record: object): FormText {
    return this.fields(record, (key, value) => {
      switch (key) {
        case 'observedAt':
          return this.hole(value);
        case 'identity':
        case 'placement':
          return this.inside(value, this.said);
        case 'claims':
          return this.inside(value, this.claim);
        case 'profiles':
          return this.inside(value, this.listing);
        case 'declarations':
          return this.partsOf(value);
        case 'restrictions':
          return this.part(value);
        default:
          return this.any(key, value);
      }
    });
  }

  private readonly any = (key: string, value: unknown): FormText => {
    if (typeof value === 'string') return ofOne.has(key) ? this.hole(value) : this.text(key, value);
    if (Array.isArray(value))
      return this.list(
        value,
        value.map((item) => this.any('', item)),
      );
    if (!isObject(value)) return undefined;
    return this.position(value) ?? this.fields(value, this.any);
  };
  private readonly said = (_: string, value: unknown): FormText => this.hole(value);
  private readonly claim = (_: string, claim: unknown): FormText => this.inside(claim, this.claimField);
  private readonly claimField = (key: string, value: unknown): FormText =>
    key === 'value' ? this.hole(value) : this.any(key, value);
  private readonly listing = (key: string, value: unknown): FormText =>
    key === 'profiles' ? this.partsOf(value) : this.any(key, value);

  private fields(object: object, each: (key: string, value: unknown) => FormText): FormText {
    let text = '';
    let isPlain = true;
    for (const key of Object.keys(object)) {
      const value = (object as Record<string, unknown>)[key];
      if (value === undefined) continue;
      const form = each(key, value);
      if (form !== undefined) isPlain = false;
      text += `${text === '' ? '' : ','}${startOf(key)}${form ?? plain(value)}}`;
    }
    return isPlain ? undefined : `["of",[${text}]]`;
  }

  private list(values: readonly unknown[], forms: readonly FormText[]): FormText {
    if (forms.every((form) => form === undefined)) return undefined;
    return `["list",[${forms.map((form, i) => form ?? plain(values[i])).join(',')}]]`;
  }

  private inside(value: unknown, each: (key: string, value: unknown) => FormText): FormText {
    return isObject(value) ? this.fields(value, each) : this.any('', value);
  }

  private hole(value: unknown): string {
    this.own.push(value);
    return '["own"]';
  }

  private part(value: unknown): string {
    this.parts.push(this.any('', value) ?? plain(value));
    return '["part"]';
  }

  private partsOf(value: unknown): FormText {
    if (!Array.isArray(value)) return this.any('', value);
    return `["list",[${value.map((item) => this.part(item)).join(',')}]]`;
  }

  private text(key: string, text: string): FormText {
    if (key !== 'path') return undefined;
    const found = numbered.exec(text);
    if (found === null || Number(found[1]) !== this.number) return undefined;
    const end = found[0].length;
    const before = text.slice(0, end - 1 - (found[1] ?? '').length);
    return `["path",${JSON.stringify(before)},${JSON.stringify(text.slice(end - 1))}]`;
  }

  private position(value: object): FormText {
    let seen = -1;
    let fields = 0;
    for (const name of Object.keys(value)) {
      const place = positionFields.indexOf(name);
      if (place <= seen || !isWhole((value as Record<string, unknown>)[name])) return undefined;
      seen = place;
      fields |= 1 << place;
    }
    if ((fields & 1) === 0) return undefined;
    const { offset = 0, end, line, column } = value as Partial<Position>;
    this.own.push(offset - this.offset);
    if (end !== undefined) this.own.push(end - offset);
    if (line !== undefined) this.own.push(line - this.line);
    if (column !== undefined) this.own.push(column);
    return `["at",${fields}]`;
  }
}

/** What differs from device to device inside of what devices have in common: a form with it would be of one only. */
const ofOne: ReadonlySet<string> = new Set(['installedAt', 'user']);
const positionFields: readonly string[] = ['offset', 'end', 'line', 'column'];
const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A form made ready to be filled. */
export type Filling = (hole: Holes) => unknown;

/** What fills the holes of one record. */
export class Holes {
  private next: number;
  private part = 1;
  private readonly offset: number;
  private readonly line: number;
  private readonly number: number;

  /** `forms` in the order of `Apart.forms`; what is of its own begins at `first`. */
  constructor(
    private readonly forms: readonly Filling[],
    private readonly own: readonly unknown[],
    first = 0,
  ) {
    this.offset = own[first] as number;
    this.line = own[first + 1] as number;
    this.number = own[first + 2] as number;
    this.next = first + 3;
  }

  record(): unknown {
    return this.forms[0]?.(this);
  }

  take(): unknown {
    return this.own[this.next++];
  }

  takePart(): unknown {
    return this.forms[this.part++]?.(this);
  }

  path(before: string, after: string): string {
    return before + String(this.number) + after;
  }

  position(fields: number): Position {
    const offset = this.offset + this.count();
    if (fields === 15)
      return { offset, end: offset + this.count(), line: this.line + this.count(), column: this.count() };
    const at: Writable<Position> = { offset };
    if ((fields & 2) !== 0) at.end = offset + this.count();
    if ((fields & 4) !== 0) at.line = this.line + this.count();
    if ((fields & 8) !== 0) at.column = this.count();
    return at;
  }

  private count(): number {
    return this.own[this.next++] as number;
  }
}

/** What makes one record after another out of a form. */
export function fillingOf(form: Form): Filling {
  switch (form[0]) {
    case 'is': {
      const [, value] = form;
      return () => value;
    }
    case 'own':
      return (holes) => holes.take();
    case 'part':
      return (holes) => holes.takePart();
    case 'at': {
      const [, fields] = form;
      return (holes) => holes.position(fields);
    }
    case 'path': {
      const [, before, after] = form;
      return (holes) => holes.path(before, after);
    }
    case 'list': {
      const fillings = form[1].map(fillingOf);
      return (holes) => fillings.map((filling) => filling(holes));
    }
    case 'of':
      return objectOf(form[1].map(({ key, form: field }) => [key, fillingOf(field)]));
  }
}

function objectOf(fields: readonly (readonly [string, Filling])[]): Filling {
  // Assigned, this key would set the prototype.
  if (fields.some(([key]) => key === '__proto__'))
    return (holes) => Object.fromEntries(fields.map(([key, filling]) => [key, filling(holes)]));
  const keys = fields.map(([key]) => key);
  const fillings = fields.map(([, filling]) => filling);
  const [value, at, path] = fillings;
  // Most objects of a record are claims: named one by one they are made several times as fast.
  if (value !== undefined && at !== undefined) {
    const names = keys.join();
    if (names === 'value,at') return (holes) => ({ value: value(holes), at: at(holes) });
    if (names === 'value,at,path' && path !== undefined)
      return (holes) => ({ value: value(holes), at: at(holes), path: path(holes) });
  }
  return (holes) => {
    const object: Record<string, unknown> = {};
    for (let i = 0; i < keys.length; i++) object[keys[i] ?? ''] = fillings[i]?.(holes);
    return object;
  };
}
