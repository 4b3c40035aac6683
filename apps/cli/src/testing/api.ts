import { createServer, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import {
  pageOf,
  scanRequestSchema,
  scanSchema,
  scheduleRequestSchema,
  scheduleRunSchema,
  scheduleSchema,
  uploadSchema,
  type Scan,
  type Upload,
} from '@ringcheck/contracts';
import type { z } from 'zod';

/** What the stand-in server was asked, in order. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly type?: string;
  readonly body?: string;
}

export interface TestApi {
  readonly url: string;
  readonly asked: readonly Asked[];
  /** Answers that win over the stand-in's own, by `METHOD path`. */
  readonly answers: Map<string, Answer>;
}

const id = '0a5eed00-0000-4000-8000-0000000000aa';
const at = '2026-11-21T12:00:00Z';
const servers: { close: () => unknown; closeAllConnections: () => void }[] = [];

afterAll(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

export const scanOf = (status: Scan['status'], more: Partial<Scan> = {}): Scan => ({
  id,
  status,
  trigger: 'manual',
  requestedAt: at,
  progress: { chunks: 2, done: status === 'done' ? 2 : 0 },
  ...more,
});

const schedule = {
  id,
  name: 'Mornings',
  cron: '0 6 * * 1-5',
  timeZone: 'Europe/Berlin',
  missedRuns: 'run-once',
  overlap: 'skip',
  createdAt: at,
  nextRuns: ['2026-11-23T05:00:00Z'],
} as const;

/** A server that keeps the contract of the HTTP API: requests are parsed and answers made by its schemas. */
export async function startApi(): Promise<TestApi> {
  const asked: Asked[] = [];
  const answers = new Map<string, Answer>();
  const state: State = { uploads: 0, scans: 0, files: [] };
  const server = createServer((request, response) => {
    void handle(request, state, asked, answers).then(({ status, type, body }) => {
      response.writeHead(status, { 'content-type': type ?? 'application/json' });
      response.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, asked, answers };
}

interface State {
  uploads: number;
  scans: number;
  files: string[];
}

async function handle(
  request: IncomingMessage,
  state: State,
  asked: Asked[],
  answers: ReadonlyMap<string, Answer>,
): Promise<Answer> {
  const body = await buffer(request);
  const method = request.method ?? '';
  const path = (request.url ?? '').replace(/^\/api\/v1\//, '');
  asked.push({ method, path, authorization: request.headers.authorization, body });
  return answers.get(`${method} ${path}`) ?? standard(`${method} ${path}`, body, request, state);
}

function standard(route: string, body: Buffer, request: IncomingMessage, state: State): Answer {
  switch (route) {
    case 'POST uploads':
      state.files = fileNames(request.headers['content-type'] ?? '', body);
      return made(202, uploadSchema, uploadOf(state.files, 'processing'));
    case `GET uploads/${id}`:
      return made(200, uploadSchema, uploadOf(state.files, ++state.uploads < 2 ? 'processing' : 'done'));
    case 'POST scans':
      scanRequestSchema.parse(JSON.parse(body.toString()));
      return made(202, scanSchema, scanOf('queued'));
    case `GET scans/${id}`:
      return made(200, scanSchema, ++state.scans < 2 ? scanOf('running') : doneScan);
    case 'GET schedules':
      return made(200, pageOf(scheduleSchema), {
        items: [{ ...schedule, nextRuns: [...schedule.nextRuns] }],
      });
    case 'POST schedules':
      return made(201, scheduleSchema, {
        ...schedule,
        ...scheduleRequestSchema.parse(JSON.parse(body.toString())),
        nextRuns: [...schedule.nextRuns],
      });
    case `POST schedules/${id}/run`:
      return made(202, scheduleRunSchema, { slot: at, status: 'started', scanId: id });
    case `GET schedules/${id}/runs`:
      return made(200, pageOf(scheduleRunSchema), {
        items: [{ slot: at, status: 'skipped', reason: 'the last scan still runs' }],
      });
    case `DELETE schedules/${id}`:
      return { status: 204 };
    default:
      return problem(404, `There is nothing at ${route}.`);
  }
}

const doneScan = scanOf('done', {
  devices: 3,
  verdicts: { blocked: 1, limited: 0, unknown: 0, 'at-risk': 0, clear: 2 },
  opened: 4,
  closed: 1,
});

function made<T extends z.ZodType>(status: number, schema: T, body: z.input<T>): Answer {
  return { status, body: JSON.stringify(schema.parse(body)) };
}

export function problem(
  status: number,
  detail: string,
  errors?: readonly { readonly path: string; readonly message: string }[],
): Answer {
  const body = { type: 'about:blank', title: 'Refused', status, detail, ...(errors ? { errors } : {}) };
  return { status, type: 'application/problem+json', body: JSON.stringify(body) };
}

function uploadOf(names: readonly string[], status: Upload['status']): Upload {
  return {
    id,
    receivedAt: at,
    status,
    files: names.map((name) => {
      const isBad = name.endsWith('bad.plist');
      return {
        path: name,
        sha256: '0'.repeat(64),
        size: 1,
        status: status !== 'done' ? 'pending' : isBad ? 'rejected' : 'ingested',
        ...(status !== 'done' || isBad ? {} : { kind: 'configuration-profile' as const }),
        diagnostics:
          status === 'done' && isBad
            ? [
                {
                  code: 'truncated',
                  severity: 'error' as const,
                  message: 'It ends early.',
                  line: 6,
                  column: 2,
                },
              ]
            : [],
      };
    }),
  };
}

/** File names of the parts of a multipart body, as they stand there. */
function fileNames(contentType: string, body: Buffer): string[] {
  const boundary = /boundary=(\S+)$/.exec(contentType)?.[1] ?? '';
  const text = body.toString('utf8');
  if (boundary === '' || !text.endsWith(`--${boundary}--\r\n`)) return ['the body is not closed'];
  return [...text.matchAll(/name="files"; filename="([^"]*)"\r\n/g)].map(([, name]) => name ?? '');
}
