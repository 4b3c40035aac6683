import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { loadFleet } from '@ringcheck/app-cli';
import { checkReport } from '@ringcheck/report';
import { judgeDevice } from '@ringcheck/plan';
import type { CheckReport, DeviceReport } from '@ringcheck/contracts';
import type { Picture } from '@ringcheck/assemble';

interface ExpectedDevice {
  readonly verdict: string;
  readonly compliance?: string;
  readonly expected?: string;
  readonly findings: readonly { readonly ruleId: string; readonly outcome: string; readonly scope?: string; readonly cause?: string }[];
  readonly notes?: readonly string[];
  readonly facts?: Readonly<Record<string, unknown>>;
}

interface Expected {
  readonly now: string;
  readonly summary: { readonly devices: number; readonly verdicts: Record<string, number>; readonly compliance: Record<string, number> };
  readonly devices: Readonly<Record<string, ExpectedDevice>>;
  readonly gaps: readonly { readonly key: string; readonly devices: number }[];
  readonly causes: readonly { readonly key: string; readonly devices: number }[];
}

const expected = JSON.parse(await readFile(path.join(process.cwd(), 'tests/golden/sample-fleet.expected.json'), 'utf8')) as Expected;
const fleet = await loadFleet(['tests/fixtures/sample-fleet'], { now: expected.now });
const report: CheckReport = checkReport({
  now: expected.now,
  documents: fleet.documents,
  devices: fleet.pictures.map((picture) => judgeDevice(picture, fleet.policy, expected.now)),
});
const pictures = new Map<string, Picture>(fleet.pictures.map((picture) => [picture.id, picture]));

/** Steps whose notes count as one place (see the README of this folder). */
const steps = new Set(['join', 'facts', 'resolve', 'identity', 'policy']);

function answers(device: DeviceReport): string[] {
  return device.findings.map(({ ruleId, outcome, scope }) => `${ruleId} ${outcome}${scope === undefined ? '' : ` (${scope})`}`).sort();
}

function wanted(device: ExpectedDevice): string[] {
  return device.findings.map(({ ruleId, outcome, scope }) => `${ruleId} ${outcome}${scope === undefined ? '' : ` (${scope})`}`).sort();
}

describe('the sample fleet', () => {
  it('reads every file', () => {
    expect(report.inputs.filter(({ status }) => status === 'rejected' || status === 'ignored').map(({ path: file }) => file)).toEqual([]);
  });

  it('has the devices that were written down', () => {
    expect(report.devices.map(({ id }) => id).sort()).toEqual(Object.keys(expected.devices).sort());
  });

  it.each(Object.entries(expected.devices))('says of %s what was written down', (id, device) => {
    const found = report.devices.find((candidate) => candidate.id === id);
    if (found === undefined) throw new Error(`${id} is missing`);
    expect(answers(found)).toEqual(wanted(device));
    expect({ verdict: found.verdict, compliance: found.compliance, expected: found.expected }).toEqual({
      verdict: device.verdict,
      compliance: device.compliance,
      expected: device.expected,
    });
    for (const { ruleId, scope, cause } of device.findings) {
      if (cause !== undefined) expect(found.findings).toContainEqual(expect.objectContaining({ ruleId, cause, ...(scope === undefined ? {} : { scope }) }));
    }
    for (const note of device.notes ?? []) {
      const rule = note.slice(0, note.indexOf(':'));
      const places = found.notes.map(({ ruleId }) => (steps.has(ruleId) ? 'step' : ruleId));
      // A setting's own notes are made where profiles are combined, before any rule.
      expect(places.some((place) => place === rule || place === 'step')).toBe(true);
    }
    for (const [name, value] of Object.entries(device.facts ?? {})) {
      expect((pictures.get(id)?.facts as Record<string, { value: unknown } | undefined>)[name]?.value).toEqual(value);
    }
  });

  it('counts verdicts and compliance as written down', () => {
    expect(report.summary.devices).toBe(expected.summary.devices);
    expect(report.summary.verdicts).toEqual(expected.summary.verdicts);
    expect(report.summary.compliance).toEqual(expected.summary.compliance);
  });

  it('lists the gaps with the number of devices each would decide', () => {
    expect(report.gaps.map(({ key, devices }) => `${key}: ${devices}`).sort()).toEqual(expected.gaps.map(({ key, devices }) => `${key}: ${devices}`).sort());
  });

  it.each(expected.causes.map(({ key, devices }) => [key, devices] as const))('finds the cause %s on %d devices', (key, devices) => {
    expect(report.causes.find((cause) => cause.key === key)?.devices).toBe(devices);
  });

  it('gives evidence with a place for every finding that is not a gap', () => {
    for (const device of report.devices) {
      for (const finding of device.findings.filter(({ outcome }) => outcome !== 'unknown')) {
        expect(finding.evidence.length).toBeGreaterThan(0);
        for (const evidence of finding.evidence) expect(evidence.line ?? evidence.offset).toBeDefined();
      }
    }
  });

  it('fills every place of its sentences', () => {
    const sentences = report.devices.flatMap((device) => [
      ...device.notes.map(({ message }) => message),
      ...device.findings.flatMap(({ message, why, remediation }) => [message, why ?? '', remediation.verify ?? '', ...remediation.steps.map((step) => step.do)]),
    ]);
    expect(sentences.filter((sentence) => /\{[a-zA-Z]+\}/.test(sentence))).toEqual([]);
  });

  it('gives the same bytes whatever the order of files', () => {
    const again = checkReport({
      now: expected.now,
      documents: [...fleet.documents].reverse(),
      devices: [...fleet.pictures].reverse().map((picture) => judgeDevice(picture, fleet.policy, expected.now)),
    });
    // Compared as a truth value: a difference of such texts is no help to anybody.
    expect(JSON.stringify(again) === JSON.stringify(report)).toBe(true);
  });
});
