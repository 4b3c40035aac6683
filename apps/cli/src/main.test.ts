import { commands } from './commands/index.js';
import { run } from './testing/run.js';

describe('ringcheck', () => {
  it('prints the overview and exits 2 without a command, 0 when asked for help', async () => {
    expect((await run()).code).toBe(2);
    const { code, out } = await run('help');
    expect(code).toBe(0);
    for (const { name, summary } of commands) expect(out).toContain(`${name.padEnd(8)}  ${summary}\n`);
  });

  it.each(commands.map(({ name }) => name))('tells how to use %s, with every option', async (name) => {
    const { code, out } = await run(name, '--help');
    expect(code).toBe(0);
    expect(out).toBe((await run('help', name)).out);
    const options = Object.keys(commands.find((command) => command.name === name)?.options ?? {});
    for (const option of options) expect(out).toContain(`  --${option}`);
  });

  it('refuses an unknown command and an unknown option, on standard error', async () => {
    expect(await run('chekc')).toEqual({
      code: 2,
      out: '',
      err: 'ringcheck: no command "chekc"; see ringcheck help\n',
    });
    const { code, out, err } = await run('check', '.', '--strickt');
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('--strickt');
    expect(err).toContain('ringcheck help check');
  });

  it('names each command once', () => {
    expect(new Set(commands.map(({ name }) => name)).size).toBe(commands.length);
  });
});
