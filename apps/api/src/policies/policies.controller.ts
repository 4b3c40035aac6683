import { Body, Controller, Get, Inject, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { pageOf, policyRequestSchema, policySchema } from '@ringcheck/contracts';
import { parsePolicy } from '@ringcheck/policy';
import { policyVocabulary } from '@ringcheck/rules';
import type { Audit, Policies, StoredPolicy } from '@ringcheck/store';
import { Answers, Takes } from '../http/openapi.js';
import { notFound, ProblemError } from '../http/problem.js';
import { valid } from '../http/validate.js';
import { keys } from '../store/tokens.js';

@ApiTags('policies')
@Controller('policies')
export class PoliciesController {
  constructor(
    @Inject(keys.policies) private readonly policies: Policies,
    @Inject(keys.audit) private readonly audit: Audit,
  ) {}

  @Get()
  @Answers(200, 'Versions of the policy, newest first', pageOf(policySchema))
  async list() {
    return { items: (await this.policies.list(100)).map(policyItem) };
  }

  @Get('current')
  @Answers(200, 'The policy in force', policySchema)
  async current() {
    const policy = await this.policies.latest();
    if (policy === undefined) throw notFound('policy', 'current');
    return policyItem(policy);
  }

  @Post()
  @Takes(policyRequestSchema)
  @Answers(201, 'The new version', policySchema)
  async save(@Body() body: unknown) {
    const { text } = valid(policyRequestSchema, body);
    const { policy, diagnostics } = parsePolicy(
      text,
      { path: 'ringcheck.yaml', sha256: '' },
      policyVocabulary,
    );
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    if (policy === undefined || errors.length > 0) {
      throw new ProblemError(
        400,
        'The policy does not hold; nothing was changed.',
        errors.map((error) => ({
          path: `${error.at?.line === undefined ? '' : `line ${error.at.line} `}${error.path ?? ''}`.trim(),
          message: error.message,
        })),
      );
    }
    const saved = await this.policies.save(text, 'local');
    await this.audit.write({ actor: 'local', action: 'policy.save', subject: String(saved.id) });
    return policyItem(saved);
  }
}

function policyItem({ id, sha256, text, createdAt }: StoredPolicy) {
  return { id, sha256, text, createdAt };
}
