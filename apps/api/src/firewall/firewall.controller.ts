import { Body, Controller, Header, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  firewallAnswersRequestSchema,
  firewallAnswersSchema,
  firewallDecisionsSchema,
  firewallDiffRequestSchema,
  firewallDiffSchema,
  firewallPacketsRequestSchema,
  firewallShadowedRequestSchema,
  firewallShadowedSchema,
  firewallsShadowedSchema,
} from '@ringcheck/contracts';
import { z } from 'zod';
import { Answers, Takes } from '../http/openapi.js';
import { valid } from '../http/validate.js';
import { FirewallService } from './firewall.service.js';

const json = 'application/json; charset=utf-8';

/** Questions change nothing; they are posts because a policy may stand in them. */
@ApiTags('firewall')
@Controller('firewall')
export class FirewallController {
  constructor(private readonly service: FirewallService) {}

  @Post('answers')
  @HttpCode(200)
  @Header('content-type', json)
  @Takes(firewallAnswersRequestSchema)
  @Answers(200, 'What the policy does with each flow, and which lines decide', firewallAnswersSchema)
  async answers(@Body() body: unknown) {
    const { policy, fix, ...question } = valid(firewallAnswersRequestSchema, body);
    return this.service.ask({
      kind: 'answers',
      policy: await this.service.read('policy', policy),
      fix,
      ...(await this.service.flowsOf(question)),
    });
  }

  @Post('shadowed')
  @HttpCode(200)
  @Header('content-type', json)
  @Takes(firewallShadowedRequestSchema)
  @Answers(
    200,
    'Lines no packet reaches and why, and lines of which that cannot be told; of several firewalls for each by itself',
    z.union([firewallShadowedSchema, firewallsShadowedSchema]),
  )
  async shadowed(@Body() body: unknown) {
    const { policy } = valid(firewallShadowedRequestSchema, body);
    return this.service.ask({ kind: 'shadowed', policy: await this.service.read('policy', policy) });
  }

  @Post('diff')
  @HttpCode(200)
  @Header('content-type', json)
  @Takes(firewallDiffRequestSchema)
  @Answers(200, 'Which flows change from one policy to another, and by which lines', firewallDiffSchema)
  async diff(@Body() body: unknown) {
    const { old, new: replacement, ...question } = valid(firewallDiffRequestSchema, body);
    return this.service.ask({
      kind: 'diff',
      old: await this.service.read('old', old),
      new: await this.service.read('new', replacement),
      ...(await this.service.flowsOf(question)),
    });
  }

  @Post('packets')
  @HttpCode(200)
  @Header('content-type', json)
  @Takes(firewallPacketsRequestSchema)
  @Answers(200, 'One decision per packet, in order', firewallDecisionsSchema)
  async packets(@Body() body: unknown) {
    const { policy, packets } = valid(firewallPacketsRequestSchema, body);
    return this.service.ask({
      kind: 'packets',
      policy: await this.service.read('policy', policy),
      packets,
    });
  }
}
