// fast-check for tests: properties are tried on the same cases in every run, so that a red run is red again.
// RINGCHECK_SEED=NUMBER tries others.
import fc from '../../node_modules/fast-check/lib/fast-check.js';

fc.configureGlobal({ seed: Number(process.env.RINGCHECK_SEED ?? 20_261_122) });

export * from '../../node_modules/fast-check/lib/fast-check.js';
export default fc;
