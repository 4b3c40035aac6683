import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isLoopback, readSettings, SettingsError, type Settings } from '@ringcheck/contracts';
import { StoreError } from '@ringcheck/store';
import type { Command } from '../command.js';
import { exitCodes, UsageError, type ExitCode } from '../failure.js';
import type { Output } from '../output.js';
import { SupervisedChild } from '../serve/child.js';
import { prepareDatabase, repository, type ReadyDatabase } from '../serve/database.js';
import { claimPort } from '../serve/port.js';

/** `ringcheck serve`: database, API and worker on this machine, until Ctrl-C. */
export const serve: Command = {
  name: 'serve',
  usage: 'serve [--port NUMBER] [--host ADDRESS] [--data-dir FOLDER]',
  summary: 'Start the server: database, API, worker and the dashboard at http://localhost:3000.',
  options: {
    port: {
      type: 'string',
      value: 'NUMBER',
      help: 'port of page and API (default: RINGCHECK_PORT or 3000; 0: any free one)',
    },
    host: {
      type: 'string',
      value: 'ADDRESS',
      help: 'address to listen on (default: RINGCHECK_HOST or 127.0.0.1)',
    },
    'data-dir': { type: 'string', value: 'FOLDER', help: 'where the embedded database is kept' },
    'allow-unauthenticated': {
      type: 'boolean',
      help: 'listen beyond this machine although there is no sign-in yet',
    },
  },
  run: async (args, output) => {
    const settings = settingsOf({
      RINGCHECK_PORT: args.text('port'),
      RINGCHECK_HOST: args.text('host'),
      RINGCHECK_DATA_DIR: args.text('data-dir'),
      RINGCHECK_ALLOW_UNAUTHENTICATED: args.flag('allow-unauthenticated') ? 'true' : undefined,
    });
    refuseOpenBind(settings);
    return run(settings, output);
  },
};

function settingsOf(flags: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
  try {
    return readSettings({ ...process.env, ...given });
  } catch (error) {
    if (error instanceof SettingsError) throw new UsageError(error.message);
    throw error;
  }
}

function refuseOpenBind(settings: Settings): void {
  if (isLoopback(settings.host) || settings.allowUnauthenticated) return;
  throw new UsageError(
    `listening on ${settings.host} would let anyone on the network in: there is no sign-in yet. Keep 127.0.0.1, or add --allow-unauthenticated behind a gateway that signs people in`,
  );
}

async function run(settings: Settings, output: Output): Promise<ExitCode> {
  const log = (line: string): void => output.err(`ringcheck: ${line}`);
  const stopped = untilStopped();
  const port = await claimPort(settings.host, settings.port);
  const database = await prepareDatabase(settings, log).catch((error: unknown) => {
    if (error instanceof StoreError) throw new UsageError(error.message);
    throw error;
  });
  const children = startChildren(settings, database, port, log, stopped.giveUp);
  try {
    const address = `http://${isLoopback(settings.host) ? 'localhost' : settings.host}:${port}`;
    if (await untilReady(`http://${bracket(settings.host)}:${port}`, stopped.signal)) {
      output.out(`Ringcheck is ready at ${address}  (${database.where})\n`);
      output.out(
        `Load the sample fleet: in a second terminal, npm run -s ringcheck -- upload tests/fixtures/sample-fleet --scan --server ${address}\n`,
      );
      output.out('Stop with Ctrl-C.\n');
    }
    return await stopped.promise;
  } finally {
    log('stopping…');
    await Promise.all(children.map((child) => child.stop()));
    await database.stop();
  }
}

function startChildren(
  settings: Settings,
  database: ReadyDatabase,
  port: number,
  log: (line: string) => void,
  giveUp: (name: string, isMisconfigured: boolean) => void,
): SupervisedChild[] {
  const env: Record<string, string> = {
    DATABASE_URL: database.url,
    RINGCHECK_BLOB_KEY: database.blobKey,
    RINGCHECK_HOST: settings.host,
    RINGCHECK_PORT: String(port),
    RINGCHECK_ALLOW_UNAUTHENTICATED: String(settings.allowUnauthenticated),
  };
  const workers = Array.from({ length: settings.workers }, () => 'worker');
  return ['api', ...workers].map((name, place) => {
    const child = new SupervisedChild({
      name: place > 1 ? `${name} ${place}` : name,
      script: path.join(repository, 'apps', name, 'dist', 'main.js'),
      env,
      log,
      onGivingUp: giveUp,
    });
    child.start();
    return child;
  });
}

function bracket(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}

/** Wait until the API answers that database and queue are reachable; false when we are stopped before. */
async function untilReady(address: string, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    const ready = await fetch(`${address}/api/v1/health/ready`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return true;
    await sleep(100);
  }
  return false;
}

function untilStopped() {
  const controller = new AbortController();
  const promise = new Promise<ExitCode>((resolve) => {
    const stop = (code: ExitCode) => {
      controller.abort();
      resolve(code);
    };
    process.once('SIGINT', () => stop(exitCodes.ok));
    process.once('SIGTERM', () => stop(exitCodes.ok));
    process.once('SIGHUP', () => stop(exitCodes.ok));
    controller.signal.addEventListener('give-up', () => stop(exitCodes.internal));
    controller.signal.addEventListener('misconfigured', () => stop(exitCodes.usage));
  });
  return {
    promise,
    signal: controller.signal,
    giveUp: (name: string, isMisconfigured: boolean): void => {
      const what = isMisconfigured ? 'has a setting that does not hold' : 'does not stay up';
      process.stderr.write(`ringcheck: ${name} ${what}; see the messages above\n`);
      controller.signal.dispatchEvent(new Event(isMisconfigured ? 'misconfigured' : 'give-up'));
    },
  };
}
