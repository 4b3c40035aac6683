import {
  checkReport,
  renderCsv,
  renderHtml,
  renderJunit,
  renderMarkdown,
  renderNdjson,
  renderSarif,
  renderText,
} from '@ringcheck/report';
import type { CheckReport } from '@ringcheck/contracts';
import { judgeDevice } from '@ringcheck/plan';
import { archetypePictures } from '../archetypes.js';
import type { Command } from '../command.js';
import { exitCodeOf, failOnChoices, type FailOn } from '../fail-on.js';
import { UsageError } from '../failure.js';
import { loadFleet, readNow } from '../load.js';
import { emit } from '../output.js';

const renderers = {
  text: renderText,
  json: (report: CheckReport) => `${JSON.stringify(report, null, 2)}\n`,
  ndjson: renderNdjson,
  html: renderHtml,
  md: renderMarkdown,
  csv: renderCsv,
  sarif: renderSarif,
  junit: renderJunit,
} as const;
type Format = keyof typeof renderers;

/** `ringcheck check`: decode, assemble, evaluate and report, offline and without a database. */
export const check: Command = {
  name: 'check',
  usage: 'check PATH… [options]',
  summary: 'Judge devices from files, folders and archives; works offline. PATH may be - for standard input.',
  options: {
    policy: {
      type: 'string',
      value: 'FILE',
      help: 'policy file (default: the ringcheck.yaml among the inputs)',
    },
    mapping: {
      type: 'string',
      value: 'FILE',
      help: 'what the headings of CSV files mean (default: the mapping file among the inputs)',
    },
    'trust-anchors': {
      type: 'string',
      value: 'FILE',
      help: 'certificates (PEM or DER) whose signatures on profiles count as known',
    },
    format: { type: 'string', choices: Object.keys(renderers), help: 'how to print (default: text)' },
    output: { type: 'string', value: 'PATH', help: 'write the report to a file instead of standard output' },
    'fail-on': {
      type: 'string',
      choices: failOnChoices,
      help: 'exit 1 from this verdict on (default: limited)',
    },
    strict: { type: 'boolean', help: 'exit 3 when some input could not be evaluated' },
    now: { type: 'string', value: 'ISO', help: 'judge as of this moment (default: the clock)' },
    device: { type: 'string', value: 'ID', help: 'report one device only: id, serial number or UDID' },
  },
  run: async (args, output) => {
    if (args.positionals.length === 0)
      throw new UsageError('check needs a file or folder', 'ringcheck help check');
    const now = readNow(args.text('now'));
    const policy = args.text('policy');
    const mapping = args.text('mapping');
    const trustAnchors = args.text('trust-anchors');
    const fleet = await loadFleet(args.positionals, {
      now,
      ...(policy === undefined ? {} : { policy }),
      ...(mapping === undefined ? {} : { mapping }),
      ...(trustAnchors === undefined ? {} : { trustAnchors }),
    });
    const archetypes = fleet.pictures.length === 0 && fleet.world.uploadedProfiles.length > 0;
    const pictures = selectDevice(
      archetypes ? archetypePictures(fleet.world, fleet.documents) : fleet.pictures,
      args.text('device'),
    );
    const report = checkReport({
      now,
      documents: fleet.documents,
      devices: pictures.map((picture) => judgeDevice(picture, fleet.policy, now)),
      archetypes,
      policy: fleet.policy,
      extraDiagnostics: fleet.policyDiagnostics,
    });
    const format = (args.text('format') ?? 'text') as Format;
    await emit(renderers[format](report), args.text('output'), output);
    return exitCodeOf(report, (args.text('fail-on') ?? 'limited') as FailOn, args.flag('strict'));
  },
};

function selectDevice<
  T extends {
    readonly id: string;
    readonly aliases: readonly string[];
    readonly identity: { readonly serial?: string; readonly udid?: string };
  },
>(pictures: readonly T[], wanted: string | undefined): readonly T[] {
  if (wanted === undefined) return pictures;
  const found = pictures.filter(
    ({ id, aliases, identity }) =>
      id === wanted ||
      aliases.includes(wanted) ||
      identity.serial === wanted.toUpperCase() ||
      identity.udid === wanted,
  );
  if (found.length === 0) throw new UsageError(`--device ${wanted}: no such device in the inputs`);
  return found;
}
