/** What `npm run faults -- [--times N] [--seed S] [--only NAME]` asks for; without it, the short form. */
export interface Options {
  /** Hits of the kill test. */
  readonly times: number;
  readonly seed: number;
}

const number = (name: string, otherwise: number): number => {
  const given = process.env[name];
  return given === undefined || given === '' ? otherwise : Number(given);
};

export const options: Options = {
  times: number('RINGCHECK_FAULTS_TIMES', 3),
  seed: number('RINGCHECK_FAULTS_SEED', 20_261_122),
};

/** One line for whoever watches. */
export function say(line: string): void {
  process.stderr.write(`faults: ${line}\n`);
}

/** Tests that need something: where it is missing they say so in one line, and fail with RINGCHECK_REQUIRE_ALL=1. */
export function suite(name: string, missing: string | undefined, define: () => void): void {
  if (missing === undefined) {
    describe(name, define);
    return;
  }
  describe(name, () => {
    it(`is not tested here: ${missing}`, () => {
      say(`${name}: not run, ${missing}`);
      expect(process.env['RINGCHECK_REQUIRE_ALL']).not.toBe('1');
    });
  });
}

/** Numbers from 0 to below 1, the same for the same seed. */
export function diceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
