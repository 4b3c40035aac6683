import { z } from 'zod';

/** Every setting of the server, read from the environment once per process. The README's table is made of this list. */
export interface SettingSpec {
  readonly name: string;
  readonly type: string;
  readonly default: string;
  readonly changes: string;
  /** Never shown, not even when it is wrong. */
  readonly secret?: boolean;
}

export const settingSpecs: readonly SettingSpec[] = [
  {
    name: 'RINGCHECK_HOST',
    type: 'address',
    default: '127.0.0.1',
    changes:
      'Address the server listens on. Anything but loopback needs RINGCHECK_ALLOW_UNAUTHENTICATED until sign-in exists.',
  },
  {
    name: 'RINGCHECK_PORT',
    type: 'number',
    default: '3000',
    changes: 'Port of the page and the API; `--port` wins over it. 0 takes a free one.',
  },
  {
    name: 'RINGCHECK_ALLOW_UNAUTHENTICATED',
    type: 'true or false',
    default: 'false',
    changes: 'Allows a bind that is not loopback although there is no sign-in yet.',
  },
  {
    name: 'RINGCHECK_ALLOWED_HOSTS',
    type: 'names, comma separated',
    default: '',
    changes: 'Host names a browser may reach the server by, beside localhost and the bound address.',
  },
  {
    name: 'RINGCHECK_DATA_DIR',
    type: 'folder',
    default: '.ringcheck in the checkout',
    changes: 'Where the embedded database and the key file are kept.',
  },
  {
    name: 'RINGCHECK_BLOB_KEY',
    type: '32 bytes, base64',
    default: 'key file in the data folder',
    changes: 'Key that encrypts uploaded originals.',
    secret: true,
  },
  {
    name: 'RINGCHECK_MAX_UPLOAD_MB',
    type: 'number',
    default: '4096',
    changes:
      'Largest single file of an upload, in MiB. Archives are decoded entry by entry; an entry, or a file that is no archive, of more than 256 MiB is refused (`archive-entry-too-large`, `file-too-large-to-open`).',
  },
  {
    name: 'RINGCHECK_TRUST_ANCHORS',
    type: 'file or folder',
    default: '',
    changes:
      'Certificates (PEM or DER) whose signatures on profiles count as known, in one file or in the files of a folder; workers read them at start.',
  },
  {
    name: 'RINGCHECK_SCAN_CHUNK',
    type: 'number',
    default: '500',
    changes: 'Devices a worker judges and commits at a time.',
  },
  {
    name: 'RINGCHECK_WORKERS',
    type: 'number',
    default: '2',
    changes: 'Worker processes that `serve` starts on this machine.',
  },
  {
    name: 'RINGCHECK_WORKER_CONCURRENCY',
    type: 'number',
    default: '2',
    changes: 'Jobs one worker process runs side by side.',
  },
  {
    name: 'RINGCHECK_WORK_LOCK_SECONDS',
    type: 'number',
    default: '60',
    changes:
      'How long a worker may be silent before another takes over what it was doing; after a crash, work waits this long.',
  },
  {
    name: 'RINGCHECK_HISTORY_DAYS',
    type: 'number',
    default: '400',
    changes: 'How long ended findings, verdicts and scans are kept. What is still true stays, however old.',
  },
  {
    name: 'RINGCHECK_UPLOAD_DAYS',
    type: 'number',
    default: 'RINGCHECK_HISTORY_DAYS',
    changes:
      'How long uploads and documents are kept of which nothing is in force any more. Profiles, firewalls and what devices are described by stay, however old.',
  },
  {
    name: 'RINGCHECK_PUBLIC_URL',
    type: 'https://…',
    default: '',
    changes: 'Address people open the page by; messages about scans link to it.',
  },
  {
    name: 'RINGCHECK_SMTP_URL',
    type: 'smtp://… or smtps://…',
    default: '',
    changes: 'Mail server that sends messages about scans, with user and password where it wants them.',
    secret: true,
  },
  {
    name: 'RINGCHECK_MAIL_FROM',
    type: 'mail address',
    default: '',
    changes: 'Sender of these messages; needed with RINGCHECK_SMTP_URL.',
  },
  {
    name: 'RINGCHECK_LOG_LEVEL',
    type: 'debug, info, warn or error',
    default: 'info',
    changes: 'How much the server logs, as JSON lines on standard error.',
  },
  {
    name: 'DATABASE_URL',
    type: 'postgresql://…',
    default: 'embedded PostgreSQL',
    changes: 'Use this PostgreSQL (13 or newer) instead of the embedded one.',
    secret: true,
  },
  {
    name: 'REDIS_URL',
    type: 'redis://…',
    default: 'queue on PostgreSQL',
    changes: 'Use Redis or Valkey for the queue, so that many machines can share the work.',
    secret: true,
  },
];

