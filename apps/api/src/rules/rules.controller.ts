import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { pageOf, ruleSchema } from '@ringcheck/contracts';
import { ruleItem } from '@ringcheck/report';
import { findRule, questionRules, rules } from '@ringcheck/rules';
import { Answers, Named } from '../http/openapi.js';
import { notFound } from '../http/problem.js';

@ApiTags('rules')
@Controller('rules')
export class RulesController {
  @Get()
  @Answers(200, 'The rule pack and the questions', pageOf(ruleSchema))
  list() {
    return { items: [...rules, ...questionRules].map(ruleItem) };
  }

  @Get(':id')
  @Named('id', 'Id of the rule')
  @Answers(200, 'One rule', ruleSchema)
  one(@Param('id') id: string) {
    const rule = findRule(id);
    if (rule === undefined) throw notFound('rule', id);
    return ruleItem(rule);
  }
}
