// Builds the package in the current folder: `npm run build` in any package with TypeScript sources.
import { compilePackage } from './compile.mjs';

const written = await compilePackage(process.cwd());
console.log(written === 0 ? 'up to date' : `${written} files written`);