const flag = z
  .enum(['true', 'false', '1', '0', 'yes', 'no'])
  .default('false')
  .transform((text) => ['true', '1', 'yes'].includes(text));

const wholeNumber = (min: number, max: number, fallback: number) =>
  z.coerce.number().int().min(min).max(max).default(fallback);

const settingsSchema = z.object({
  RINGCHECK_HOST: z.string().min(1).default('127.0.0.1'),
  RINGCHECK_PORT: wholeNumber(0, 65_535, 3000),
  RINGCHECK_ALLOW_UNAUTHENTICATED: flag,
  RINGCHECK_ALLOWED_HOSTS: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((name) => name.trim().toLowerCase())
        .filter((name) => name !== ''),
    ),
  RINGCHECK_DATA_DIR: z.string().min(1).optional(),
  RINGCHECK_BLOB_KEY: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=$/, 'expected 32 bytes as base64 (44 characters)')
    .optional(),
  RINGCHECK_MAX_UPLOAD_MB: wholeNumber(1, 1_048_576, 4096),
  RINGCHECK_TRUST_ANCHORS: z.string().min(1).optional(),
  RINGCHECK_SCAN_CHUNK: wholeNumber(1, 20_000, 500),
  RINGCHECK_WORKERS: wholeNumber(1, 64, 2),
  RINGCHECK_WORKER_CONCURRENCY: wholeNumber(1, 64, 2),
  RINGCHECK_WORK_LOCK_SECONDS: wholeNumber(1, 3_600, 60),
  RINGCHECK_HISTORY_DAYS: wholeNumber(1, 36_500, 400),
  RINGCHECK_UPLOAD_DAYS: z.coerce.number().int().min(1).max(36_500).optional(),
  RINGCHECK_PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'expected https://…' }).optional(),
  RINGCHECK_SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/./, 'expected smtp://user:password@host:port')
    .optional(),
  RINGCHECK_MAIL_FROM: z.string().min(3).max(320).optional(),
  RINGCHECK_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'expected postgresql://user:password@host:port/database')
    .optional(),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'expected redis://host:port')
    .optional(),
});

export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly allowUnauthenticated: boolean;
  readonly allowedHosts: readonly string[];
  readonly dataDir?: string;
  readonly blobKey?: string;
  readonly maxUploadBytes: number;
  /** File or folder of certificates. */
  readonly trustAnchors?: string;
  readonly scanChunk: number;
  readonly workers: number;
  readonly workerConcurrency: number;
  readonly workLockMs: number;
  readonly historyDays: number;
  readonly uploadDays: number;
  readonly publicUrl?: string;
  /** Mail server and sender; e-mails are sent only with both. */
  readonly mail?: { readonly smtpUrl: string; readonly from: string };
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly databaseUrl?: string;
  readonly redisUrl?: string;
}

/** Thrown at start when settings are wrong: names each setting and what is expected, never its value. */
export class SettingsError extends Error {
  readonly code = 'settings';
  constructor(readonly faults: readonly { readonly name: string; readonly expected: string }[]) {
    super(`settings: ${faults.map(({ name, expected }) => `${name}: ${expected}`).join('; ')}`);
    this.name = 'SettingsError';
  }
}

