import type { Entry, Locate, Position, Value } from '@ringcheck/model';
import { DecodeError } from '../decode-error.js';
import type { DiagnosticCode, Diagnostics } from '../diagnostics.js';
import { dictWithoutDuplicates, KeyTable, type Key } from '../keys.js';
import type { PlistLimits } from '../limits.js';
import { formatPath, type PathStep } from '../path.js';
import { headerLength, layoutOf, unsignedAt, type Layout } from './layout.js';
import { dataAt, dateAt, integerAt, realAt, repairedUtf16At, utf16At } from './scalars.js';

/** Reads a whole binary property list. Undefined when nothing of it is usable; throws only DecodeError. */
export function decodeBinary(
  bytes: Uint8Array,
  diagnostics: Diagnostics,
  limits: PlistLimits,
  locate?: Locate,
): Value | undefined {
  const layout = layoutOf(bytes);
  return new BinaryReader(bytes, layout, diagnostics, limits, locate).object(layout.top)?.value;
}

/** A decoded object and what it stands for when every reference to it is followed. */
interface Decoded {
  readonly value: Value;
  /** Values in it, itself included. */
  readonly count: number;
  /** Bytes its text and data would take, written out. */
  readonly size: number;
  /** Containers inside it, on the longest way down. */
  readonly height: number;
}

const valueOverhead = 8;
const freeExpansion = 1024 * 1024;

/**
 * Objects are decoded once and shared. What they stand for when written out is counted, so that a small
 * file cannot stand for a huge document.
 */
class BinaryReader {
  private readonly done: (Decoded | undefined)[] = [];
  private readonly open = new Set<number>();
  private readonly path: (PathStep | undefined)[] = [];
  private readonly keys = new KeyTable();
  private readonly maxSize: number;
  private text = '';
  private readonly here = (): string => formatPath(this.path);

  constructor(
    private readonly bytes: Uint8Array,
    private readonly layout: Layout,
    private readonly diagnostics: Diagnostics,
    private readonly limits: PlistLimits,
    private readonly locate: Locate | undefined,
  ) {
    this.maxSize = freeExpansion + bytes.length * limits.maxExpansionRatio;
  }

  object(index: number): Decoded | undefined {
    const known = this.done[index];
    if (known !== undefined) {
      if (known.height + this.path.length > this.limits.maxDepth) throw this.tooDeep(known.value.at);
      return known;
    }
    const from = this.offsetOf(index);
    if (from === undefined) return undefined;
    if (this.open.has(index))
      throw new DecodeError(
        'object-cycle',
        'An object contains itself: such a file is refused.',
        this.at(from, from + 1),
        this.here(),
      );
    const decoded = this.decode(index, from);
    if (decoded === undefined) return undefined;
    this.check(decoded);
    this.done[index] = decoded;
    return decoded;
  }

  private check({ value, count, size }: Decoded): void {
    if (count > this.limits.maxValues)
      throw new DecodeError(
        'too-many-values',
        `The file stands for more than ${this.limits.maxValues} values.`,
        value.at,
      );
    if (size > this.maxSize)
      throw new DecodeError(
        'object-expansion',
        'Shared objects stand for far more than the file holds: such a file is refused.',
        value.at,
      );
  }

  private offsetOf(index: number): number | undefined {
    const { tableStart, offsetSize, objectCount } = this.layout;
    if (index >= objectCount) {
      this.report('invalid-reference', 'A reference names an object that is not in the table.', tableStart);
      return undefined;
    }
    const entry = tableStart + index * offsetSize;
    const from = unsignedAt(this.bytes, entry, offsetSize);
    if (from >= headerLength && from < tableStart) return from;
    this.report('invalid-offset', 'The offset table points outside the objects.', entry);
    return undefined;
  }

