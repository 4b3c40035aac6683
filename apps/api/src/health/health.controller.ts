import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Store } from '@ringcheck/store';
import { z } from 'zod';
import { Answers } from '../http/openapi.js';
import { ProblemError } from '../http/problem.js';
import { keys } from '../store/tokens.js';

const statusSchema = z.object({ status: z.literal('ok') });

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(@Inject(keys.store) private readonly store: Store) {}

  @Get('live')
  @Answers(200, 'The process answers', statusSchema)
  live() {
    return { status: 'ok' };
  }

  @Get('ready')
  @Answers(200, 'The database answers', statusSchema)
  async ready() {
    await this.store.ping().catch((error: unknown) => {
      throw new ProblemError(
        503,
        `The database does not answer: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
    return { status: 'ok' };
  }
}
