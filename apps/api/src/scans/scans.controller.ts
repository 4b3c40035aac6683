import { Body, Controller, Get, HttpCode, Param, Post, Query, Sse } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { pageOf, pageQuerySchema, scanRequestSchema, scanSchema } from '@ringcheck/contracts';
import { Answers, Asks, Named, Takes } from '../http/openapi.js';
import { valid } from '../http/validate.js';
import { ScansService } from './scans.service.js';

@ApiTags('scans')
@Controller('scans')
export class ScansController {
  constructor(private readonly scans: ScansService) {}

  @Post()
  @HttpCode(202)
  @Takes(scanRequestSchema)
  @Answers(202, 'Queued; follow the scan', scanSchema)
  start(@Body() body: unknown) {
    return this.scans.start(valid(scanRequestSchema, body));
  }

  @Get()
  @Asks(pageQuerySchema)
  @Answers(200, 'Scans, newest first', pageOf(scanSchema))
  list(@Query() query: unknown) {
    return this.scans.page(valid(pageQuerySchema, query));
  }

  @Get(':id')
  @Named('id', 'Id of the scan')
  @Answers(200, 'One scan', scanSchema)
  one(@Param('id') id: string) {
    return this.scans.one(id);
  }

  @Sse(':id/events')
  @Named('id', 'Id of the scan')
  @Answers(200, 'Server-sent events: the scan each time it has moved on, until it has ended')
  events(@Param('id') id: string) {
    return this.scans.events(id);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Named('id', 'Id of the scan')
  @Answers(200, 'The cancelled scan', scanSchema)
  cancel(@Param('id') id: string) {
    return this.scans.cancel(id);
  }
}
