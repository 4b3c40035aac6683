import { outcome } from './compile.js';
import type { Decider, Part } from './parts.js';
import { noDoubts } from './region.js';
import { Conversations, ReturnFate } from './returns.js';
import { collapse } from './ways.js';

const doubts = noDoubts();
const one: readonly Decider[] = [{ id: 'one', text: '' }];

/** Every second address from `first` on, so that no two parts are one region. */
const parts = (first: number, mask: number): Part[] =>
  Array.from({ length: 20 }, (_, at) => ({
    region: {
      source: [0, 1],
      destination: [first + at * 2, first + at * 2 + 1],
      sourcePorts: [49152, 65536],
      destinationPorts: [443 + at, 444 + at],
      state: 1,
      pending: 0,
      doubts,
    },
    mask,
    deciders: one,
  }));

describe('answers for several ways', () => {
  const ways = [
    { pair: { in: 'lan', out: 'wan' }, parts: parts(0, outcome.allow) },
    { pair: { in: 'guest', out: 'wan' }, parts: parts(0, outcome.allow) },
  ];

  it('are one where the ways agree', () => {
    expect(collapse(ways, new Map(), { steps: 1000 }).map(({ mask }) => mask)).toEqual(
      Array.from({ length: 20 }, () => outcome.allow),
    );
  });

  it('are unknown for what was too much to lay over each other, and leave none out', () => {
    const found = collapse(ways, new Map(), { steps: 10 });
    const left = found.filter(({ deciders }) => deciders[0]?.id === 'given-up');
    const addresses = found.flatMap(({ region }) => region.destination.filter((_, at) => at % 2 === 0));
    expect([left.length > 0, left.length < 20, left.every(({ mask }) => mask === 3)]).toEqual([
      true,
      true,
      true,
    ]);
    expect([...addresses].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => at * 2));
  });
});

describe('what comes back', () => {
  const flow = { destination: [0, 100], ports: [0, 65536] };
  const fate = (cell: Conversations): string => {
    const result = new ReturnFate();
    result.add(cell, flow);
    return result.result();
  };
  const starts = parts(0, outcome.allow);

  it('is stopped where the answers are', () => {
    expect(fate(new Conversations(starts, starts, parts(0, outcome.deny), { steps: 1000 }))).toBe('blocked');
    expect(fate(new Conversations(starts, starts, parts(0, outcome.allow), { steps: 1000 }))).toBe('allowed');
    expect(fate(new Conversations(starts, starts, parts(1, outcome.deny), { steps: 1000 }))).toBe('allowed');
  });

  it('is unknown when there is too much to compare', () => {
    expect(fate(new Conversations(starts, starts, parts(0, outcome.deny), { steps: 0 }))).toBe('unknown');
  });
});
