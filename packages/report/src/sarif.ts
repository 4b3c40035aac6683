import type { CheckReport, ReportFinding } from '@ringcheck/contracts';

/** SARIF 2.1.0, so that a code host shows findings on the profile or firewall file they stand in. */
export function renderSarif(report: CheckReport): string {
  const findings = report.devices.flatMap((device) =>
    device.findings.map((finding) => ({ device, finding })),
  );
  const rules = new Map(findings.map(({ finding }) => [finding.ruleId, finding.title]));
  return `${JSON.stringify(
    {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'Ringcheck',
              informationUri: 'https://github.com/ringcheck/ringcheck',
              rules: [...rules]
                .sort(([a], [b]) => (a < b ? -1 : 1))
                .map(([id, title]) => ({ id, shortDescription: { text: title } })),
            },
          },
          results: findings.map(({ device, finding }) => ({
            ruleId: finding.ruleId,
            level: level(finding),
            message: { text: `${device.id}: ${finding.message}` },
            partialFingerprints: {
              finding: [device.id, finding.ruleId, finding.scope ?? '', finding.cause].join('|'),
            },
            locations: finding.evidence.slice(0, 1).map(location),
            relatedLocations: finding.evidence.slice(1).map(location),
            ...(finding.waived === true ? { suppressions: [{ kind: 'external' }] } : {}),
          })),
        },
      ],
    },
    null,
    2,
  )}\n`;
}

function level(finding: ReportFinding): 'error' | 'warning' | 'note' {
  switch (finding.outcome) {
    case 'blocked':
    case 'limited':
      return 'error';
    case 'unknown':
    case 'at-risk':
      return 'warning';
    case 'clear':
    case 'not-applicable':
      return 'note';
  }
}

function location(evidence: ReportFinding['evidence'][number]): unknown {
  const region =
    evidence.line !== undefined
      ? {
          startLine: evidence.line,
          ...(evidence.column === undefined ? {} : { startColumn: evidence.column }),
        }
      : evidence.offset === undefined
        ? undefined
        : { byteOffset: evidence.offset };
  return {
    physicalLocation: {
      artifactLocation: { uri: evidence.document.split('/').map(encodeURIComponent).join('/') },
      ...(region === undefined ? {} : { region }),
    },
    ...(evidence.path === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: evidence.path }] }),
  };
}
