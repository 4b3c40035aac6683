import { Module } from '@nestjs/common';
import { EmailsController } from './emails.controller.js';
import { NotifiersService } from './notifiers.service.js';
import { WebhooksController } from './webhooks.controller.js';

@Module({ controllers: [WebhooksController, EmailsController], providers: [NotifiersService] })
export class NotifiersModule {}
