import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { documentSchema, pageOf, pageQuerySchema, type DocumentItem } from '@ringcheck/contracts';
import { reportDiagnostics } from '@ringcheck/report';
import type { Documents, StoredDocument } from '@ringcheck/store';
import { Answers, Asks, Named } from '../http/openapi.js';
import { notFound } from '../http/problem.js';
import { valid } from '../http/validate.js';
import { keys } from '../store/tokens.js';

@ApiTags('documents')
@Controller('documents')
export class DocumentsController {
  constructor(@Inject(keys.documents) private readonly documents: Documents) {}

  @Get()
  @Asks(pageQuerySchema)
  @Answers(200, 'Documents, newest first', pageOf(documentSchema))
  async list(@Query() query: unknown) {
    const { limit, cursor } = valid(pageQuerySchema, query);
    const { items, next } = await this.documents.page({ limit, ...(cursor === undefined ? {} : { cursor }) });
    return { items: items.map(documentItem), ...(next === undefined ? {} : { next }) };
  }

  @Get(':sha256')
  @Named('sha256', 'SHA-256 of the bytes')
  @Answers(200, 'One document', documentSchema)
  async one(@Param('sha256') sha256: string) {
    const document = await this.documents.get(sha256);
    if (document === undefined) throw notFound('document', sha256);
    return documentItem(document);
  }
}

function documentItem(document: StoredDocument): DocumentItem {
  return {
    sha256: document.ref.sha256,
    path: document.ref.path,
    kind: document.kind,
    status: document.status,
    receivedAt: document.receivedAt,
    devices: document.devices,
    profiles: document.profiles,
    diagnostics: reportDiagnostics(document.diagnostics, new Date().toISOString()),
  };
}
