import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  firewallAnswersSchema,
  firewallDecisionsSchema,
  firewallDiffSchema,
  firewallShadowedSchema,
  firewallsShadowedSchema,
} from '@ringcheck/contracts';
import { Api } from './api.js';
import { startProduct, type Product } from './product.js';

let product: Product;
let api: Api;
let sha256: string;

const rules = (...lines: readonly string[]): string =>
  ['*filter', ':FORWARD ACCEPT [0:0]', ...lines, 'COMMIT', ''].join('\n');
const drop = '-A FORWARD -p udp --dport 16393:16402 -j DROP';
const campus = rules(
  drop,
  '-A FORWARD -p udp --dport 16400 -j DROP',
  '-A FORWARD -p tcp --dport 8443 -j DROP',
);
const policy = `version: 1
groups: [{ name: all, select: { default: true }, intent: required }]
networks:
  - { name: campus, match: { ssid: Campus }, firewall: campus.rules }
  - { name: twice, firewall: [campus.rules, open.rules] }
  - { name: gone, firewall: nowhere.rules }
  - { name: half, firewall: [open.rules, nowhere.rules] }
  - { name: bare }
flows:
  - { id: own, title: Our relay, protocol: tcp, ports: 8443 }
`;

async function post(
  route: string,
  body: string,
): Promise<{ status: number; text: string; type: string | null }> {
  const response = await fetch(`${product.url}/api/v1${route}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return { status: response.status, text: await response.text(), type: response.headers.get('content-type') };
}

beforeAll(async () => {
  product = await startProduct({ env: { RINGCHECK_WORKERS: '1' } });
  api = new Api(product.url);
  const files = {
    'site/ringcheck.yaml': policy,
    'site/campus.rules': campus,
    'site/open.rules': rules(),
    'site/list.csv': 'serial,name\nXFAK00000A1,iPad\n',
  };
  const sent = await api.uploadFiles(
    new Map(Object.entries(files).map(([name, text]) => [name, new TextEncoder().encode(text)])),
  );
  const upload = await api.decoded(sent.id);
  expect(upload.files.map(({ path, status }) => [path, status])).toEqual(
    Object.keys(files).map((path) => [path, 'ingested']),
  );
  sha256 = upload.files.find(({ path }) => path.endsWith('campus.rules'))?.sha256 ?? '';
}, 180_000);

afterAll(async () => {
  await product.stop();
}, 60_000);

describe('questions about firewalls', () => {
  it('are answered alike for an upload by digest, by path, by network, and for a text', async () => {
    const sources = [
      { document: sha256 },
      { document: 'site/campus.rules' },
      { document: 'campus.rules' },
      { network: 'campus' },
      { text: campus },
    ];
    const answers = await Promise.all(
      sources.map((source) =>
        api.post<unknown>('/firewall/answers', { policy: source, from: '10.0.0.0/8', fix: true }),
      ),
    );
    const [first] = answers;
    for (const answer of answers) expect(answer).toEqual(first);
    const { flows, fixes } = firewallAnswersSchema.parse(first);
    expect(
      flows
        .filter(({ verdict }) => verdict !== 'allowed')
        .map(({ flow, decidedBy }) => [flow.id, decidedBy[0]?.line]),
    ).toEqual([
      ['media', 3],
      ['own', 5],
    ]);
    expect(fixes?.flatMap(({ steps }) => steps.map(({ position }) => position))).toEqual([
      { at: 'before-line', line: 5 },
      { at: 'before-line', line: 3 },
    ]);
  });

  it('list dead lines, decide packets, and say what a new policy changes', async () => {
    const { shadowed } = firewallShadowedSchema.parse(
      await api.post('/firewall/shadowed', { policy: { network: 'campus' } }),
    );
    expect(shadowed.map(({ line, isRedundant }) => [line, isRedundant])).toEqual([[4, true]]);
    const packet = { protocol: 'udp', source: '10.0.0.1', sourcePort: 5, destination: '8.8.8.8' };
    const { decisions } = firewallDecisionsSchema.parse(
      await api.post('/firewall/packets', {
        policy: { document: sha256 },
        packets: [
          { ...packet, destinationPort: 16_393 },
          { ...packet, destinationPort: 53 },
        ],
      }),
    );
    expect(decisions.map(({ action }) => action)).toEqual(['deny', 'allow']);
    const diff = firewallDiffSchema.parse(
      await api.post('/firewall/diff', { old: { network: 'campus' }, new: { document: 'open.rules' } }),
    );
    expect(
      diff.flows
        .filter(({ isChanged }) => isChanged)
        .map(({ flow, before, after }) => [flow.id, before, after]),
    ).toEqual([
      ['media', 'blocked', 'allowed'],
      ['own', 'blocked', 'allowed'],
    ]);
  });

  it('are answered for what passes every firewall of a network, with the file and line that blocks', async () => {
    const twice = { policy: { network: 'twice' } };
    const answers = firewallAnswersSchema.parse(
      await api.post('/firewall/answers', { ...twice, from: '10.0.0.0/8', fix: true }),
    );
    const names = ['site/campus.rules', 'site/open.rules'];
    expect(answers.firewalls?.map(({ document }) => document)).toEqual(names);
    expect(
      answers.flows
        .filter(({ verdict }) => verdict !== 'allowed')
        .map(({ flow, decidedBy }) => [flow.id, decidedBy[0]?.document, decidedBy[0]?.line]),
    ).toEqual([
      ['media', 'site/campus.rules', 3],
      ['own', 'site/campus.rules', 5],
    ]);
    expect(answers.fixes?.map(({ document }) => document)).toEqual(['site/campus.rules']);
    const { firewalls } = firewallsShadowedSchema.parse(await api.post('/firewall/shadowed', twice));
    expect(firewalls.map(({ document, shadowed }) => [document, shadowed.map(({ line }) => line)])).toEqual([
      ['site/campus.rules', [4]],
      ['site/open.rules', []],
    ]);
    const diff = firewallDiffSchema.parse(
      await api.post('/firewall/diff', { old: { document: 'open.rules' }, new: { network: 'twice' } }),
    );
    expect(diff.flows.filter(({ isChanged }) => isChanged).map(({ flow }) => flow.id)).toEqual([
      'media',
      'own',
    ]);
    const packet = { protocol: 'udp', source: '10.0.0.1', destination: '8.8.8.8', destinationPort: 16_393 };
    const { decisions } = firewallDecisionsSchema.parse(
      await api.post('/firewall/packets', { ...twice, packets: [packet] }),
    );
    expect(decisions).toMatchObject([{ action: 'deny', document: 'site/campus.rules', line: 3 }]);
  });

  it.each([
    ['/firewall/answers', { policy: {} }, 400, 'wants one of document, network and text'],
    ['/firewall/answers', { policy: { text: campus, network: 'campus' } }, 400, 'wants one of'],
    ['/firewall/answers', { policy: { text: campus }, colour: 1 }, 400, 'colour'],
    ['/firewall/answers', { policy: { text: '' } }, 400, 'no firewall policy that can be judged'],
    [
      '/firewall/answers',
      { policy: { text: '\u0000\u0001PK\u0003\u0004\ud800' } },
      400,
      'no firewall policy',
    ],
    ['/firewall/answers', { policy: { text: campus }, from: 'here' }, 400, 'not an address range'],
    ['/firewall/answers', { policy: { text: campus }, chain: 'NOWHERE' }, 400, 'this policy has FORWARD'],
    ['/firewall/answers', { policy: { text: campus }, flows: [] }, 400, 'flows'],
    ['/firewall/answers', { policy: { document: 'f'.repeat(64) } }, 404, 'There is no firewall policy'],
    ['/firewall/answers', { policy: { document: '../../etc/passwd' } }, 404, 'There is no firewall policy'],
    ['/firewall/answers', { policy: { network: '__proto__' } }, 404, 'There is no network'],
    ['/firewall/answers', { policy: { network: 'bare' } }, 400, 'has no firewall'],
    [
      '/firewall/answers',
      { policy: { network: 'gone' } },
      400,
      'nowhere.rules of network \\"gone\\" is not uploaded',
    ],
    [
      '/firewall/answers',
      { policy: { network: 'half' } },
      400,
      'nowhere.rules of network \\"half\\" is not uploaded',
    ],
    ['/firewall/diff', { old: { text: campus } }, 400, 'new'],
    ['/firewall/packets', { policy: { text: campus }, packets: [] }, 400, 'packets'],
    [
      '/firewall/packets',
      { policy: { text: campus }, packets: [{ protocol: 'gre' }] },
      400,
      'packets.0.protocol',
    ],
    ['/firewall/answers', { policy: { text: 'x'.repeat(9_000_000) } }, 400, 'policy.text'],
    ['/firewall/answers', { policy: { text: 'x'.repeat(17_000_000) } }, 413, 'too large'],
  ] as const)('answer %s with a problem that names the fault (%#)', async (route, body, status, word) => {
    const answer = await post(route, JSON.stringify(body));
    expect([answer.status, answer.type]).toEqual([
      status,
      expect.stringContaining('application/problem+json'),
    ]);
    expect(answer.text).toContain(word);
  });

  it('let a client that sends slowly hear that its body is too large', async () => {
    const { hostname, port } = new URL(product.url);
    const socket = connect(Number(port), hostname);
    let said = '';
    socket.on('data', (data) => (said += data.toString()));
    const closed = once(socket, 'close');
    const length = 40 * 1_048_576;
    socket.write(
      `POST /api/v1/firewall/answers HTTP/1.1\r\nHost: ${hostname}:${port}\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`,
    );
    for (let sent = 0; sent < length; sent += 1_048_576) {
      if (!socket.write(Buffer.alloc(1_048_576, 120))) await once(socket, 'drain');
      if (sent === 0) await sleep(200);
    }
    await closed;
    expect(said).toMatch(/^HTTP\/1\.1 413 /);
    expect(said).toContain('application/problem+json');
  });

  it('refuse a body that is no JSON', async () => {
    for (const body of ['', '{', '\u0000', '[[[[', 'null', '{"__proto__":{"policy":{"text":"x"}}}']) {
      const answer = await post('/firewall/answers', body);
      expect([body, answer.status]).toEqual([body, 400]);
    }
  });

  it('say of another document what it is', async () => {
    const { items } = await api.get<{ items: { sha256: string; path: string }[] }>('/documents');
    const list = items.find(({ path }) => path.endsWith('list.csv'));
    const answer = await post('/firewall/shadowed', JSON.stringify({ policy: { document: list?.sha256 } }));
    expect([answer.status, answer.text]).toEqual([
      400,
      expect.stringContaining('site/list.csv is no firewall policy'),
    ]);
  });

  it('hold nobody else up, however hard they are', async () => {
    const many = Array.from(
      { length: 2_000 },
      (_, index) =>
        `-A FORWARD -p udp -d 100.${index >> 8}.${index & 255}.0/24 --dport ${3_478 + (index % 7)}:${16_393 + (index % 9)} -j ${index % 2 === 0 ? 'DROP' : 'ACCEPT'}`,
    );
    // Far below the minute an answer may take, on a busy machine too; as many as there are threads, so that none is free.
    let open = 2;
    const hard = Array.from({ length: open }, () =>
      post('/firewall/answers', JSON.stringify({ policy: { text: rules(...many) } })).finally(() => {
        open -= 1;
      }),
    );
    let answeredMeanwhile = 0;
    while (open > 0) {
      await api.get('/health/live');
      if (open > 0) answeredMeanwhile += 1;
    }
    expect((await Promise.all(hard)).map(({ status }) => status)).toEqual([200, 200]);
    // Worked on where requests are served, they would have let one more in at most: each waits for the one before.
    expect(answeredMeanwhile).toBeGreaterThan(hard.length);
  }, 120_000);
});
