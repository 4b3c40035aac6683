import { checkReportSchema, type CheckReport, type DeviceReport } from '@ringcheck/contracts';
import { openTable, readXml } from '@ringcheck/sources';
import {
  renderCsv,
  renderHtml,
  renderJunit,
  renderMarkdown,
  renderNdjson,
  renderSarif,
  renderText,
} from './index.js';

const hostileName = '<script>alert(1)</script> |`"\'&]]>\u0001\n# heading *bold* [x](javascript:1)';

const hostile: DeviceReport = {
  id: 'udid:=cmd|calc!A1',
  aliases: [],
  serial: '=1+1',
  name: hostileName,
  platform: 'iOS',
  osVersion: '26.4',
  group: hostileName,
  intent: 'required',
  network: '@hall',
  verdict: 'blocked',
  compliance: 'non-compliant',
  coverage: 0.5,
  asOf: '2026-11-01T00:00:00Z',
  path: [
    { stage: 'device', state: 'blocked' },
    { stage: 'network', state: 'not-assessed' },
  ],
  findings: [
    {
      ruleId: 'restriction-facetime',
      title: 'FaceTime is forbidden by a restriction',
      outcome: 'blocked',
      scope: 'user:<b>Ann</b>',
      stage: 'device',
      severity: 'high',
      cause: 'payload:a, b "c"',
      message: `The profile ${hostileName} forbids FaceTime.`,
      why: 'Because.',
      waived: true,
      evidence: [
        {
          document: 'in <dir>/ü "x".zip!/a b.mobileconfig',
          profile: hostileName,
          path: 'PayloadContent[0].allowVideoConferencing',
          line: 7,
          column: 3,
          offset: 99,
          value: '<img src=x onerror=alert(1)>',
        },
        { document: 'b.plist', offset: 12 },
      ],
      remediation: {
        steps: [{ who: 'mdm-admin', do: `Change ${hostileName}.` }],
        verify: 'Call.',
      },
      sources: [{ title: 'Apple <schema>', url: 'https://example.org/', confidence: 'high' }],
    },
  ],
  notes: [{ ruleId: 'n', message: hostileName, evidence: [] }],
};

const plain: DeviceReport = {
  id: 'serial:XFAKC00002',
  aliases: [],
  platform: 'unknown',
  verdict: 'clear',
  coverage: 1,
  path: [],
  findings: [],
  notes: [],
};

const full: CheckReport = {
  schemaVersion: 1,
  generatedAt: '2026-11-21T12:00:00Z',
  archetypes: true,
  inputs: [
    {
      path: 'in <dir>/bad.csv',
      sha256: '00',
      kind: 'unknown',
      status: 'rejected',
      diagnostics: [{ code: 'x', severity: 'error', message: 'It is bad.', line: 2, column: 1, offset: 8 }],
    },
  ],
  summary: {
    devices: 2,
    verdicts: { blocked: 1, limited: 0, unknown: 0, 'at-risk': 0, clear: 1 },
    outcomes: { blocked: 1, limited: 0, 'at-risk': 0, clear: 1, unknown: 0, 'not-applicable': 0 },
    compliance: { compliant: 0, 'non-compliant': 1, undetermined: 0, waived: 0 },
    coverage: 0.75,
    hiddenByWaivers: 1,
  },
  devices: [hostile, plain],
  causes: [{ key: 'payload:a', title: hostileName, devices: 1, findings: 1 }],
  gaps: [{ key: 'gap:a', title: hostileName, devices: 1, how: 'Export <it>.' }],
};

const none: CheckReport = {
  ...full,
  inputs: [],
  devices: [],
  causes: [],
  gaps: [],
  summary: {
    ...full.summary,
    devices: 0,
    verdicts: { blocked: 0, limited: 0, unknown: 0, 'at-risk': 0, clear: 0 },
    coverage: 0,
  },
};

interface Renderer {
  readonly render: (report: CheckReport) => string;
  /** Reads the output as its format is read, and throws where it is not well formed. */
  readonly parse: (text: string) => unknown;
}

const renderers: Readonly<Record<string, Renderer>> = {
  text: { render: renderText, parse: (text) => text },
  json: {
    render: (report) => `${JSON.stringify(report)}\n`,
    parse: (text) => checkReportSchema.parse(JSON.parse(text)),
  },
  ndjson: { render: renderNdjson, parse: parseLines },
  html: { render: renderHtml, parse: parseHtml },
  md: { render: renderMarkdown, parse: parseMarkdown },
  csv: { render: renderCsv, parse: parseCsv },
  sarif: { render: renderSarif, parse: (text) => JSON.parse(text) },
  junit: { render: renderJunit, parse: parseXml },
};

