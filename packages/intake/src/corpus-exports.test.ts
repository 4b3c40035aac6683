import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { DeviceRecord, SourceDocument } from '@ringcheck/model';
import { ingest } from './intake.js';

const corpus = process.env['RINGCHECK_CORPUS'];
const truthFile = path.join(corpus ?? '', 'truth.json');
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

interface Truth {
  readonly message?: string;
  readonly device?: Readonly<Record<string, unknown>>;
  readonly profiles?: readonly {
    readonly identifier: string;
    readonly uuid: string;
    readonly types: readonly string[];
  }[];
  readonly services?: Readonly<Record<string, number>>;
  readonly data_rows?: number;
  readonly odata_type?: string;
}

async function documentOf(file: string): Promise<SourceDocument> {
  const bytes = new Uint8Array(await readFile(path.join(corpus ?? '', file)));
  for await (const document of ingest({ path: file, bytes, receivedAt: '2026-11-21T00:00:00Z', sha256 }))
    return document;
  throw new Error(`${file} gave no document`);
}

const facts = [
  ['OSVersion', 'osVersion'],
  ['BuildVersion', 'build'],
  ['ProductName', 'productName'],
  ['IsSupervised', 'isSupervised'],
] as const;

function wrongFacts(truth: Truth, device: DeviceRecord | undefined): readonly string[] {
  return facts.flatMap(([key, name]) => {
    const wanted = truth.device?.[key];
    const found = device?.claims[name]?.value;
    return wanted === undefined || wanted === found
      ? []
      : [`${key}: ${String(found)} for ${JSON.stringify(wanted)}`];
  });
}

function wrongProfiles(truth: Truth, device: DeviceRecord | undefined): readonly string[] {
  if (truth.profiles === undefined) return [];
  const plain = (list: readonly { identifier?: string; uuid?: string; types?: readonly string[] }[]) =>
    JSON.stringify(list.map(({ identifier, uuid, types }) => [identifier, uuid, [...(types ?? [])].sort()]));
  const found = (device?.profiles?.profiles ?? []).map(({ payloadTypes, ...rest }) => ({
    ...rest,
    ...(payloadTypes === undefined ? {} : { types: payloadTypes }),
  }));
  return plain(found) === plain(truth.profiles)
    ? []
    : [`profiles: ${plain(found)} for ${plain(truth.profiles)}`];
}

function wrongServices(truth: Truth, { serviceStatus }: SourceDocument): readonly string[] {
  if (truth.services === undefined) return [];
  const found = new Map(serviceStatus?.services.map(({ name, events }) => [name, events.length]));
  return Object.entries(truth.services).flatMap(([name, events]) =>
    found.get(name) === events ? [] : [`${name}: ${String(found.get(name))} events for ${events}`],
  );
}

/** Kinds of documents that may come of the files of a folder; `unknown` is told with its reason. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  mdm: [
    ...['mdm-device-information', 'mdm-profile-list', 'mdm-security-info', 'mdm-restrictions'],
    ...['mdm-installed-application-list', 'mdm-other-reply'],
  ],
  ddm: ['ddm-status', 'declaration'],
  status: ['service-status'],
  vendor: [
    ...['configuration-profile', 'jamf-inventory', 'jamf-profile', 'device-list', 'app-blocking'],
    'unknown',
  ],
};

function problemsOf(file: string, truth: Truth, document: SourceDocument): readonly string[] {
  const [folder = ''] = file.split('/');
  const [device] = document.devices;
  const lost = document.diagnostics.filter(({ severity }) => severity === 'error');
  const rows = truth.data_rows;
  return [
    ...(kinds[folder]?.includes(document.kind) === true ? [] : [`read as ${document.kind}`]),
    ...(document.status === 'ingested' || document.diagnostics.length > 0 ? [] : ['no reason given']),
    ...lost.flatMap(({ code, at }) => (at === undefined ? [`${code} without a place`] : [])),
    ...wrongFacts(truth, device),
    ...wrongProfiles(truth, device),
    ...wrongServices(truth, document),
    ...(rows === undefined || rows === document.devices.length
      ? []
      : [`${document.devices.length} rows for ${rows}`]),
    ...(truth.odata_type === undefined || document.kind !== 'unknown'
      ? []
      : [`${truth.odata_type} not known`]),
  ];
}

describe('exports of a corpus', () => {
  if (corpus === undefined || !existsSync(truthFile)) {
    it('are read when RINGCHECK_CORPUS names a folder with truth.json', () => {
      console.log('No corpus with a truth file: no exports were read.');
      expect(corpus === undefined || !existsSync(truthFile)).toBe(true);
    });
    return;
  }

  it('say what independent tools found in them', async () => {
    const content: { files: Record<string, Truth> } = JSON.parse(await readFile(truthFile, 'utf8'));
    const files = Object.entries(content.files).filter(([file]) => (file.split('/')[0] ?? '') in kinds);
    const counts = new Map<string, number>();
    const problems: string[] = [];
    for (const [file, truth] of files) {
      const document = await documentOf(file);
      const key = `${file.split('/')[0] ?? ''}: ${document.kind} ${document.status}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      problems.push(...problemsOf(file, truth, document).map((problem) => `${file}: ${problem}`));
    }
    const lines = [...counts].sort().map(([key, count]) => `${String(count).padStart(5)}  ${key}`);
    console.log([...lines, `${files.length} exports compared with the truth file`].join('\n'));
    expect(files.length).toBeGreaterThan(0);
    expect(problems).toEqual([]);
  }, 600_000);
});
