import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  attestationQuerySchema,
  attestationRequestSchema,
  attestationSchema,
  pageOf,
} from '@ringcheck/contracts';
import type { FastifyReply } from 'fastify';
import { Answers, Asks, Named, Takes } from '../http/openapi.js';
import { valid } from '../http/validate.js';
import { AttestationsService } from './attestations.service.js';

@ApiTags('attestations')
@Controller('attestations')
export class AttestationsController {
  constructor(private readonly attestations: AttestationsService) {}

  @Post()
  @Takes(attestationRequestSchema)
  @Answers(201, 'The answer; it replaces an earlier one and counts from the next scan on', attestationSchema)
  give(@Body() body: unknown) {
    return this.attestations.give(valid(attestationRequestSchema, body));
  }

  @Get()
  @Asks(attestationQuerySchema)
  @Answers(200, 'Answers given here, newest first', pageOf(attestationSchema))
  async list(@Query() query: unknown, @Res({ passthrough: true }) reply: FastifyReply) {
    const asked = valid(attestationQuerySchema, query);
    switch (asked.format) {
      case 'json':
        return this.attestations.page(asked);
      case 'yaml':
        void reply.type('application/yaml; charset=utf-8');
        return this.attestations.policyText(asked.device);
    }
  }

  @Delete(':id')
  @HttpCode(204)
  @Named('id', 'Id of the answer')
  @Answers(204, 'Withdrawn; the question is open again from the next scan on')
  withdraw(@Param('id') id: string) {
    return this.attestations.withdraw(id);
  }
}
