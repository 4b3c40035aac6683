import { Inject, Injectable } from '@nestjs/common';
import type { AttestationItem, AttestationQuery, AttestationRequest, Page } from '@ringcheck/contracts';
import { optional } from '@ringcheck/model';
import { endOfWaiver } from '@ringcheck/policy';
import { answerItem } from '@ringcheck/report';
import { findQuestion } from '@ringcheck/rules';
import type { Attestations, Audit, DeviceItem, Devices, StoredAttestation } from '@ringcheck/store';
import { notFound, ProblemError } from '../http/problem.js';
import { keys } from '../store/tokens.js';
import { policyText } from './policy-text.js';

/** Of one page when all are asked for. */
const mostOfPage = 500;

@Injectable()
export class AttestationsService {
  constructor(
    @Inject(keys.attestations) private readonly attestations: Attestations,
    @Inject(keys.devices) private readonly devices: Devices,
    @Inject(keys.audit) private readonly audit: Audit,
  ) {}

  async give(request: AttestationRequest): Promise<AttestationItem> {
    const now = new Date().toISOString();
    const device = await this.find(request.device);
    refuseUnfit(request, device, now);
    const { question, answer, owner, expires, note } = request;
    const given = await this.attestations.give(
      {
        device: device.publicId,
        aliases: device.aliases,
        question,
        answer,
        owner,
        expires,
        ...(note === '' ? {} : optional('note', note)),
      },
      now,
    );
    await this.audit.write({
      actor: 'local',
      action: 'attestation.give',
      subject: given.id,
      data: { device: given.device, question, answer, owner, expires },
    });
    return item(given, now);
  }

  async page({ device, limit, cursor }: AttestationQuery): Promise<Page<AttestationItem>> {
    const now = new Date().toISOString();
    const { items, next } = await this.attestations.page({
      limit,
      ...optional('cursor', cursor),
      ...(await this.filter(device)),
    });
    return { items: items.map((given) => item(given, now)), ...optional('next', next) };
  }

  /** All of them as the policy file states them, for a check without this server. */
  async policyText(device: string | undefined): Promise<string> {
    const filter = await this.filter(device);
    const all: StoredAttestation[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.attestations.page({
        limit: mostOfPage,
        ...optional('cursor', cursor),
        ...filter,
      });
      all.push(...page.items);
      cursor = page.next;
    } while (cursor !== undefined);
    return policyText(all.reverse());
  }

  async withdraw(id: string): Promise<void> {
    const given = await this.attestations.withdraw(id, new Date().toISOString());
    if (given === undefined) throw notFound('answer that still counts', id);
    const { device, question, answer } = given;
    await this.audit.write({
      actor: 'local',
      action: 'attestation.withdraw',
      subject: id,
      data: { device, question, answer },
    });
  }

  private async filter(device: string | undefined): Promise<{ readonly devices?: readonly string[] }> {
    if (device === undefined) return {};
    const { publicId, aliases } = await this.find(device);
    return { devices: [publicId, ...aliases] };
  }

  private async find(id: string): Promise<DeviceItem> {
    const device = await this.devices.get(id);
    if (device === undefined) throw notFound('device', id);
    return device;
  }
}

/** Throws a problem that names the field, and what would do. */
function refuseUnfit(request: AttestationRequest, { platform }: DeviceItem, now: string): void {
  const refuse = (path: string, message: string): never => {
    throw new ProblemError(400, `${path}: ${message}`, [{ path, message }]);
  };
  const question = findQuestion(request.question);
  if (question === undefined)
    return refuse('question', `There is no question ${request.question}; GET /api/v1/rules lists them.`);
  if (platform !== undefined && !question.platforms.includes(platform))
    return refuse(
      'question',
      `${question.id} is not asked of ${platform}, only of ${question.platforms.join(', ')}.`,
    );
  if (!question.answers.some(({ id }) => id === request.answer))
    return refuse(
      'answer',
      `${question.id} has no answer ${request.answer}; it has ${question.answers.map(({ id }) => id).join(', ')}.`,
    );
  if (Date.parse(endOfWaiver(request.expires)) <= Date.parse(now))
    return refuse('expires', `${request.expires} is over; choose a day to come.`);
}

function item(given: StoredAttestation, now: string): AttestationItem {
  const question = findQuestion(given.question);
  return {
    ...given,
    title: question?.title ?? given.question,
    answers: (question?.answers ?? []).map(answerItem),
    holds: Date.parse(endOfWaiver(given.expires)) > Date.parse(now),
  };
}
