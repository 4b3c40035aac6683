import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  deliverySchema,
  newWebhookSchema,
  pageOf,
  pageQuerySchema,
  webhookRequestSchema,
  webhookSchema,
} from '@ringcheck/contracts';
import { Answers, Asks, Named, Takes } from '../http/openapi.js';
import { valid } from '../http/validate.js';
import { NotifiersService } from './notifiers.service.js';

@ApiTags('webhooks')
@Controller('webhooks')
export class WebhooksController {
  constructor(private readonly notifiers: NotifiersService) {}

  @Post()
  @Takes(webhookRequestSchema)
  @Answers(201, 'The webhook with its signing secret, which is shown only now', newWebhookSchema)
  create(@Body() body: unknown) {
    return this.notifiers.createWebhook(valid(webhookRequestSchema, body));
  }

  @Get()
  @Answers(200, 'Webhooks', pageOf(webhookSchema))
  list() {
    return this.notifiers.webhooks();
  }

  @Get(':id/deliveries')
  @Named('id', 'Id of the webhook')
  @Asks(pageQuerySchema)
  @Answers(200, 'Messages sent, waiting, skipped and given up, newest first', pageOf(deliverySchema))
  deliveries(@Param('id') id: string, @Query() query: unknown) {
    return this.notifiers.log('webhook', id, valid(pageQuerySchema, query));
  }

  @Post(':id/deliveries/:delivery/replay')
  @HttpCode(202)
  @Named('id', 'Id of the webhook')
  @Named('delivery', 'Number of the delivery')
  @Answers(202, 'The message that will be sent once more', deliverySchema)
  replay(@Param('id') id: string, @Param('delivery') delivery: string) {
    return this.notifiers.replay('webhook', id, delivery);
  }

  @Delete(':id')
  @HttpCode(204)
  @Named('id', 'Id of the webhook')
  @Answers(204, 'Deleted; what waits is not sent')
  remove(@Param('id') id: string) {
    return this.notifiers.remove('webhook', id);
  }
}
