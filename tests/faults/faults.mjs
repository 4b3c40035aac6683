// `npm run faults -- [--times N] [--seed S] [--only kill|retention|redis|stop|disk|upgrade]`: harm done to real processes; the
// short form of the same tests runs with all others. `--times` is for kills; every line says where one hit.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = path.dirname(fileURLToPath(import.meta.url));
const repository = path.resolve(here, '../..');
const names = ['kill', 'retention', 'redis', 'stop', 'disk', 'upgrade'];
const { values } = parseArgs({
  options: { times: { type: 'string' }, seed: { type: 'string' }, only: { type: 'string' } },
});
for (const name of ['times', 'seed']) {
  if (values[name] !== undefined && !/^[1-9]\d{0,8}$/.test(values[name]))
    usage(`--${name} takes a whole number from 1`);
}
if (values.only !== undefined && !names.includes(values.only))
  usage(`there is no test ${JSON.stringify(values.only)}`);

const { status } = spawnSync(
  process.execPath,
  [path.join(repository, 'packages/config/bin/test.mjs'), '--runInBand', `tests/faults/${values.only ?? ''}`],
  {
    cwd: repository,
    stdio: 'inherit',
    env: {
      ...process.env,
      RINGCHECK_FAULTS_TIMES: values.times ?? '100',
      ...(values.seed === undefined ? {} : { RINGCHECK_FAULTS_SEED: values.seed }),
    },
  },
);
process.exitCode = status ?? 1;

function usage(message) {
  console.error(`${message}\nusage: npm run -s faults -- [--times N] [--seed S] [--only ${names.join('|')}]`);
  process.exit(2);
}
