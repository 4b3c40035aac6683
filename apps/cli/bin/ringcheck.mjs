#!/usr/bin/env node
// Entry from a checkout: builds what changed (a second start finds everything built), then runs the command.
import { buildAll } from '../../../packages/config/bin/build-all.mjs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`ringcheck needs Node 20.19 or newer; this is ${process.versions.node}`);
  process.exit(2);
}
try {
  await buildAll({
    log: (line) => console.error(`ringcheck: ${line}`),
    dashboard: process.argv[2] === 'serve',
  });
} catch (error) {
  console.error(`ringcheck: the build failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(4);
}
// `ringcheck … | head`: a reader that has seen enough is no failure.
process.stdout.on('error', (error) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
const { main } = await import('../dist/main.js');
process.exitCode = await main(process.argv.slice(2));
