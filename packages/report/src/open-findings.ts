import type { DeviceReport, ReportFinding } from '@ringcheck/contracts';

/** Unknown findings that one and the same answer would decide. */
export interface OpenGroup {
  readonly first: ReportFinding;
  readonly all: readonly ReportFinding[];
  /** Evidence of all of them, each place once. */
  readonly evidence: ReportFinding['evidence'];
}

export interface SortedFindings {
  /** Blocked and limited. */
  readonly stopping: readonly ReportFinding[];
  readonly risky: readonly ReportFinding[];
  readonly open: readonly OpenGroup[];
}

/** Findings for a reader: what stops calls, what makes them fail, and what is open, told once per missing answer. */
export function sortFindings(device: DeviceReport): SortedFindings {
  const of = (...outcomes: readonly ReportFinding['outcome'][]) =>
    device.findings.filter(({ outcome }) => outcomes.includes(outcome));
  return { stopping: of('blocked', 'limited'), risky: of('at-risk'), open: groupOpen(of('unknown')) };
}

function groupOpen(findings: readonly ReportFinding[]): OpenGroup[] {
  const groups = new Map<string, ReportFinding[]>();
  for (const finding of findings) {
    const { message, why, remediation, waived } = finding;
    const key = JSON.stringify([message, why, remediation, waived]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()].flatMap((all) => {
    const [first] = all;
    return first === undefined ? [] : [{ first, all, evidence: distinctEvidence(all) }];
  });
}

function distinctEvidence(findings: readonly ReportFinding[]): ReportFinding['evidence'] {
  const all = findings.flatMap(({ evidence }) => evidence);
  return [...new Map(all.map((item) => [JSON.stringify(item), item])).values()];
}
