import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiParam, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { problemSchema } from '@ringcheck/contracts';
import { z } from 'zod';

type ApiSchema = NonNullable<Parameters<typeof ApiBody>[0]['schema' & keyof Parameters<typeof ApiBody>[0]]>;

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): ApiSchema {
  const { $schema: _draft, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
  });
  return rest as ApiSchema;
}

const problem = schemaOf(problemSchema, 'output');

/** Documents an answer and the problems every route can give. */
export function Answers(status: number, description: string, schema?: z.ZodType): MethodDecorator {
  return applyDecorators(
    ApiResponse({
      status,
      description,
      ...(schema === undefined ? {} : { schema: schemaOf(schema, 'output') }),
    }),
    ApiResponse({
      status: 'default',
      description: 'A problem (RFC 9457)',
      content: { 'application/problem+json': { schema: problem } },
    }),
  );
}

export function Takes(schema: z.ZodType): MethodDecorator {
  return ApiBody({ schema: schemaOf(schema, 'input') });
}

/** Documents each field of a query schema. */
export function Asks(schema: z.ZodObject): MethodDecorator {
  return applyDecorators(
    ...Object.entries(schema.shape).map(([name, field]) =>
      ApiQuery({ name, required: false, schema: schemaOf(field as z.ZodType, 'input') as never }),
    ),
  );
}

export function Named(name: string, description: string): MethodDecorator {
  return ApiParam({ name, description, schema: { type: 'string' } });
}
