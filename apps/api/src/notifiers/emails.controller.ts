import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  deliverySchema,
  emailSchema,
  pageOf,
  pageQuerySchema,
  emailRequestSchema,
} from '@ringcheck/contracts';
import { Answers, Asks, Named, Takes } from '../http/openapi.js';
import { valid } from '../http/validate.js';
import { NotifiersService } from './notifiers.service.js';

@ApiTags('emails')
@Controller('emails')
export class EmailsController {
  constructor(private readonly notifiers: NotifiersService) {}

  @Post()
  @Takes(emailRequestSchema)
  @Answers(201, 'Whom a message is mailed to when a scan has ended', emailSchema)
  create(@Body() body: unknown) {
    return this.notifiers.createEmail(valid(emailRequestSchema, body));
  }

  @Get()
  @Answers(200, 'E-mails', pageOf(emailSchema))
  list() {
    return this.notifiers.emails();
  }

  @Get(':id/deliveries')
  @Named('id', 'Id of the e-mail')
  @Asks(pageQuerySchema)
  @Answers(200, 'Messages sent, waiting, skipped and given up, newest first', pageOf(deliverySchema))
  deliveries(@Param('id') id: string, @Query() query: unknown) {
    return this.notifiers.log('email', id, valid(pageQuerySchema, query));
  }

  @Post(':id/deliveries/:delivery/replay')
  @HttpCode(202)
  @Named('id', 'Id of the e-mail')
  @Named('delivery', 'Number of the delivery')
  @Answers(202, 'The message that will be sent once more', deliverySchema)
  replay(@Param('id') id: string, @Param('delivery') delivery: string) {
    return this.notifiers.replay('email', id, delivery);
  }

  @Delete(':id')
  @HttpCode(204)
  @Named('id', 'Id of the e-mail')
  @Answers(204, 'Deleted; what waits is not sent')
  remove(@Param('id') id: string) {
    return this.notifiers.remove('email', id);
  }
}
