import { Controller, Get, Header, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  asOfQuerySchema,
  deviceItemSchema,
  deviceQuerySchema,
  deviceReportQuerySchema,
  deviceReportSchema,
  pageOf,
} from '@ringcheck/contracts';
import { renderDeviceHtml, renderDeviceMarkdown } from '@ringcheck/report';
import type { FastifyReply } from 'fastify';
import { Answers, Asks, Named } from '../http/openapi.js';
import { valid } from '../http/validate.js';
import { DevicesService } from './devices.service.js';

@ApiTags('devices')
@Controller('devices')
export class DevicesController {
  constructor(private readonly devices: DevicesService) {}

  @Get()
  @Header('content-type', 'application/json; charset=utf-8')
  @Asks(deviceQuerySchema)
  @Answers(200, 'Devices with their verdicts', pageOf(deviceItemSchema))
  list(@Query() query: unknown) {
    return this.devices.page(valid(deviceQuerySchema, query));
  }

  @Get(':id')
  @Named('id', 'Id of the device, or one it had before')
  @Asks(asOfQuerySchema)
  @Answers(200, 'One device', deviceItemSchema)
  one(@Param('id') id: string, @Query() query: unknown) {
    return this.devices.one(id, valid(asOfQuerySchema, query).asOf);
  }

  @Get(':id/report')
  @Named('id', 'Id of the device, or one it had before')
  @Asks(deviceReportQuerySchema)
  @Answers(200, 'The remediation report of a device', deviceReportSchema)
  async report(
    @Param('id') id: string,
    @Query() query: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { format, asOf } = valid(deviceReportQuerySchema, query);
    const report = await this.devices.report(id, asOf);
    switch (format) {
      case 'json':
        return report;
      case 'html':
        void reply.type('text/html; charset=utf-8');
        return renderDeviceHtml(report, asOf ?? new Date().toISOString());
      case 'md':
        void reply.type('text/markdown; charset=utf-8');
        return renderDeviceMarkdown(report);
    }
  }
}