function parseLines(text: string): unknown[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

function parseHtml(text: string): string {
  const tags = [...text.matchAll(/<\/?([a-zA-Z][\w-]*)\b[^>]*>/g)].map(([tag, name]) => ({ tag, name }));
  const open: (string | undefined)[] = [];
  for (const { tag, name } of tags) {
    if (['meta', 'link', 'br', 'hr'].includes(name ?? '') || tag.endsWith('/>')) continue;
    if (!tag.startsWith('</')) open.push(name);
    else if (open.pop() !== name) throw new Error(`${tag} closes nothing`);
  }
  if (open.length > 0) throw new Error(`${open.join(', ')} stay open`);
  if (
    tags.some(({ tag }) =>
      /<(?:script|iframe|object|img|link(?! rel="icon" href="data:))\b|\son\w+=|javascript:/i.test(tag),
    )
  )
    throw new Error('the page holds something that acts or loads');
  return text;
}

function parseMarkdown(text: string): string {
  for (const line of text.split('\n')) {
    // Code spans show what they hold as it is.
    const outside = line.replace(/(`+)(?:.*?)\1/g, '');
    if (/<[a-z/!]/i.test(outside)) throw new Error(`markup in: ${line}`);
    if (/(?<!\\)\[[^\]\\]*\]\(javascript/.test(outside)) throw new Error(`a link in: ${line}`);
  }
  return text;
}

function parseCsv(text: string): string[][] {
  const table = openTable(text);
  if (table === undefined || table.diagnostics().length > 0) throw new Error('no table');
  const rows = [...table.rows(0)].map((row) => row.cells.map((cell) => cell.text));
  if (rows.some((row) => row.length !== rows[0]?.length)) throw new Error('rows of several lengths');
  return rows;
}

function parseXml(text: string): unknown {
  const { root, diagnostics } = readXml(text);
  if (root === undefined || diagnostics.length > 0) throw new Error(diagnostics[0]?.message ?? 'no element');
  return root;
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) frozen(inner);
  }
  return value;
}

/** What every way of printing a report must keep. */
function rendererContract(name: string, { render, parse }: Renderer): void {
  describe(`the ${name} renderer`, () => {
    it('gives well-formed output for hostile names', () => {
      expect(() => parse(render(full))).not.toThrow();
    });

    it('gives well-formed output for no devices', () => {
      expect(() => parse(render(none))).not.toThrow();
    });

    it('gives the same text for the same report, and leaves the report as it is', () => {
      const report = frozen(structuredClone(full));
      expect(render(report)).toBe(render(structuredClone(full)));
    });

    it('ends with the end of a line', () => {
      expect(render(full)).toMatch(/\n$/);
      expect(render(none)).toMatch(/\n$/);
    });

    it('names the device that is stopped and where its evidence stands', () => {
      const text = render(full).replaceAll('\\', '');
      expect(text).toContain('calc!A1');
      expect(text).toContain('a b.mobileconfig'.replace(' ', name === 'sarif' ? '%20' : ' '));
    });
  });
}

for (const [name, renderer] of Object.entries(renderers)) rendererContract(name, renderer);

describe('renderText', () => {
  it('prints no control character of a name', () => {
    const control = [...renderText(full)].filter((sign) => sign < ' ' && sign !== '\n');
    expect(control).toEqual([]);
  });

  it('lets no name begin a line of its own', () => {
    expect(
      renderText(full)
        .split('\n')
        .filter((line) => line.startsWith('# heading')),
    ).toEqual([]);
  });

  it('says which file could not be read, and where', () => {
    expect(renderText(full)).toContain('rejected: in <dir>/bad.csv:2:1: It is bad.');
  });
});

describe('renderCsv', () => {
  it('has the columns of the contract and a row per finding or device', () => {
    const rows = parseCsv(renderCsv(full));
    expect(rows[0]).toEqual([
      ...['id', 'serial', 'name', 'platform', 'osVersion', 'group', 'network', 'verdict', 'compliance'],
      ...['ruleId', 'outcome', 'scope', 'severity', 'message', 'evidence', 'cause'],
    ]);
    expect(rows.slice(1).map(([id]) => id)).toEqual(['udid:=cmd|calc!A1', 'serial:XFAKC00002']);
  });

  it('guards cells that a spreadsheet would run', () => {
    expect(renderCsv(full)).toContain(",'=1+1,");
    expect(renderCsv(full)).toContain(",'@hall,");
  });
});

describe('renderNdjson', () => {
  it('has a line for the summary, each input, device, cause and gap', () => {
    const types = parseLines(renderNdjson(full)).map((line) => (line as { type: string }).type);
    expect(types).toEqual(['summary', 'input', 'device', 'device', 'cause', 'gap']);
  });
});

describe('renderSarif', () => {
  const log = JSON.parse(renderSarif(full)) as {
    version: string;
    runs: { tool: { driver: { name: string; rules: { id: string }[] } }; results: unknown[] }[];
  };

  it('is SARIF 2.1.0 with the rules it speaks of', () => {
    expect(log.version).toBe('2.1.0');
    expect(log.runs[0]?.tool.driver.name).toBe('Ringcheck');
    expect(log.runs[0]?.tool.driver.rules.map(({ id }) => id)).toEqual(['restriction-facetime']);
  });

  it('points at file, line and key, and marks what is waived', () => {
    expect(log.runs[0]?.results).toEqual([
      expect.objectContaining({
        ruleId: 'restriction-facetime',
        level: 'error',
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'in%20%3Cdir%3E/%C3%BC%20%22x%22.zip!/a%20b.mobileconfig' },
              region: { startLine: 7, startColumn: 3 },
            },
            logicalLocations: [{ fullyQualifiedName: 'PayloadContent[0].allowVideoConferencing' }],
          },
        ],
        suppressions: [{ kind: 'external' }],
      }),
    ]);
  });
});

describe('renderJunit', () => {
  it('has a case per device, failed where it is not compliant', () => {
    const text = renderJunit(full);
    expect(text).toContain('tests="2" failures="1" errors="0"');
    expect(text.match(/<testcase /g)).toHaveLength(2);
    expect(text.match(/<failure /g)).toHaveLength(1);
  });
});