  private decode(index: number, from: number): Decoded | undefined {
    const marker = this.bytes[from] as number;
    const low = marker & 15;
    switch (marker >> 4) {
      case 0x0:
        return this.singleton(marker, from);
      case 0x1:
        return low <= 4 ? this.fixed(from, 1 << low, integerAt) : this.unknown(from);
      case 0x2:
        return low === 2 || low === 3 ? this.fixed(from, 1 << low, realAt) : this.unknown(from);
      case 0x3:
        return low === 3
          ? this.fixed(from, 8, (bytes, start, _size, at) => dateAt(bytes, start, at, this.diagnostics))
          : this.unknown(from);
      case 0x8:
        return this.fixed(from, low + 1, (bytes, start, size, at) => ({
          type: 'uid',
          value: unsignedAt(bytes, start, size),
          at,
        }));
      default:
        return this.sized(index, marker, from);
    }
  }

  private singleton(marker: number, from: number): Decoded | undefined {
    const at = this.at(from, from + 1);
    if (marker === 0x08 || marker === 0x09) return leaf({ type: 'boolean', value: marker === 0x09, at }, 0);
    if (marker === 0x00) return leaf({ type: 'null', at }, 0);
    return this.unknown(from);
  }

  private unknown(from: number): undefined {
    return this.report('invalid-object', 'The byte here begins no known object; it was left out.', from);
  }

  private fixed(
    from: number,
    size: number,
    make: (bytes: Uint8Array, start: number, size: number, at: Position) => Value,
  ): Decoded | undefined {
    if (!this.fits(from, from + 1, size)) return undefined;
    return leaf(make(this.bytes, from + 1, size, this.at(from, from + 1 + size)), size);
  }

  private fits(from: number, start: number, length: number): boolean {
    if (start + length <= this.layout.tableStart) return true;
    this.report('invalid-length', 'An object says it is longer than what is left of the file.', from);
    return false;
  }

  private sized(index: number, marker: number, from: number): Decoded | undefined {
    const header = this.lengthAt(marker & 15, from);
    if (header === undefined) return undefined;
    const { length, start } = header;
    const kind = marker >> 4;
    const unit = unitOf(kind, this.layout.referenceSize);
    if (unit === 0) return this.unknown(from);
    if (!this.fits(from, start, length * unit)) return undefined;
    const end = start + length * unit;
    if (kind >= 0xa) return this.container(index, kind, start, length, this.at(from, end));
    if (length * unit > this.limits.maxStringBytes)
      throw new DecodeError(
        'string-too-long',
        `A value is longer than ${this.limits.maxStringBytes} bytes, the limit for one value.`,
        this.at(from, end),
      );
    const at = this.at(from, end);
    if (kind === 0x4) return leaf(dataAt(this.bytes, start, length, at), length);
    const value = this.string(kind, start, length, from);
    return leaf({ type: 'string', value, at }, length);
  }

  /** Lengths from 15 on stand in an integer object behind the marker. */
  private lengthAt(low: number, from: number): { length: number; start: number } | undefined {
    if (low < 15) return { length: low, start: from + 1 };
    const marker = this.bytes[from + 1] as number;
    const size = 1 << (marker & 15);
    if (marker >> 4 !== 1 || size > 8) {
      this.report('invalid-length', 'The length of an object is no integer.', from);
      return undefined;
    }
    if (!this.fits(from, from + 2, size)) return undefined;
    return { length: unsignedAt(this.bytes, from + 2, size), start: from + 2 + size };
  }

  private string(kind: number, start: number, length: number, from: number): string {
    if (kind === 0x6) {
      const text = utf16At(this.bytes, start, length);
      if (text !== undefined) return text;
      this.report('invalid-text', 'Half of a surrogate pair stands alone; it was replaced.', from);
      return repairedUtf16At(this.bytes, start, length);
    }
    const ascii = this.ascii(start, start + length);
    if (ascii !== undefined) return ascii;
    if (kind === 0x5) this.report('invalid-text', 'A string marked as ASCII holds other bytes.', from);
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(this.bytes.subarray(start, start + length));
  }

