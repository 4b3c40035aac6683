import { spawn } from 'node:child_process';

/** The user a program runs as; empty: as ourselves. */
export interface RunAs {
  readonly uid?: number;
  readonly gid?: number;
}

export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** Run a program to its end; a program that cannot be started has code null and says why in `output`. */
export function run(program: string, args: readonly string[], as: RunAs, cwd: string): Promise<Ran> {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(program, args, {
      ...as,
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LC_ALL: 'C', LC_MESSAGES: 'C', ...(as.uid === undefined ? {} : { HOME: cwd }) },
    });
    const collect = (bytes: Buffer) => {
      if (output.length < 20_000) output += bytes.toString('utf8');
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => resolve({ code: null, output: error.message }));
    // `exit` and not `close`: a server that pg_ctl left behind may keep the pipes open.
    child.on('exit', (code) => {
      setImmediate(() => {
        child.stdout.destroy();
        child.stderr.destroy();
        resolve({ code, output });
      });
    });
  });
}
