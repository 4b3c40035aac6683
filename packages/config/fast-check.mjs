// fast-check for tests: properties are tried on the same cases in every run, so that a red run is red again.
// RINGCHECK_SEED=NUMBER tries others, RINGCHECK_RUNS=NUMBER that many times as many: the long form.
import fc from '../../node_modules/fast-check/lib/fast-check.js';

const defaultRuns = 100;
const times = Number(process.env.RINGCHECK_RUNS ?? 1);
fc.configureGlobal({ seed: Number(process.env.RINGCHECK_SEED ?? 20_261_122), numRuns: defaultRuns * times });

const lengthened = (parameters) =>
  parameters?.numRuns === undefined ? parameters : { ...parameters, numRuns: parameters.numRuns * times };

export * from '../../node_modules/fast-check/lib/fast-check.js';
export default {
  ...fc,
  assert: (property, parameters) => fc.assert(property, lengthened(parameters)),
  check: (property, parameters) => fc.check(property, lengthened(parameters)),
};
