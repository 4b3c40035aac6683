import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { asOfQuerySchema, deviceCountsSchema } from '@ringcheck/contracts';
import { Answers, Asks } from '../http/openapi.js';
import { valid } from '../http/validate.js';
import { PlacesService } from './places.service.js';

@ApiTags('groups and networks')
@Controller()
export class PlacesController {
  constructor(private readonly service: PlacesService) {}

  @Get('groups')
  @Asks(asOfQuerySchema)
  @Answers(200, 'Groups with their devices by verdict and compliance', deviceCountsSchema)
  async groups(@Query() query: unknown) {
    return { items: await this.service.groups(valid(asOfQuerySchema, query).asOf) };
  }

  @Get('networks')
  @Asks(asOfQuerySchema)
  @Answers(200, 'Networks with the devices last seen in them by verdict', deviceCountsSchema)
  async networks(@Query() query: unknown) {
    return { items: await this.service.networks(valid(asOfQuerySchema, query).asOf) };
  }
}
