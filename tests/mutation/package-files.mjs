// The files of a package: what is mutated, and the tests that should notice.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { instrument } from './instrument.mjs';
import { repository } from './realm.mjs';

function filesOf(name) {
  const src = path.join(repository, name, 'src');
  return readdirSync(src, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/** Helpers of tests and lists of exports are not judged. */
const isJudged = (file) => !/\.test\.ts$|(^|\/)(testing|index|types)\.ts$/.test(file);

export function testFiles(name) {
  return filesOf(name).filter((file) => file.endsWith('.test.ts'));
}

/** Every source of the package with its switches, and all mutants, numbered in the order of files and places. */
export function instrumentPackage(name) {
  const sources = new Map();
  const mutants = [];
  for (const file of filesOf(name).filter(isJudged)) {
    const relative = path.relative(repository, file).split(path.sep).join('/');
    const made = instrument(relative, readFileSync(file, 'utf8'), mutants.length);
    sources.set(file, made.code);
    for (const mutant of made.mutants) mutants.push(mutant);
  }
  return { sources, mutants };
}

/** Equal for equal mutants under equal numbers. */
export function digestOf(mutants) {
  return createHash('sha256').update(JSON.stringify(mutants)).digest('hex');
}
