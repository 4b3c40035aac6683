import { spawnSync } from 'node:child_process';
import { heldFlag, usualFlag } from './heap-growth.js';
import { inliningFlag } from './inlining.js';

describe('what a worker tells V8', () => {
  it.each([inliningFlag, heldFlag, usualFlag])('is known to the one it runs on: %s', (flag) => {
    expect(spawnSync(process.execPath, [flag, '-e', '0'], { encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
  });
});
