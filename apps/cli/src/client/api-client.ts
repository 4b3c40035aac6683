import { problemSchema } from '@ringcheck/contracts';
import type { z } from 'zod';
import { UsageError } from '../failure.js';
import { ServerError } from './server-error.js';

/** Requests other than uploads that take longer than this are given up. */
const patienceMs = 60_000;

interface Request {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | ReadableStream<Uint8Array>;
  /** Uploads take as long as they take. */
  readonly isLong?: boolean;
}

/** Speaks the HTTP API, version 1. Every failure is a ServerError. */
export class ApiClient {
  private readonly base: string;

  constructor(
    server: URL,
    private readonly token: string | undefined,
  ) {
    this.base = `${server.origin}${server.pathname.replace(/\/+$/, '')}`;
  }

  /** The server as the admin would open it. */
  get address(): string {
    return this.base;
  }

  async get<T extends z.ZodType>(path: string, schema: T): Promise<z.infer<T>> {
    return this.parsed(await this.send({ method: 'GET', path }), schema);
  }

  async text(path: string): Promise<string> {
    return (await this.send({ method: 'GET', path })).text();
  }

  async post<T extends z.ZodType>(path: string, body: unknown, schema: T): Promise<z.infer<T>> {
    const headers = { 'content-type': 'application/json' };
    return this.parsed(
      await this.send({ method: 'POST', path, headers, body: JSON.stringify(body) }),
      schema,
    );
  }

  /** Post a body that is made while it is sent. */
  async stream<T extends z.ZodType>(
    path: string,
    contentType: string,
    body: ReadableStream<Uint8Array>,
    schema: T,
  ): Promise<z.infer<T>> {
    const headers = { 'content-type': contentType };
    return this.parsed(await this.send({ method: 'POST', path, headers, body, isLong: true }), schema);
  }

  async delete(path: string): Promise<void> {
    await this.send({ method: 'DELETE', path });
  }

  private async send(request: Request): Promise<Response> {
    const response = await this.fetch(request);
    if (response.ok) return response;
    throw new ServerError(
      response.status < 500 ? 'refused' : 'broken',
      `${this.base}: ${await problemOf(response)}`,
    );
  }

  private async fetch({ method, path, headers, body, isLong }: Request): Promise<Response> {
    // `duplex` is asked for by streams and not yet known to the types.
    const options: RequestInit & { duplex: 'half' } = {
      method,
      headers: {
        accept: 'application/json, text/html;q=0.9, text/markdown;q=0.9',
        ...headers,
        ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }),
      },
      redirect: 'error',
      duplex: 'half',
      ...(body === undefined ? {} : { body }),
      ...(isLong === true ? {} : { signal: AbortSignal.timeout(patienceMs) }),
    };
    try {
      return await fetch(`${this.base}/api/v1/${path}`, options);
    } catch (error) {
      throw failureOf(error, this.base);
    }
  }

  private async parsed<T extends z.ZodType>(response: Response, schema: T): Promise<z.infer<T>> {
    const body: unknown = await response.json().catch(() => undefined);
    const parsed = schema.safeParse(body);
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    throw new ServerError(
      'broken',
      `${this.base} gave an answer that is none of Ringcheck's API (${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'unknown'}). Check the address and that server and command line have one version.`,
    );
  }
}

/** An RFC 9457 body in one line, every wrong field named. */
async function problemOf(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => undefined);
  const problem = problemSchema.safeParse(body);
  if (!problem.success) return `HTTP ${response.status} ${response.statusText}`.trim();
  const { title, detail, errors = [] } = problem.data;
  const fields = errors
    .filter(({ message }) => detail?.includes(message) !== true)
    .map(({ path, message }) => `\n  ${path === '' ? '' : `${path}: `}${message}`);
  return `${detail ?? title} (HTTP ${problem.data.status})${fields.join('')}`;
}

function failureOf(error: unknown, base: string): unknown {
  if (member(error, 'name') === 'TimeoutError') {
    return new ServerError('late', `${base} did not answer within ${patienceMs / 1000} seconds`, {
      cause: error,
    });
  }
  // What went wrong while the body was made is no fault of the server.
  const cause = member(error, 'cause');
  const own = [error, cause].find((each) => each instanceof UsageError);
  if (own !== undefined) return own;
  const code = codeOf(cause);
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'UND_ERR_SOCKET') {
    return new ServerError('broken', `${base} closed the connection before it answered; see its log`, {
      cause: error,
    });
  }
  return new ServerError(
    'unreachable',
    `no server answers at ${base} (${code}). Start one with npm start, or name it with --server URL or RINGCHECK_SERVER`,
    { cause: error },
  );
}

/** Several addresses were tried: the first failure speaks for all. */
function codeOf(cause: unknown): string {
  const all = member(cause, 'errors');
  if (Array.isArray(all) && all.length > 0) return codeOf(all[0]);
  return String(member(cause, 'code') ?? member(cause, 'message') ?? 'no connection');
}

/** Errors of the platform come from many classes; what they carry is what counts. */
function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
