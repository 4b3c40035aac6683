import { measure } from './hostile.js';

process.stdout.write(`${JSON.stringify(await measure())}\n`);
