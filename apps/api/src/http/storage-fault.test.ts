import { storageFault } from './storage-fault.js';

const statusOf = (error: unknown): number | undefined => storageFault(error)?.status;
const coded = (message: string, code: string): Error => Object.assign(new Error(message), { code });

describe('a failure of the database', () => {
  it('is a full disk when it says so, however deep', () => {
    const told = coded('could not extend file "base/1/2": No space left on device', '53100');
    expect(statusOf(told)).toBe(507);
    expect(statusOf(new Error('Raw query failed', { cause: { originalCode: '53100' } }))).toBe(507);
  });

  it.each([
    ['connect ECONNREFUSED 127.0.0.1:5432', 'ECONNREFUSED'],
    ['the database system is starting up', '57P03'],
    ['terminating connection because of crash of another server process', '57P02'],
    ['Connection terminated unexpectedly', ''],
  ])('is one that passes: %s', (message, code) => {
    expect(statusOf(coded(message, code))).toBe(503);
  });

  it('is not what a request or our own code got wrong', () => {
    expect(statusOf(coded('duplicate key value', '23505'))).toBeUndefined();
    expect(statusOf(new TypeError('x is not a function'))).toBeUndefined();
    expect(statusOf('text')).toBeUndefined();
  });

  it('may name itself as its cause', () => {
    const error = new Error('round');
    error.cause = error;
    expect(statusOf(error)).toBeUndefined();
  });
});
