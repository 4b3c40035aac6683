import { compilePolicy, decidePacket, parseFirewall } from '@ringcheck/firewall';
import fc from 'fast-check';
import { modelsOf, type Sample } from './models.js';
import { actionsIn } from './sets.js';
import { everyPacket, large, small, type Tried } from './world.js';

/** `RINGCHECK_ORACLE_POLICIES=10000 npm test -- tests/oracle` is the long form. */
const policies = Number(process.env['RINGCHECK_ORACLE_POLICIES'] ?? 150);

/** Packets on which the sets, the single decision and the meaning of the words are not one. */
function differences({ text, allows, options = {}, withLater = false }: Sample): unknown[] {
  const { policy } = parseFirewall(text);
  if (policy === undefined) return ['not read'];
  if (policy.unparsed.length > 0)
    return policy.unparsed.map(({ text: line, reason }) => `${reason}: ${line}`);
  const compiled = compilePolicy(policy);
  const inSets = actionsIn(compiled, options);
  const wrong: unknown[] = [];
  for (const tried of everyPacket(withLater)) {
    const { packet, isLater } = tried;
    const wanted = allows(tried) ? 'allow' : 'deny';
    const way = {
      ...(options.in === undefined ? {} : { in: options.in }),
      ...(options.out === undefined ? {} : { out: options.out }),
    };
    const { action } = decidePacket(compiled, { ...packet, ...way });
    const found = isLater ? [wanted] : inSets(tried);
    if (action !== wanted || found.length !== 1 || found[0] !== wanted) {
      wrong.push({ packet, wanted, action, found });
    }
  }
  return wrong;
}

function hold(model: fc.Arbitrary<Sample> | undefined, runs: number): void {
  if (model === undefined) throw new Error('no model');
  fc.assert(
    fc.property(model, (sample) => {
      expect(differences(sample)).toEqual([]);
    }),
    { numRuns: runs },
  );
}

describe('every packet of a small world', () => {
  it.each(Object.keys(modelsOf(small)))(
    'meets the fate the words of the policy give it: %s',
    (name) => {
      hold(modelsOf(small)[name], policies);
    },
    3_600_000,
  );

  it.each(Object.keys(modelsOf(large)))(
    'meets it in policies of hundreds of rules, which are cut into cells: %s',
    (name) => {
      hold(modelsOf(large)[name], Math.ceil(policies / 50));
    },
    3_600_000,
  );

  it('is tried in full', () => {
    const all: Tried[] = [...everyPacket(true)];
    expect([all.length, new Set(all.map(({ packet }) => JSON.stringify(packet))).size]).toEqual([320, 320]);
  });
});
