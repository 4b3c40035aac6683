import path from 'node:path';
import { fileURLToPath } from 'node:url';
import tseslint from 'typescript-eslint';

const here = path.dirname(fileURLToPath(import.meta.url));

/** What each package may import of ours. The order is the flow of DESIGN: no step looks back. */
const mayImport = {
  model: [],
  plist: ['model'],
  catalog: ['model'],
  sources: ['model', 'plist', 'catalog'],
  firewall: ['model'],
  routes: ['model', 'catalog', 'firewall'],
  intake: ['model', 'plist', 'catalog', 'sources', 'firewall'],
  policy: ['model'],
  assemble: ['model', 'plist', 'catalog', 'sources', 'firewall', 'intake', 'policy'],
  effective: ['model', 'catalog', 'policy', 'assemble'],
  rules: ['model', 'catalog', 'firewall', 'routes', 'policy', 'assemble', 'effective'],
  plan: ['model', 'contracts', 'catalog', 'firewall', 'routes', 'policy', 'assemble', 'effective', 'rules'],
  report: [
    'model',
    'contracts',
    'catalog',
    'firewall',
    'routes',
    'policy',
    'assemble',
    'effective',
    'rules',
    'plan',
  ],
  contracts: ['model'],
  store: ['model', 'contracts'],
  queue: ['model'],
  testkit: [
    'model',
    'plist',
    'catalog',
    'sources',
    'firewall',
    'routes',
    'intake',
    'policy',
    'assemble',
    'effective',
    'rules',
  ],
};
const everything = Object.keys(mayImport);
const pure = everything.filter((name) => !['store', 'queue', 'testkit'].includes(name));

const ioModules = [
  'fs',
  'net',
  'http',
  'https',
  'http2',
  'child_process',
  'os',
  'dgram',
  'dns',
  'tls',
  'worker_threads',
  'process',
  'timers',
  'cluster',
  'readline',
  'perf_hooks',
];
const noIo = {
  group: [
    ...ioModules.flatMap((name) => [name, `${name}/*`, `node:${name}`, `node:${name}/*`]),
    'pg',
    'pg-*',
    'bullmq',
    'ioredis',
    '@nestjs/*',
    '@prisma/*',
    'fastify',
    'pino',
  ],
  message: 'Pure packages have no I/O.',
};
const importRule = (name) => [
  'error',
  {
    patterns: [
      {
        group: everything
          .filter((other) => other !== name && !mayImport[name].includes(other))
          .map((other) => `@ringcheck/${other}`),
        message: `packages/${name} stands before this package in the flow.`,
      },
      { group: ['@ringcheck/app-*', '**/apps/**'], message: 'Packages never import apps.' },
      { group: ['@ringcheck/*/*', '../../../*/src/*'], message: 'Import a package by its index only.' },
      ...(pure.includes(name) ? [noIo] : []),
    ],
  },
];

const pureGlobals = [
  'error',
  ...[
    'process',
    'fetch',
    'setTimeout',
    'setInterval',
    'setImmediate',
    'performance',
    'console',
    'crypto',
  ].map((name) => ({
    name,
    message: 'Pure packages have no clock, randomness, environment or output.',
  })),
];
const pureSyntax = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Pure packages have no clock.',
  },
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'Pure packages have no clock.',
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'Pure packages have no randomness.',
  },
];

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '**/generated/**',
      'tests/fixtures/**',
      '**/.ringcheck/**',
      '**/coverage/**',
    ],
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommended],
    languageOptions: {
      parserOptions: { project: path.join(here, 'tsconfig.json'), tsconfigRootDir: here },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-extraneous-class': 'off',
      'no-empty': ['error', { allowEmptyCatch: false }],
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
    },
  },
  ...everything.map((name) => ({
    files: [`packages/${name}/src/**/*.ts`],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-imports': importRule(name) },
  })),
  {
    files: pure.map((name) => `packages/${name}/src/**/*.ts`),
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-globals': pureGlobals, 'no-restricted-syntax': ['error', ...pureSyntax] },
  },
  {
    files: ['apps/*/src/**/*.ts', 'apps/*/src/**/*.tsx'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['@ringcheck/app-*', '../../../../apps/*'], message: 'Apps never import each other.' },
            { group: ['@ringcheck/*/*'], message: 'Import a package by its index only.' },
          ],
        },
      ],
    },
  },
  { files: ['tests/**/*.ts', '**/*.test.ts', 'apps/cli/src/**/*.ts'], rules: { 'no-console': 'off' } },
);
