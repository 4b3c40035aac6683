import { Module } from '@nestjs/common';
import { FirewallController } from './firewall.controller.js';
import { FirewallService } from './firewall.service.js';

@Module({ controllers: [FirewallController], providers: [FirewallService] })
export class FirewallModule {}
