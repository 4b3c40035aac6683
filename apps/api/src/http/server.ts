import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import multipart from '@fastify/multipart';
import fastifyStatic from '@fastify/static';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { Settings } from '@ringcheck/contracts';
import type { Store } from '@ringcheck/store';
import type { Logger } from 'pino';
import { AppModule } from '../app.module.js';
import { MetricsService } from '../metrics/metrics.service.js';
import type { Wake } from '../store/tokens.js';
import { refusal } from './host-check.js';
import { problemOf } from './problem.js';
import { ProblemFilter } from './problem.filter.js';
import { dropUnread } from './unread.js';

/** Built dashboard; this file is in apps/api/{src,dist}/http. */
const dashboard = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../dashboard/dist');

/** Paths of the dashboard's pages. */
const pages = [
  '/',
  '/devices',
  '/devices/*',
  '/uploads',
  '/scans',
  '/scans/*',
  '/schedules',
  '/notifications',
  '/rules',
];

/** The Nest application, not yet listening. */
export async function createServer(parts: {
  readonly store: Store;
  readonly settings: Settings;
  readonly wake: Wake;
  readonly log: Logger;
}): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({ bodyLimit: 16 * 1024 * 1024, trustProxy: false });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.of(parts), adapter, {
    logger: ['error', 'warn'],
  });
  app.setGlobalPrefix('api/v1');
  app.useGlobalFilters(new ProblemFilter(parts.log));
  guard(app, parts.settings);
  measure(app);
  await app.register(multipart, {
    preservePath: true,
    throwFileSizeLimit: false,
    limits: { fileSize: parts.settings.maxUploadBytes, files: 50_000, fields: 100, parts: 50_100 },
  });
  serveDashboard(app);
  SwaggerModule.setup('api/v1/docs', app, openApiOf(app), { jsonDocumentUrl: 'api/v1/openapi.json' });
  return app;
}

export function openApiOf(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Ringcheck')
    .setDescription('Will FaceTime ring on this fleet, and what stops it?')
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .build();
  return SwaggerModule.createDocument(app, config);
}

function guard(app: NestFastifyApplication, settings: Settings): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', async (request, reply) => {
    const refused = refusal({ host: request.headers.host, origin: request.headers.origin }, settings);
    if (refused !== undefined)
      await reply
        .status(403)
        .type('application/problem+json')
        .send(JSON.stringify(problemOf(403, refused)));
  });
  fastify.addHook('onSend', async (request, reply) => {
    if (reply.statusCode >= 400) await dropUnread(request.raw);
    void reply
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .header('x-frame-options', 'DENY');
    if (!request.url.startsWith('/api/v1/docs') && !request.url.includes('/report')) {
      void reply.header(
        'content-security-policy',
        "default-src 'self'; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'",
      );
    }
  });
}

/** The route as declared, never the path asked for: ids do not belong into figures. */
function measure(app: NestFastifyApplication): void {
  const metrics = app.get(MetricsService);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    metrics.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1_000);
  });
}

/** Files of the dashboard; every other path outside the API is a page of it. */
function serveDashboard(app: NestFastifyApplication): void {
  // An API without a page is of use too: in tests, and behind another front end.
  if (!existsSync(path.join(dashboard, 'index.html'))) return;
  const fastify = app.getHttpAdapter().getInstance();
  void fastify.register(fastifyStatic as never, { root: dashboard, wildcard: false, index: false } as never);
  for (const route of pages) {
    fastify.get(route, (_request, reply) =>
      (reply as unknown as { sendFile: (name: string) => unknown }).sendFile('index.html'),
    );
  }
}
