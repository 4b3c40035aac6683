import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { deviceCountsSchema } from '@ringcheck/contracts';
import { Answers } from '../http/openapi.js';
import { PlacesService } from './places.service.js';

@ApiTags('groups and networks')
@Controller()
export class PlacesController {
  constructor(private readonly service: PlacesService) {}

  @Get('groups')
  @Answers(200, 'Groups with their devices by verdict and compliance', deviceCountsSchema)
  async groups() {
    return { items: await this.service.groups() };
  }

  @Get('networks')
  @Answers(200, 'Networks with the devices last seen in them by verdict', deviceCountsSchema)
  async networks() {
    return { items: await this.service.networks() };
  }
}
