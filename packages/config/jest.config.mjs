import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** One Jest run for the whole repository; sources are compiled in memory, nothing needs a build first. */
export default {
  rootDir: repository,
  testMatch: ['<rootDir>/{packages,apps,tests}/**/*.test.ts', '<rootDir>/apps/dashboard/src/**/*.test.tsx'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/fixtures/'],
  modulePathIgnorePatterns: ['/dist/', '/\\.ringcheck/', '/tests/bench/\\.data/'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  testEnvironment: 'node',
  moduleNameMapper: {
    '^fast-check$': '<rootDir>/packages/config/fast-check.mjs',
    '^@ringcheck/app-(.*)$': '<rootDir>/apps/$1/src/index.ts',
    '^@ringcheck/(.*)$': '<rootDir>/packages/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        module: { type: 'es6' },
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', tsx: true, decorators: true },
          transform: {
            legacyDecorator: true,
            decoratorMetadata: true,
            useDefineForClassFields: false,
            react: { runtime: 'automatic' },
          },
          keepClassNames: true,
        },
      },
    ],
  },
  testSequencer: path.join(repository, 'packages/config/jest.sequencer.mjs'),
  // Reached by what hangs, never by what a busy machine holds up.
  testTimeout: 300_000,
  // Two more than there are processors: tests of the whole product wait for it more than half of their time.
  maxWorkers: Math.min(os.availableParallelism() + 2, 6),
  // What a file has imported is never freed (15 MB of each): old workers spend half of their time collecting garbage.
  workerIdleMemoryLimit: '400MB',
};
