import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { StoreError } from '@ringcheck/store';
import { problemOf, ProblemError } from './problem.js';
import { storageFault } from './storage-fault.js';

/** Maps every failure of a request to an RFC 9457 answer; an unexpected one is logged once, here. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const problem = this.problem(error, request);
    if (reply.sent) return;
    void reply.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }

  private problem(error: unknown, request: FastifyRequest) {
    if (error instanceof ProblemError) return problemOf(error.status, error.detail, error.errors);
    if (error instanceof StoreError && error.code === 'bad-cursor') {
      return problemOf(400, `cursor: ${error.message}`, [{ path: 'cursor', message: error.message }]);
    }
    if (error instanceof HttpException) {
      const status = error.getStatus();
      return problemOf(
        status,
        status === 404 ? `There is nothing at ${request.method} ${pathOf(request)}.` : error.message,
      );
    }
    const status = statusOf(error);
    if (status !== undefined && status < 500)
      return problemOf(status, error instanceof Error ? error.message : undefined);
    const fault = storageFault(error);
    this.log.error({
      event: 'request-failed',
      requestId: request.id,
      method: request.method,
      path: pathOf(request),
      err: error,
    });
    if (fault !== undefined) return problemOf(fault.status, fault.detail);
    return problemOf(
      500,
      `Something went wrong on the server; its log has the details under request ${request.id}.`,
    );
  }
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?')[0] ?? '';
}

/** Fastify's own errors carry a status. */
function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}