/** Read the settings from an environment-shaped record. Empty text counts as not set. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(
    settingSpecs.flatMap(({ name }) => {
      const value = environment[name];
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
  const parsed = settingsSchema.safeParse(given);
  if (!parsed.success) {
    throw new SettingsError(
      parsed.error.issues.map((issue) => ({
        name: String(issue.path[0]),
        expected:
          issue.code === 'invalid_format'
            ? issue.message
            : (settingSpecs.find(({ name }) => name === issue.path[0])?.type ?? issue.message),
      })),
    );
  }
  const { data } = parsed;
  return Object.freeze({
    host: data.RINGCHECK_HOST,
    port: data.RINGCHECK_PORT,
    allowUnauthenticated: data.RINGCHECK_ALLOW_UNAUTHENTICATED,
    allowedHosts: data.RINGCHECK_ALLOWED_HOSTS,
    ...(data.RINGCHECK_DATA_DIR === undefined ? {} : { dataDir: data.RINGCHECK_DATA_DIR }),
    ...(data.RINGCHECK_BLOB_KEY === undefined ? {} : { blobKey: data.RINGCHECK_BLOB_KEY }),
    maxUploadBytes: data.RINGCHECK_MAX_UPLOAD_MB * 1024 * 1024,
    ...(data.RINGCHECK_TRUST_ANCHORS === undefined ? {} : { trustAnchors: data.RINGCHECK_TRUST_ANCHORS }),
    scanChunk: data.RINGCHECK_SCAN_CHUNK,
    workers: data.RINGCHECK_WORKERS,
    workerConcurrency: data.RINGCHECK_WORKER_CONCURRENCY,
    workLockMs: data.RINGCHECK_WORK_LOCK_SECONDS * 1_000,
    historyDays: data.RINGCHECK_HISTORY_DAYS,
    uploadDays: data.RINGCHECK_UPLOAD_DAYS ?? data.RINGCHECK_HISTORY_DAYS,
    ...(data.RINGCHECK_PUBLIC_URL === undefined ? {} : { publicUrl: data.RINGCHECK_PUBLIC_URL }),
    ...(data.RINGCHECK_SMTP_URL === undefined || data.RINGCHECK_MAIL_FROM === undefined
      ? {}
      : { mail: { smtpUrl: data.RINGCHECK_SMTP_URL, from: data.RINGCHECK_MAIL_FROM } }),
    logLevel: data.RINGCHECK_LOG_LEVEL,
    ...(data.DATABASE_URL === undefined ? {} : { databaseUrl: data.DATABASE_URL }),
    ...(data.REDIS_URL === undefined ? {} : { redisUrl: data.REDIS_URL }),
  });
}

/** Settings of a process that works on the database: these two have no default. */
export type ServerSettings = Settings & { readonly databaseUrl: string; readonly blobKey: string };

/** As `readSettings`; what a process of its own cannot do without must be set too. */
export function readServerSettings(
  environment: Readonly<Record<string, string | undefined>>,
): ServerSettings {
  const settings = readSettings(environment);
  const { databaseUrl, blobKey } = settings;
  const whole = 'must be set, unless everything is started with: npm start';
  const faults = [
    ...(databaseUrl === undefined ? [{ name: 'DATABASE_URL', expected: whole }] : []),
    ...(blobKey === undefined
      ? [{ name: 'RINGCHECK_BLOB_KEY', expected: `${whole} (openssl rand -base64 32; the same everywhere)` }]
      : []),
  ];
  if (databaseUrl === undefined || blobKey === undefined) throw new SettingsError(faults);
  return { ...settings, databaseUrl, blobKey };
}

/** Whether an address is reachable from this machine only. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, '');
  return name === 'localhost' || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name);
}
