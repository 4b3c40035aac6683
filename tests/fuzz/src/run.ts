import { formats, type Format } from './formats.js';
import { mutate } from './mutate.js';
import { Random } from './random.js';

export interface Session {
  readonly format: string;
  readonly seed: number;
  /** Asked before every round. */
  readonly goOn: (round: number) => boolean;
  /** Told of every input before it is read, so that one that kills the process is not lost. */
  readonly before: (round: number, input: Uint8Array) => void;
  /** Milliseconds of processor time, from any start. */
  readonly clock: () => number;
}

export interface Crash {
  readonly round: number;
  readonly input: Uint8Array;
  readonly error: string;
}

export interface Outcome {
  readonly rounds: number;
  /** Different results seen; an input that brings a new one is mutated further. */
  readonly features: number;
  readonly slowestMs: number;
  readonly crash?: Crash;
}

const mostInputs = 3000;
/** Hundreds of times what an input of this size needs: only work that grows faster than the input gets here. */
const mostMs = 3000;

/** Reads damaged inputs of a format until told to stop or a law is broken. The same seed reads the same inputs. */
export async function runSession(session: Session): Promise<Outcome> {
  const format = formatOf(session.format);
  const random = new Random(session.seed);
  const inputs = format.seeds().filter((bytes) => bytes.length > 0);
  const seeds = inputs.length;
  const pool = { words: format.words, inputs };
  const features = new Set<string>();
  let slowestMs = 0;
  let round = 0;
  for (; session.goOn(round); round++) {
    const whole = round < seeds ? inputs[round] : undefined;
    const input = whole ?? mutate(random, random.pick(inputs), pool);
    session.before(round, input);
    const started = session.clock();
    try {
      const feature = await format.read(input);
      const ms = session.clock() - started;
      slowestMs = Math.max(slowestMs, ms);
      if (ms > mostMs) throw new Error(`too slow: ${Math.round(ms)} ms for ${input.length} bytes`);
      if (!features.has(feature) && whole === undefined && inputs.length < mostInputs) inputs.push(input);
      features.add(feature);
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return { rounds: round + 1, features: features.size, slowestMs, crash: { round, input, error: text } };
    }
  }
  return { rounds: round, features: features.size, slowestMs };
}

function formatOf(name: string): Format {
  const format = formats.get(name);
  if (format === undefined)
    throw new Error(`there is no format ${name}; known: ${[...formats.keys()].join(', ')}`);
  return format;
}
