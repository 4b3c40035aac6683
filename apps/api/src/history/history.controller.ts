import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { scanDiffQuerySchema, scanDiffSchema, trendQuerySchema, trendSchema } from '@ringcheck/contracts';
import { Answers, Asks, Named } from '../http/openapi.js';
import { valid } from '../http/validate.js';
import { HistoryService } from './history.service.js';

@ApiTags('history')
@Controller()
export class HistoryController {
  constructor(private readonly history: HistoryService) {}

  @Get('scans/:id/diff')
  @Named('id', 'Id of the later scan')
  @Asks(scanDiffQuerySchema)
  @Answers(200, 'What differs from an earlier scan, findings first', scanDiffSchema)
  diff(@Param('id') id: string, @Query() query: unknown) {
    return this.history.diff(id, valid(scanDiffQuerySchema, query));
  }

  @Get('trends')
  @Asks(trendQuerySchema)
  @Answers(200, 'What the latest scans left, oldest first', trendSchema)
  trend(@Query() query: unknown) {
    return this.history.trend(valid(trendQuerySchema, query));
  }
}
