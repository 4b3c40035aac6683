import type { ScanEvent } from '@ringcheck/contracts';

/** A message for people about one ended scan. Lines are short enough for plain text mail. */
export interface ScanMail {
  readonly subject: string;
  readonly text: string;
}

const noticed = ['blocked', 'limited', 'unknown', 'at-risk', 'clear'] as const;

export function composeScanMail({ type, data }: ScanEvent): ScanMail {
  const { scan, vanished, url } = data;
  const more = url === undefined ? [] : ['', `Read on: ${url}`];
  if (type === 'scan.failed') {
    return {
      subject: 'Ringcheck: the scan failed',
      text: [
        `The scan requested at ${scan.requestedAt} did not end: ${scan.error ?? 'no reason was given'}.`,
        'The findings shown are those of the scan before it. Start a scan by hand; if it fails again, read the log of the worker.',
        ...more,
        '',
      ].join('\n'),
    };
  }
  const devices = scan.devices ?? 0;
  const blocked = scan.verdicts?.blocked ?? 0;
  const opened = scan.opened ?? 0;
  const closed = scan.closed ?? 0;
  const changes = opened + closed === 0 ? 'no change' : `${opened} new, ${closed} fixed`;
  return {
    subject: `Ringcheck: ${blocked} of ${devices} devices blocked (${changes})`,
    text: [
      `Scan of ${scan.now ?? scan.requestedAt}: ${devices} ${devices === 1 ? 'device' : 'devices'}.`,
      '',
      ...noticed.map((verdict) => `  ${String(scan.verdicts?.[verdict] ?? 0).padStart(7)}  ${verdict}`),
      '',
      `Findings: ${opened} new, ${closed} gone.`,
      ...(vanished === undefined || vanished === 0 ? [] : [`Devices no longer in any export: ${vanished}.`]),
      ...more,
      '',
    ].join('\n'),
  };
}
