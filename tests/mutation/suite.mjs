// As much of Jest as the tests of pure packages use: `describe`, `it`, their `each`, and Jest's own `expect`.
import { format } from 'node:util';
import { expect } from 'expect';

/** Collects the tests of a file while `define` runs; `{ name, run }` in order. */
export function collect(define) {
  const tests = [];
  const before = [];
  const path = [];
  const describe = (name, body) => {
    path.push(name);
    body();
    path.pop();
  };
  const it = (name, run) => tests.push({ name: [...path, name].join(' '), run });
  const eachOf = (add) => (table) => (name, run) => {
    table.forEach((row, index) => {
      const cells = Array.isArray(row) ? row : [row];
      add(named(name, cells, index), () => run(...cells));
    });
  };
  describe.each = eachOf(describe);
  it.each = eachOf(it);
  Object.assign(globalThis, { describe, it, test: it, expect, beforeAll: (run) => before.push(run) });
  define();
  return before.map((run) => ({ name: 'before all', run })).concat(tests);
}

function named(name, cells, index) {
  const places = (name.match(/%[sdifjop]/g) ?? []).length;
  return format(name.replaceAll('%#', String(index)), ...cells.slice(0, places));
}

/** Runs tests in order up to the first that fails. Undefined: all passed. */
export async function firstFailure(tests) {
  for (const { name, run } of tests) {
    try {
      await run();
    } catch (error) {
      return { name, message: error instanceof Error ? error.message : String(error) };
    }
  }
  return undefined;
}
