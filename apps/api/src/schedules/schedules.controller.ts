import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  pageOf,
  pageQuerySchema,
  scheduleRequestSchema,
  scheduleRunSchema,
  scheduleSchema,
} from '@ringcheck/contracts';
import { Answers, Asks, Named, Takes } from '../http/openapi.js';
import { valid } from '../http/validate.js';
import { SchedulesService } from './schedules.service.js';

@ApiTags('schedules')
@Controller('schedules')
export class SchedulesController {
  constructor(private readonly schedules: SchedulesService) {}

  @Post()
  @Takes(scheduleRequestSchema)
  @Answers(201, 'The schedule with its next ten runs', scheduleSchema)
  create(@Body() body: unknown) {
    return this.schedules.create(valid(scheduleRequestSchema, body));
  }

  @Get()
  @Answers(200, 'Schedules', pageOf(scheduleSchema))
  list() {
    return this.schedules.list();
  }

  @Get(':id')
  @Named('id', 'Id of the schedule')
  @Answers(200, 'One schedule', scheduleSchema)
  one(@Param('id') id: string) {
    return this.schedules.one(id);
  }

  @Get(':id/runs')
  @Named('id', 'Id of the schedule')
  @Asks(pageQuerySchema)
  @Answers(200, 'Runs, latest slot first', pageOf(scheduleRunSchema))
  runs(@Param('id') id: string, @Query() query: unknown) {
    return this.schedules.runs(id, valid(pageQuerySchema, query));
  }

  @Post(':id/run')
  @HttpCode(202)
  @Named('id', 'Id of the schedule')
  @Answers(202, 'The run that was started', scheduleRunSchema)
  run(@Param('id') id: string) {
    return this.schedules.runNow(id);
  }

  @Delete(':id')
  @HttpCode(204)
  @Named('id', 'Id of the schedule')
  @Answers(204, 'Deleted; its past runs stay')
  remove(@Param('id') id: string) {
    return this.schedules.remove(id);
  }
}
