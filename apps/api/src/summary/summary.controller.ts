import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { asOfQuerySchema, causeSchema, fleetSummarySchema, gapSchema, pageOf } from '@ringcheck/contracts';
import { Answers, Asks } from '../http/openapi.js';
import { valid } from '../http/validate.js';
import { SummaryService } from './summary.service.js';

@ApiTags('summary')
@Controller()
export class SummaryController {
  constructor(private readonly service: SummaryService) {}

  @Get('summary')
  @Asks(asOfQuerySchema)
  @Answers(200, 'Counts, causes and gaps of the whole fleet', fleetSummarySchema)
  summary(@Query() query: unknown) {
    return this.service.summary(valid(asOfQuerySchema, query).asOf);
  }

  @Get('causes')
  @Asks(asOfQuerySchema)
  @Answers(200, 'Causes by the number of devices they touch', pageOf(causeSchema))
  async causes(@Query() query: unknown) {
    return { items: await this.service.causes(valid(asOfQuerySchema, query).asOf) };
  }

  @Get('gaps')
  @Asks(asOfQuerySchema)
  @Answers(200, 'Missing documents and facts by the number of devices they would decide', pageOf(gapSchema))
  async gaps(@Query() query: unknown) {
    return { items: await this.service.gaps(valid(asOfQuerySchema, query).asOf) };
  }
}
