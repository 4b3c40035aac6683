import path from 'node:path';
import { ruleSchema } from '@ringcheck/contracts';
import { readFile } from 'node:fs/promises';
import { renderQuestionsPage } from '@ringcheck/report';
import { questionRules, questions, rules as pack } from '@ringcheck/rules';
import { z } from 'zod';
import { folderOf } from '../testing/folder.js';
import { run } from '../testing/run.js';

describe('rules', () => {
  it('lists the whole pack as JSON by the contract', async () => {
    const { code, out } = await run('rules', '--format', 'json');
    expect(code).toBe(0);
    const listed = z.array(ruleSchema).parse(JSON.parse(out));
    expect(listed.map(({ id }) => id)).toEqual([...pack, ...questionRules].map(({ id }) => id));
    expect(listed.filter(({ observable }) => !observable).map(({ id }) => id)).toEqual(
      questions.map(({ id }) => id),
    );
    expect(listed.find(({ id }) => id === 'ask-router')?.confidence).toBe('low');
    expect(listed.find(({ id }) => id === 'restriction-camera')?.observable).toBe(true);
  });

  it('lists it as a Markdown table and as plain lines', async () => {
    const table = (await run('rules', '--format', 'md')).out.trimEnd().split('\n');
    const all = pack.length + questions.length;
    expect(table).toHaveLength(all + 2);
    expect(new Set(table.map((line) => line.replaceAll('\\|', '').split('|').length)).size).toBe(1);
    expect((await run('rules')).out.split('\n')).toHaveLength(all + 1);
  });
});

describe('explain', () => {
  it.each(pack.map(({ id, title }) => [id, title]))('prints the page of %s', async (id, title) => {
    const { code, out } = await run('explain', id);
    expect([code, out.split('\n')[0]]).toEqual([0, `# ${title}`]);
  });

  it.each(questions.map(({ id, title }) => [id, title]))('prints the page of %s', async (id, title) => {
    const { code, out } = await run('explain', id);
    expect([code, out.split('\n')[0]]).toEqual([0, `# ${title}`]);
    expect(out).toContain('question: ' + id);
  });

  it('has the same questions on their page as in the pack', async () => {
    const page = path.resolve(import.meta.dirname, '../../../docs/questions.md');
    expect(await readFile(page, 'utf8')).toBe(renderQuestionsPage());
  });

  it('writes to --output, and says so when it cannot', async () => {
    const { code, err } = await run('rules', '--output', '/no/such/folder/rules.txt');
    expect([code, err]).toEqual([
      2,
      expect.stringContaining('--output /no/such/folder/rules.txt: cannot be'),
    ]);
  });

  it('names the nearest rule for one that is none', async () => {
    const { code, err } = await run('explain', 'facetime');
    expect([code, err]).toEqual([2, expect.stringContaining('did you mean restriction-facetime?')]);
    expect((await run('explain')).code).toBe(2);
  });
});

describe('firewall', () => {
  const drops = '*filter\n:FORWARD DROP [0:0]\n-A FORWARD -p tcp --dport 443 -j ACCEPT\nCOMMIT\n';
  const opens = '*filter\n:FORWARD ACCEPT [0:0]\nCOMMIT\n';
  const fileOf = (text: string): string => path.join(folderOf({ 'fw.rules': text }), 'fw.rules');
  const answer = z.object({
    policy: z.object({ dialect: z.string(), rules: z.number(), unparsed: z.array(z.unknown()) }),
    flows: z.array(
      z.object({
        flow: z.object({ protocol: z.string(), ports: z.array(z.unknown()), destinations: z.unknown() }),
        verdict: z.enum(['allowed', 'blocked', 'partial', 'unknown']),
        decidedBy: z.array(z.object({ rule: z.string(), text: z.string(), action: z.string() })),
      }),
    ),
  });

  it('exits 1 and names the deciding rule when a needed flow is stopped', async () => {
    const { code, out } = await run('firewall', fileOf(drops), '--format', 'json');
    expect(code).toBe(1);
    const { flows } = answer.parse(JSON.parse(out));
    const stopped = flows.filter(({ verdict }) => verdict === 'blocked');
    expect(stopped.length).toBeGreaterThan(0);
    expect(stopped.every(({ decidedBy }) => decidedBy.length > 0)).toBe(true);
  });

  it('exits 0 when everything is open', async () => {
    const { code, out } = await run('firewall', fileOf(opens), '--format', 'json');
    expect(code).toBe(0);
    expect(new Set(answer.parse(JSON.parse(out)).flows.map(({ verdict }) => verdict))).toEqual(
      new Set(['allowed']),
    );
  });

  it('decides packets line by line, a bad line as unknown with its reason', async () => {
    const packet = { protocol: 'tcp', source: '10.0.0.2', sourcePort: 5000, destination: '17.0.0.1' };
    const lines = [
      { ...packet, destinationPort: 443 },
      { ...packet, destinationPort: 25 },
      { protocol: 'sctp' },
    ];
    const text = `${lines.map((line) => JSON.stringify(line)).join('\n')}\nnot json\n`;
    const packets = path.join(folderOf({ 'p.ndjson': text }), 'p.ndjson');
    const { code, out } = await run('firewall', fileOf(drops), '--packets', packets);
    expect(code).toBe(0);
    const decided = out
      .trimEnd()
      .split('\n')
      .map((line) =>
        z.looseObject({ action: z.string(), reason: z.string().optional() }).parse(JSON.parse(line)),
      );
    expect(decided.map(({ action }) => action)).toEqual(['allow', 'deny', 'unknown', 'unknown']);
    expect(decided[2]?.reason).toContain('protocol');
    expect(decided[3]?.reason).toContain('not JSON');
  });

  it('answers for flows of a file', async () => {
    const flows = JSON.stringify([{ id: 'mail', protocol: 'tcp', ports: [25, [465, 587]] }]);
    const file = path.join(folderOf({ 'flows.json': flows }), 'flows.json');
    const { out } = await run('firewall', fileOf(drops), '--flows', file, '--format', 'json');
    expect(answer.parse(JSON.parse(out)).flows).toEqual([
      expect.objectContaining({ verdict: 'blocked', flow: expect.objectContaining({ protocol: 'tcp' }) }),
    ]);
  });

  it.each([
    [['firewall'], 'firewall needs one policy file'],
    [['firewall', '/no/such.rules'], '/no/such.rules: cannot be read'],
    [['firewall', fileOf('Dear all,\n')], 'no firewall policy that can be judged'],
    [['firewall', fileOf(drops), '--from', 'here'], '--from here: not an address range'],
    [['firewall', fileOf(drops), '--chain', 'NOWHERE'], '--chain NOWHERE: no such path'],
    [['firewall', fileOf(drops), '--flows', '/no/flows.json'], '--flows /no/flows.json: cannot be read'],
    [['firewall', fileOf(drops), '--packets', '/no/packets'], '/no/packets'],
  ])('refuses %j', async (argv, message) => {
    const { code, err } = await run(...argv);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});
