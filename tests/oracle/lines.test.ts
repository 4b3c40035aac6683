import {
  compilePolicy,
  decidePacket,
  type FirewallPolicy,
  parseFirewall,
  shadowedLines,
} from '@ringcheck/firewall';
import fc from 'fast-check';
import { jsonModels, type LineSample, textModels } from './lines.js';
import { everyKind } from './world.js';

/** `RINGCHECK_ORACLE_POLICIES=10000 npm test -- tests/oracle` is the long form. */
const policies = Number(process.env['RINGCHECK_ORACLE_POLICIES'] ?? 100);

const kinds = [...everyKind()];

function policyOf(text: string): FirewallPolicy {
  const { policy } = parseFirewall(text);
  if (policy === undefined || policy.unparsed.length > 0) throw new Error(`not read:\n${text}`);
  return policy;
}

/** Lines on which what is said and what packets do is not one. */
function differences({ text, lines, met, hasDoubts = false }: LineSample): unknown[] {
  const policy = policyOf(text);
  const alive = new Set(kinds.flatMap((tried) => met(tried)));
  const { shadowed, undecided } = shadowedLines(compilePolicy(policy));
  const dead = new Set(shadowed.map(({ line }) => line));
  const open = new Set(undecided.map(({ line }) => line));
  const all = lines(policy);
  const wrong: unknown[] = all.flatMap((line, index) =>
    dead.has(line) === !alive.has(index) || (hasDoubts && open.has(line))
      ? []
      : [{ line, isAlive: alive.has(index) }],
  );
  const strangers = [...dead].filter((line) => !all.includes(line));
  return [...wrong, ...strangers, ...(hasDoubts ? [] : open)];
}

/** What becomes of every packet. */
function decisions(text: string, { ways = [{}] }: LineSample): readonly string[] {
  const compiled = compilePolicy(policyOf(text));
  return kinds.flatMap(({ packet }) =>
    ways.map((way) => decidePacket(compiled, { ...packet, ...way }).action),
  );
}

describe('the lines that no packet reaches', () => {
  it.each(Object.entries({ ...textModels, ...jsonModels }))(
    'are those that no packet of a small world meets: %s',
    (_name, model) => {
      fc.assert(
        fc.property(model, (sample) => {
          expect(differences(sample)).toEqual([]);
        }),
        { numRuns: policies },
      );
    },
    3_600_000,
  );

  it.each(Object.entries(textModels))(
    'change no answer when they are taken out: %s',
    (_name, model) => {
      fc.assert(
        fc.property(model, (sample) => {
          const { shadowed } = shadowedLines(compilePolicy(policyOf(sample.text)));
          const dead = new Set(shadowed.map(({ line }) => line));
          const left = sample.text.split('\n').filter((_line, index) => !dead.has(index + 1));
          if (dead.size > 0)
            expect(decisions(left.join('\n'), sample)).toEqual(decisions(sample.text, sample));
        }),
        { numRuns: Math.ceil(policies / 10) },
      );
    },
    3_600_000,
  );
});
