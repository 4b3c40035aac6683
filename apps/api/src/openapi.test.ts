import { readFile } from 'node:fs/promises';
import path from 'node:path';

interface Document {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, unknown>> }>>>
  >;
  readonly servers?: readonly unknown[];
}

// That it is the document the started product serves is held by tests/e2e.
const document = JSON.parse(
  await readFile(path.join(process.cwd(), 'apps/docs/openapi.json'), 'utf8'),
) as Document;

describe('the checked-in OpenAPI document', () => {
  it('describes the problems of every route', () => {
    const operations = Object.entries(document.paths).flatMap(([route, methods]) =>
      Object.entries(methods).map(
        ([method, operation]) => [route, method, Object.keys(operation.responses)] as const,
      ),
    );
    expect(operations.length).toBeGreaterThan(20);
    for (const [route, method, answers] of operations)
      expect([route, method, answers.includes('default')]).toEqual([route, method, true]);
  });

  it('names no host', () => {
    expect(document.servers ?? []).toEqual([]);
  });
});
