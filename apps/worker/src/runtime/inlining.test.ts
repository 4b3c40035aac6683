import { spawnSync } from 'node:child_process';
import { inliningFlag } from './inlining.js';

describe('how much is put into hot functions', () => {
  it('may be told this V8', () => {
    expect(spawnSync(process.execPath, [inliningFlag, '-e', '0'], { encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
  });
});
