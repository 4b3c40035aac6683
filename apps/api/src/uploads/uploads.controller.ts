import { Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { pageOf, pageQuerySchema, uploadSchema } from '@ringcheck/contracts';
import type { FastifyRequest } from 'fastify';
import { Answers, Asks, Named } from '../http/openapi.js';
import { valid } from '../http/validate.js';
import { readFiles } from './multipart.js';
import { UploadsService } from './uploads.service.js';

@ApiTags('uploads')
@Controller('uploads')
export class UploadsController {
  constructor(private readonly uploads: UploadsService) {}

  @Post()
  @HttpCode(202)
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: {
      type: 'object',
      properties: { files: { type: 'array', items: { type: 'string', format: 'binary' } } },
    },
  })
  @Answers(202, 'Stored; follow the upload to see what became of each file', uploadSchema)
  create(@Req() request: FastifyRequest) {
    return this.uploads.receive(readFiles(request));
  }

  @Get()
  @Asks(pageQuerySchema)
  @Answers(200, 'Uploads, newest first', pageOf(uploadSchema))
  list(@Query() query: unknown) {
    return this.uploads.page(valid(pageQuerySchema, query));
  }

  @Get(':id')
  @Named('id', 'Id of the upload')
  @Answers(200, 'One upload', uploadSchema)
  one(@Param('id') id: string) {
    return this.uploads.one(id);
  }
}
