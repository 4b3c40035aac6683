import type { SourceDocument } from '@ringcheck/model';
import { ingest } from '../intake.js';

const encode = (text: string) => new TextEncoder().encode(text);

async function documentOf(text: string): Promise<SourceDocument> {
  const input = {
    path: 'upload',
    bytes: encode(text),
    receivedAt: '2026-11-21T10:00:00Z',
    sha256: () => 'x',
  };
  const documents: SourceDocument[] = [];
  for await (const document of ingest(input)) documents.push(document);
  const [document, ...more] = documents;
  if (document === undefined || more.length > 0) throw new Error('The test expects one document.');
  return document;
}

const feed = '{"services":[\n {"serviceName":"FaceTime","events":[]}]}';
const run = '{\n "base_rtt": 24, "dl_throughput": 1000000, "test_endpoint": "e"\n}';

describe('JSON with something around it', () => {
  it.each([
    ['a call', `jsonCallback(${feed});`, 1],
    ['a call over several lines', `\n/**/\nApple.jsonCallback(\n${feed}\n);\n`, 4],
    ['a sentence before it', `Fetching the page …\n${feed}`, 2],
  ])('is read out of %s, with places in the whole text', async (_name, text, line) => {
    const document = await documentOf(text);
    const at = document.serviceStatus?.services[0]?.at;
    expect(document).toMatchObject({ kind: 'service-status', status: 'ingested', diagnostics: [] });
    expect(at?.line).toBe(line + 1);
    expect(new TextDecoder().decode(encode(text).subarray(at?.offset, at?.end))).toContain('"FaceTime"');
  });

  it('is read out of the lines of a terminal', async () => {
    const document = await documentOf(`admin@mac ~ % networkQuality -c\n${run}\nadmin@mac ~ % \n`);
    expect(document).toMatchObject({
      kind: 'network-quality',
      measurements: [{ quality: { downMbps: 1, latencyMs: 24 }, at: { line: 2, column: 1 } }],
    });
  });

  it('counts for nothing when it is cut off, unknown or far behind other text', async () => {
    for (const text of [`jsonCallback(${feed.slice(0, -1)}`, 'x({"a":1})', `${'text\n'.repeat(1000)}${feed}`])
      expect(await documentOf(text)).toMatchObject({ kind: 'unknown', status: 'ignored' });
  });

  it('leaves tables with braces in their cells alone', async () => {
    const document = await documentOf('serial,name\nXFAK3SER1A,"\n{""a"":1}"\n');
    expect(document).toMatchObject({
      kind: 'inventory-csv',
      devices: [{ identity: { serial: 'XFAK3SER1A' } }],
    });
  });
});
