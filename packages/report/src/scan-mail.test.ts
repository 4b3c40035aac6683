import type { ScanEvent } from '@ringcheck/contracts';
import { composeScanMail } from './scan-mail.js';

const event: ScanEvent = {
  type: 'scan.done',
  timestamp: '2026-11-22T02:00:09.000Z',
  data: {
    scan: {
      id: '0b6f1c1e-7a0e-4f0e-9d5e-2a1c3b4d5e6f',
      status: 'done',
      trigger: 'schedule',
      now: '2026-11-22T02:00:00.000Z',
      requestedAt: '2026-11-22T02:00:00.000Z',
      progress: { chunks: 1, done: 1 },
      devices: 54,
      verdicts: { blocked: 18, limited: 9, unknown: 6, 'at-risk': 11, clear: 10 },
      opened: 3,
      closed: 1,
    },
    vanished: 2,
    url: 'https://ringcheck.example.org/',
  },
};

describe('a message about an ended scan', () => {
  it('says in its subject how many devices are blocked and what changed', () => {
    expect(composeScanMail(event).subject).toBe('Ringcheck: 18 of 54 devices blocked (3 new, 1 fixed)');
  });

  it('lists verdicts worst first and where to read on', () => {
    expect(composeScanMail(event).text).toBe(
      [
        'Scan of 2026-11-22T02:00:00.000Z: 54 devices.',
        '',
        '       18  blocked',
        '        9  limited',
        '        6  unknown',
        '       11  at-risk',
        '       10  clear',
        '',
        'Findings: 3 new, 1 gone.',
        'Devices no longer in any export: 2.',
        '',
        'Read on: https://ringcheck.example.org/',
        '',
      ].join('\n'),
    );
  });

  it('says that nothing changed', () => {
    const scan = { ...event.data.scan, opened: 0, closed: 0 };
    expect(composeScanMail({ ...event, data: { scan } }).subject).toBe(
      'Ringcheck: 18 of 54 devices blocked (no change)',
    );
  });

  it('tells of a scan that failed, why, and what to do', () => {
    const scan = { ...event.data.scan, status: 'failed' as const, error: 'part 3 failed: disk full' };
    const mail = composeScanMail({ ...event, type: 'scan.failed', data: { scan } });
    expect(mail.subject).toBe('Ringcheck: the scan failed');
    expect(mail.text).toContain('part 3 failed: disk full');
    expect(mail.text).toContain('Start a scan by hand');
  });
});
