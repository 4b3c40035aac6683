import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { causeSchema, fleetSummarySchema, gapSchema, pageOf } from '@ringcheck/contracts';
import { Answers } from '../http/openapi.js';
import { SummaryService } from './summary.service.js';

@ApiTags('summary')
@Controller()
export class SummaryController {
  constructor(private readonly service: SummaryService) {}

  @Get('summary')
  @Answers(200, 'Counts, causes and gaps of the whole fleet', fleetSummarySchema)
  summary() {
    return this.service.summary();
  }

  @Get('causes')
  @Answers(200, 'Causes by the number of devices they touch', pageOf(causeSchema))
  async causes() {
    return { items: await this.service.causes() };
  }

  @Get('gaps')
  @Answers(200, 'Missing documents and facts by the number of devices they would decide', pageOf(gapSchema))
  async gaps() {
    return { items: await this.service.gaps() };
  }
}
