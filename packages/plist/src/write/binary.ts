import { get, type Value } from '@ringcheck/model';
import { buildBinary, type PlistValue } from 'plist';
import { bytesOfBase64 } from '../base64.js';
import { decodeBinary } from '../binary/reader.js';
import { Diagnostics } from '../diagnostics.js';
import { defaultLimits } from '../limits.js';
import { UnwritableError } from './unwritable.js';

const dataOfEight = 0x48;
const integerOfEight = 0x13;
const realOfEight = 0x23;

/**
 * npm `plist` writes whole reals as integers and large integers as reals. Both are written as eight bytes of
 * data first, which take the same place, and their marker is then set to the right type.
 */
export function binaryOf(value: Value): Uint8Array {
  const bytes = Uint8Array.from(buildBinary(plain(value)));
  const limits = { ...defaultLimits, maxValues: Infinity, maxDepth: Infinity, maxExpansionRatio: Infinity };
  const written = decodeBinary(bytes, new Diagnostics(0), limits);
  if (written !== undefined) setMarkers(bytes, value, written);
  return bytes;
}

function plain(value: Value): PlistValue {
  switch (value.type) {
    case 'string':
    case 'boolean':
      return value.value;
    case 'integer':
      return isSmall(value) ? value.value : eightBytes(value);
    case 'real':
      return eightBytes(value);
    case 'date':
      return new Date(value.value);
    case 'data':
      return bytesOfBase64(value.value);
    case 'uid':
      return { UID: value.value };
    case 'null':
      return null;
    case 'array':
      return value.items.map(plain);
    case 'dict':
      if (value.entries.length === 1 && get(value, 'UID')?.type === 'integer')
        throw new UnwritableError('A dictionary of the single key UID', 'binary');
      return Object.fromEntries(value.entries.map((entry) => [entry.key, plain(entry.value)]));
    case 'templated':
    case 'secret':
      throw new UnwritableError(`A value of type ${value.type}`, 'binary');
  }
}

type Numeric = Extract<Value, { type: 'integer' | 'real' }>;

function isSmall(value: Numeric): boolean {
  return value.type === 'integer' && value.value >= -0x80000000 && value.value <= 0xffffffff;
}

function eightBytes(value: Numeric): Uint8Array {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  if (value.type === 'real') view.setFloat64(0, value.value);
  else {
    const exact = BigInt(value.exact ?? value.value);
    if (BigInt.asIntN(64, exact) !== exact) throw new UnwritableError('An integer beyond 64 bits', 'binary');
    view.setBigInt64(0, exact);
  }
  return bytes;
}

function setMarkers(bytes: Uint8Array, value: Value, written: Value): void {
  if (value.type === 'array' && written.type === 'array')
    value.items.forEach((item, index) => {
      const there = written.items[index];
      if (there !== undefined) setMarkers(bytes, item, there);
    });
  else if (value.type === 'dict' && written.type === 'dict') {
    const there = new Map(written.entries.map((entry) => [entry.key, entry.value]));
    for (const entry of value.entries) {
      const found = there.get(entry.key);
      if (found !== undefined) setMarkers(bytes, entry.value, found);
    }
  } else if (written.type === 'data' && bytes[written.at.offset] === dataOfEight) {
    if (value.type === 'real') bytes[written.at.offset] = realOfEight;
    else if (value.type === 'integer') bytes[written.at.offset] = integerOfEight;
  }
}
