import { complementPorts } from '../../draft.js';
import { portNumber } from '../../names/services.js';
import type { Ranges } from '../../ranges.js';
import type { PfToken } from './statements.js';

export function pairs2(ranges: Ranges): (readonly [number, number])[] {
  const out: (readonly [number, number])[] = [];
  for (let index = 0; index < ranges.length; index += 2)
    out.push([ranges[index] ?? 0, ranges[index + 1] ?? 0]);
  return out;
}

/** `10/8` and `172.16/12` lack the zeros at their end. */
export function shortPrefix(word: string): string {
  const match = /^(\d+(?:\.\d+){0,2})\/(\d+)$/.exec(word);
  if (match === null) return word;
  const parts = (match[1] ?? '').split('.');
  return `${[...parts, ...Array<string>(4 - parts.length).fill('0')].join('.')}/${match[2]}`;
}

export function portRange(value: readonly PfToken[]): Ranges | undefined {
  const words = value.map((token) => token.text);
  const [first = '', second = '', third = ''] = words;
  if (second === '<>' || second === '><') {
    const [from, last] = [portNumber(first), portNumber(third)];
    if (from === undefined || last === undefined || from >= last) return undefined;
    return second === '><' ? [from + 1, Math.max(last, from + 1)] : complementPorts([from, last + 1]);
  }
  const operand = portNumber(second);
  if (words.length === 2 && operand !== undefined) return compared(first, operand);
  const [from = '', last] = first.split(':');
  const [low, high] = [portNumber(from || '0'), portNumber(last === undefined ? from : last || '65535')];
  return low === undefined || high === undefined || low > high ? undefined : [low, high + 1];
}

function compared(operator: string, port: number): Ranges | undefined {
  switch (operator) {
    case '=':
      return [port, port + 1];
    case '!=':
    case '!':
      return complementPorts([port, port + 1]);
    case '<':
      return [0, port];
    case '<=':
      return [0, port + 1];
    case '>':
      return [port + 1, 65536];
    case '>=':
      return [port, 65536];
    default:
      return undefined;
  }
}