  /** One text of the whole file, sliced, is many times cheaper than decoding each short string. */
  private ascii(from: number, to: number): string | undefined {
    for (let i = from; i < to; i++) if ((this.bytes[i] as number) >= 0x80) return undefined;
    if (this.text === '') {
      // Not `slice`: of a Buffer that is a view, and blanking it would change what the caller holds.
      const blanked = new Uint8Array(this.bytes);
      for (let i = 0; i < blanked.length; i++) if ((blanked[i] as number) >= 0x80) blanked[i] = 0x3f;
      this.text = new TextDecoder().decode(blanked);
    }
    return this.text.slice(from, to);
  }

  private container(index: number, kind: number, start: number, length: number, at: Position): Decoded {
    if (this.path.length >= this.limits.maxDepth) throw this.tooDeep(at);
    this.open.add(index);
    const decoded = kind === 0xd ? this.dict(start, length, at) : this.array(start, length, at);
    this.open.delete(index);
    return decoded;
  }

  private array(start: number, length: number, at: Position): Decoded {
    const { referenceSize } = this.layout;
    const items: Value[] = [];
    let count = 1;
    let size = valueOverhead;
    let height = 0;
    this.path.push(0);
    for (let i = 0; i < length; i++) {
      this.path[this.path.length - 1] = i;
      const item = this.object(unsignedAt(this.bytes, start + i * referenceSize, referenceSize));
      if (item === undefined) continue;
      items.push(item.value);
      count += item.count;
      size += item.size;
      if (item.height > height) height = item.height;
    }
    this.path.pop();
    return { value: { type: 'array', items, at }, count, size, height: height + 1 };
  }

  private dict(start: number, length: number, at: Position): Decoded {
    const { referenceSize } = this.layout;
    const entries: Entry[] = [];
    const keys: Key[] = [];
    let count = 1;
    let size = valueOverhead;
    let height = 0;
    this.path.push(undefined);
    for (let i = 0; i < length; i++) {
      this.path[this.path.length - 1] = undefined;
      const keyIndex = unsignedAt(this.bytes, start + i * referenceSize, referenceSize);
      const key = this.key(keyIndex);
      if (key === undefined) continue;
      this.path[this.path.length - 1] = key.key.text;
      const value = this.object(unsignedAt(this.bytes, start + (length + i) * referenceSize, referenceSize));
      if (value === undefined) continue;
      entries.push({ key: key.key.text, value: value.value, keyAt: key.at });
      keys.push(key.key);
      count += value.count;
      size += value.size + key.key.text.length;
      if (value.height > height) height = value.height;
    }
    this.path.pop();
    return { value: this.dictValue(entries, keys, at), count, size, height: height + 1 };
  }

  private dictValue(entries: Entry[], keys: readonly Key[], at: Position): Value {
    if (!this.keys.hasDuplicates(keys)) return { type: 'dict', entries, at };
    return dictWithoutDuplicates(entries, at, this.diagnostics, this.here);
  }

  private key(index: number): { key: Key; at: Position } | undefined {
    const key = this.object(index)?.value;
    if (key === undefined) return undefined;
    if (key.type === 'string') return { key: this.keys.of(key.value), at: key.at };
    return this.report('non-string-key', 'A key is no string; the entry was left out.', key.at.offset);
  }

  private tooDeep(at: Position): DecodeError {
    return new DecodeError('too-deep', `Values are nested more than ${this.limits.maxDepth} deep.`, at);
  }

  private at(offset: number, end: number): Position {
    return this.locate === undefined ? { offset, end } : this.locate(offset, end);
  }

  private report(code: DiagnosticCode, message: string, offset: number): undefined {
    this.diagnostics.add(code, message, this.at(offset, offset + 1), this.here);
  }
}

function leaf(value: Value, length: number): Decoded {
  return { value, count: 1, size: length + valueOverhead, height: 0 };
}

/** Bytes per unit of length; 0 for what is no sized object. */
function unitOf(kind: number, referenceSize: number): number {
  switch (kind) {
    case 0x4:
    case 0x5:
    case 0x7:
      return 1;
    case 0x6:
      return 2;
    case 0xa:
    case 0xb:
    case 0xc:
      return referenceSize;
    case 0xd:
      return referenceSize * 2;
    default:
      return 0;
  }
}
