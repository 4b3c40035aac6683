import type { DeviceReport, ReportFinding } from '@ringcheck/contracts';
import { renderDeviceHtml } from './html.js';
import { renderDeviceMarkdown } from './markdown.js';
import { sortFindings } from './open-findings.js';

const finding = (changes: Partial<ReportFinding>): ReportFinding => ({
  ruleId: 'restriction-facetime',
  title: 'FaceTime is forbidden by a restriction',
  outcome: 'blocked',
  stage: 'device',
  severity: 'critical',
  cause: 'profile:org.example.off',
  message: 'Profile "Off" forbids FaceTime.',
  evidence: [
    { document: 'off.mobileconfig', line: 12, column: 3, path: 'allowVideoConferencing', value: false },
  ],
  remediation: {
    steps: [{ who: 'mdm-admin', do: 'Remove the key.' }],
    verify: 'Scan again.',
  },
  sources: [{ title: 'Apple schema', url: 'https://example.org/schema', confidence: 'high' }],
  ...changes,
});

const open = (ruleId: string, title: string, changes: Partial<ReportFinding> = {}): ReportFinding =>
  finding({
    ruleId,
    title,
    outcome: 'unknown',
    message: 'The profiles are not known.',
    evidence: [],
    remediation: { steps: [{ who: 'mdm-admin', do: 'Send ProfileList.' }] },
    ...changes,
  });

const device = (changes: Partial<DeviceReport> = {}): DeviceReport => ({
  id: 'serial:XFAK1',
  aliases: [],
  name: 'Phone 1',
  platform: 'iOS',
  verdict: 'blocked',
  coverage: 0.5,
  path: [{ stage: 'device', state: 'blocked' }],
  findings: [],
  notes: [],
  ...changes,
});

const at = '2026-11-21T12:00:00Z';
const count = (text: string, part: string): number => text.split(part).length - 1;

describe('findings of a device, sorted for a reader', () => {
  it('tells one missing answer once, with every question it leaves open', () => {
    const { open: groups } = sortFindings(
      device({ findings: [open('app-lock', 'Locked to one app'), open('camera', 'Camera is off')] }),
    );
    expect(groups.map(({ all }) => all.map(({ ruleId }) => ruleId))).toEqual([['app-lock', 'camera']]);
  });

  it('keeps apart what asks for different steps or is waived', () => {
    const { open: groups } = sortFindings(
      device({
        findings: [
          open('app-lock', 'Locked to one app'),
          open('storage', 'Little storage', { remediation: { steps: [] } }),
          open('camera', 'Camera is off', { waived: true }),
        ],
      }),
    );
    expect(groups).toHaveLength(3);
  });

  it('tells a place of evidence once', () => {
    const evidence = [{ document: 'list.plist', line: 4 }];
    const { open: groups } = sortFindings(
      device({ findings: [open('a', 'A', { evidence }), open('b', 'B', { evidence })] }),
    );
    expect(groups[0]?.evidence).toEqual(evidence);
  });
});

describe('device report as HTML', () => {
  it('gives the place, the key and the value of evidence', () => {
    const html = renderDeviceHtml(device({ findings: [finding({})] }), at);
    expect(html).toContain('<code>off.mobileconfig:12:3</code>');
    expect(html).toContain('<code>allowVideoConferencing = <strong>false</strong></code>');
  });

  it('asks an open rule as a question instead of stating its title', () => {
    const html = renderDeviceHtml(
      device({ findings: [open('app-lock', 'Locked to one app'), open('camera', 'Camera is off')] }),
      at,
    );
    expect(html).toContain('Locked to one app?');
    expect(html).toContain('Camera is off?');
    expect(count(html, 'Send ProfileList.')).toBe(1);
  });

  it('warns before steps that would open FaceTime where it must stay blocked', () => {
    const warning = 'FaceTime must stay blocked here';
    expect(renderDeviceHtml(device({ intent: 'prohibited', group: 'exam' }), at)).toContain(warning);
    expect(renderDeviceHtml(device({ intent: 'required', group: 'staff' }), at)).not.toContain(warning);
  });

  it('makes no markup and no script link of what uploads say', () => {
    const html = renderDeviceHtml(
      device({
        name: '<img src=x>',
        group: '<b>',
        intent: 'prohibited',
        findings: [
          finding({
            message: '<script>1</script>',
            scope: '"><i>',
            sources: [{ title: 'x', url: 'javascript:alert(1)', confidence: 'low' }],
          }),
        ],
      }),
      at,
    );
    for (const markup of ['<img', '<b>', '<script>', '<i>', 'javascript:'])
      expect(html).not.toContain(markup);
  });

  it('names each outcome in words beside its sign', () => {
    const html = renderDeviceHtml(device({ path: [{ stage: 'network', state: 'not-assessed' }] }), at);
    expect(html).toMatch(/<svg[^>]*aria-hidden="true">.*<\/svg>Not assessed/);
  });
});

describe('device report as Markdown', () => {
  it('tells one missing answer once', () => {
    const text = renderDeviceMarkdown(
      device({ findings: [open('app-lock', 'Locked to one app'), open('camera', 'Camera is off')] }),
    );
    expect(count(text, 'Send ProfileList.')).toBe(1);
    expect(text).toContain('- Locked to one app? critical · `app-lock`');
  });

  it('puts steps before evidence', () => {
    const text = renderDeviceMarkdown(device({ findings: [finding({})] }));
    expect(text.indexOf('What to do:')).toBeGreaterThan(0);
    expect(text.indexOf('What to do:')).toBeLessThan(text.indexOf('Evidence:'));
  });
});

describe('the page of one device', () => {
  const question = {
    id: 'ask-focus',
    title: 'Is a Focus on?',
    ask: 'Is a <Focus> on?',
    stage: 'recipient' as const,
    confidence: 'medium' as const,
    how: ['Settings > Focus.'],
    answers: [
      {
        id: 'on',
        says: 'A Focus is on.',
        means: 'Calls stay silent.',
        outcome: 'limited' as const,
        scope: 'incoming',
      },
    ],
  };
  const asked = {
    ...device({ findings: [finding({ since: '2026-11-20T08:00:00.000Z' })] }),
    questions: [question],
  };

  it('says since when a finding stands', () => {
    for (const text of [renderDeviceMarkdown(asked), renderDeviceHtml(asked, 'now')])
      expect(text).toContain(' · since 2026-11-20 08:00 UTC');
    expect(renderDeviceMarkdown(device({ findings: [finding({})] }))).not.toContain('since');
  });

  it('asks with words, place and meaning, and lets no name start markup', () => {
    expect(renderDeviceMarkdown(asked)).toContain(
      [
        '## What to ask',
        '',
        'No upload can tell these. In this order they find faults fastest; state answers under `attestations` in the policy file.',
        '',
        '1. Is a &lt;Focus&gt; on? (`ask-focus`)',
        '   - Where to look: Settings &gt; Focus.',
        '   - `on`: A Focus is on. Calls stay silent.',
      ].join('\n'),
    );
    const html = renderDeviceHtml(asked, 'now');
    expect(html).toContain('<h2>What to ask</h2>');
    expect(html).toContain(
      'Is a &#60;Focus&#62; on? <span class="meta">Settings &#62; Focus. · ask-focus</span>',
    );
    expect(html).toContain('<strong>A Focus is on.</strong> Calls stay silent.');
    expect(renderDeviceHtml(device(), 'now')).not.toContain('What to ask');
  });
});
