import type { CheckReport, DeviceReport } from '@ringcheck/contracts';
import { outcomeWord, placeOf } from './sentence.js';

/** JUnit XML: a test case per device; blocked and limited fail, unknown is an error. */
export function renderJunit(report: CheckReport): string {
  const failures = report.devices.filter(isFailure).length;
  const errors = report.devices.filter(isError).length;
  const cases = report.devices.map(testCase).join('\n');
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="ringcheck" tests="${report.devices.length}" failures="${failures}" errors="${errors}">
<testsuite name="FaceTime readiness" tests="${report.devices.length}" failures="${failures}" errors="${errors}" timestamp="${escapeXml(report.generatedAt)}">
${cases}
</testsuite>
</testsuites>
`;
}

function isFailure(device: DeviceReport): boolean {
  return device.compliance === undefined
    ? device.verdict === 'blocked' || device.verdict === 'limited'
    : device.compliance === 'non-compliant';
}

function isError(device: DeviceReport): boolean {
  return device.compliance === undefined
    ? device.verdict === 'unknown'
    : device.compliance === 'undetermined';
}

function testCase(device: DeviceReport): string {
  const head = `<testcase classname="${escapeXml(device.platform)}" name="${escapeXml(device.id)}">`;
  const details = device.findings.map((finding) => {
    const place = finding.evidence[0];
    return `${outcomeWord(finding.outcome)} ${finding.ruleId}: ${finding.message}${place === undefined ? '' : ` (${placeOf(place)})`}`;
  });
  const body = escapeXml(details.join('\n'));
  const message = escapeXml(
    `${outcomeWord(device.verdict)}${device.compliance === undefined ? '' : `, ${device.compliance}`}`,
  );
  if (isFailure(device)) return `${head}<failure message="${message}">${body}</failure></testcase>`;
  if (isError(device)) return `${head}<error message="${message}">${body}</error></testcase>`;
  return `${head}<system-out>${body}</system-out></testcase>`;
}

/** XML 1.0 has no place for most control characters, not even escaped: they are dropped. */
function escapeXml(value: string): string {
  return value
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
