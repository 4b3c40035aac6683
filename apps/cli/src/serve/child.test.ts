import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { folderOf } from '../testing/folder.js';
import { SupervisedChild } from './child.js';

function supervised(
  script: string,
  onGivingUp: (name: string, isMisconfigured: boolean) => void = () => undefined,
) {
  const folder = folderOf({ 'child.mjs': script, starts: '' });
  const starts = path.join(folder, 'starts');
  const log: string[] = [];
  const child = new SupervisedChild({
    name: 'worker',
    script: path.join(folder, 'child.mjs'),
    env: { STARTS: starts },
    onGivingUp,
    log: (line) => void log.push(line),
  });
  return { child, log, starts: () => readFileSync(starts, 'utf8').length };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(20);
}

const counts = "import { appendFileSync } from 'node:fs'; appendFileSync(process.env.STARTS, 'x');";

describe('a supervised child', () => {
  it('is started again when it dies, and stays stopped when told to stop', async () => {
    const script = `${counts} process.on('message', () => {}); if ((await import('node:fs')).readFileSync(process.env.STARTS, 'utf8').length < 2) process.exit(3);`;
    const { child, log, starts } = supervised(script);
    child.start();
    await until(() => starts() === 2);
    await child.stop();
    await sleep(400);
    expect(starts()).toBe(2);
    expect(log).toEqual(['worker ended (exit code 3)']);
  });

  it('is given up when it does not stay up', async () => {
    let givenUp = '';
    const { child, starts } = supervised(`${counts} process.exit(1);`, (name) => {
      givenUp = name;
    });
    child.start();
    await until(() => givenUp !== '');
    expect([givenUp, starts()]).toEqual(['worker', 5]);
  });

  it('is given up at once when it says that its settings are wrong', async () => {
    let said: boolean | undefined;
    const { child, starts } = supervised(`${counts} process.exit(2);`, (_name, isMisconfigured) => {
      said = isMisconfigured;
    });
    child.start();
    await until(() => said !== undefined);
    expect([said, starts()]).toEqual([true, 1]);
  });
});
