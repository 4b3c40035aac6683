import {
  get,
  getNumber,
  optional,
  type DeviceRecord,
  type Diagnostic,
  type MeasuredQuality,
  type NetworkMeasurement,
  type Value,
} from '@ringcheck/model';
import { diagnostic } from '../diagnostics.js';
import { ClaimBuilder } from '../facts/claim-builder.js';
import { text } from '../facts/convert.js';
import { identityOf } from '../facts/identity.js';
import { UnreadKeys } from '../facts/unread-keys.js';
import { extendPath } from '../paths.js';
import type { Source, SourceInput, SourceOutput } from '../source.js';

/** Output of `networkQuality -c`, alone or with the name of the device put beside it by a script. */
export const networkQualitySource: Source = {
  id: 'network-quality',
  recognise: ({ value }) =>
    value !== undefined && recordsOf(value).some(({ record }) => isRun(runOf(record))),
  read,
};

const maxRecords = 100_000;
const wrappers = ['networkQuality', 'network_quality'];
const serialKeys = ['serialNumber', 'serial_number', 'SerialNumber', 'serial', 'hardware_serial'];
const udidKeys = ['udid', 'UDID'];
const ssidKeys = ['ssid', 'SSID'];

const knownKeys = [
  ...[...wrappers, ...serialKeys, ...udidKeys, ...ssidKeys],
  ...['dl_throughput', 'ul_throughput', 'base_rtt', 'responsiveness'],
  ...['dl_responsiveness', 'ul_responsiveness', 'interface_name', 'os_version', 'other'],
  ...['error_code', 'error_domain', 'cli_options', 'test_endpoint', 'start_date', 'end_date'],
  ...['dl_flows', 'ul_flows', 'dl_bytes_transferred', 'ul_bytes_transferred', 'dl_phase_duration'],
];
/** Lists of single round trips. */
const seriesKey = /^(?:il|lud|rpm|lul)_/;

interface Located {
  readonly record: Value;
  readonly path: string;
}

function recordsOf(value: Value): readonly Located[] {
  if (value.type !== 'array') return [{ record: value, path: '' }];
  return value.items.slice(0, maxRecords).map((record, index) => ({ record, path: extendPath('', index) }));
}

/** The measurement itself where a script has wrapped it. */
function runOf(record: Value): Value {
  const inner = wrappers.map((key) => get(record, key)).find((found) => found?.type === 'dict');
  return inner ?? record;
}

function isRun(run: Value): boolean {
  if (get(run, 'dl_throughput') === undefined && get(run, 'error_code') === undefined) return false;
  if (run.type !== 'dict') return false;
  return run.entries.some(({ key }) => key === 'base_rtt' || key === 'test_endpoint' || seriesKey.test(key));
}

function read({ value }: SourceInput): SourceOutput {
  const unread = new UnreadKeys(knownKeys);
  const found = (value === undefined ? [] : recordsOf(value)).map((located) => readOne(located, unread));
  const measurements = found.flatMap(({ measurement }) => measurement ?? []);
  const diagnostics = found.flatMap((one) => one.diagnostics);
  const isWhole = measurements.length === found.length;
  return {
    kind: 'network-quality',
    status: measurements.length === 0 ? 'rejected' : isWhole ? 'ingested' : 'partial',
    devices: found.flatMap(({ device }) => device ?? []),
    profiles: [],
    diagnostics: [...diagnostics, ...unread.diagnostics('unimplemented-measurement-keys')],
    measurements,
  };
}

interface OneRun {
  readonly measurement?: NetworkMeasurement;
  readonly device?: DeviceRecord;
  readonly diagnostics: readonly Diagnostic[];
}

function readOne({ record, path }: Located, unread: UnreadKeys): OneRun {
  const run = runOf(record);
  unread.note(withoutSeries(record));
  if (run !== record) unread.note(withoutSeries(run));
  const quality = qualityOf(run);
  if (Object.keys(quality).length === 0) return { diagnostics: [failed(run, path)] };
  const interfaceName = textAt(run, 'interface_name');
  const usedProxy = proxyOf(run);
  const measurement: NetworkMeasurement = {
    quality,
    ...optional('interfaceName', interfaceName),
    ...optional('usedProxy', usedProxy),
    at: run.at,
  };
  const device = deviceOf(record, run, quality, path);
  return device === undefined
    ? { measurement, diagnostics: [nameless(quality, run, path)] }
    : { measurement, device, diagnostics: [] };
}

function withoutSeries(record: Value): Value {
  if (record.type !== 'dict') return record;
  return { ...record, entries: record.entries.filter(({ key }) => !seriesKey.test(key)) };
}

function qualityOf(run: Value): MeasuredQuality {
  return {
    ...optional('downMbps', megabits(run, 'dl_throughput')),
    ...optional('upMbps', megabits(run, 'ul_throughput')),
    ...optional('latencyMs', positive(run, 'base_rtt')),
    ...optional('responsivenessRpm', responsiveness(run)),
  };
}

function megabits(run: Value, key: string): number | undefined {
  const bits = positive(run, key);
  return bits === undefined ? undefined : Math.round(bits / 1e4) / 100;
}

/** Run one after the other, the two directions have a figure each: the worse one counts. */
function responsiveness(run: Value): number | undefined {
  const each = ['dl_responsiveness', 'ul_responsiveness'].flatMap((key) => positive(run, key) ?? []);
  return positive(run, 'responsiveness') ?? (each.length === 0 ? undefined : Math.min(...each));
}

function positive(run: Value, key: string): number | undefined {
  const count = getNumber(run, key);
  return count !== undefined && Number.isFinite(count) && count >= 0 ? count : undefined;
}

function proxyOf(run: Value): boolean | undefined {
  const state = get(get(run, 'other'), 'proxy_state');
  if (state?.type !== 'dict') return undefined;
  const proxied = state.entries.filter(({ key }) => key !== 'not_proxied');
  return proxied.some(({ value }) => value.type === 'integer' && value.value > 0);
}

function deviceOf(
  record: Value,
  run: Value,
  quality: MeasuredQuality,
  path: string,
): DeviceRecord | undefined {
  const named = (keys: readonly string[]) =>
    keys.map((key) => textAt(record, key) ?? textAt(run, key)).find((found) => found !== undefined);
  const identity = identityOf({ serial: named(serialKeys), udid: named(udidKeys) });
  if (identity === undefined) return undefined;
  const claims = new ClaimBuilder();
  claims.add('networkQuality', quality, run.at, path);
  claims.add('ssid', named(ssidKeys), record.at, path);
  return { identity, creates: false, basis: 'device-answer', claims: claims.build(), at: record.at };
}

function textAt(record: Value, key: string): string | undefined {
  const value = get(record, key);
  return value === undefined ? undefined : text(value);
}

function nameless(quality: MeasuredQuality, run: Value, path: string): Diagnostic {
  const figures = [
    ...[quality.downMbps].map((figure) => figure !== undefined && `downMbps: ${figure}`),
    ...[quality.upMbps].map((figure) => figure !== undefined && `upMbps: ${figure}`),
    ...[quality.latencyMs].map((figure) => figure !== undefined && `latencyMs: ${Math.round(figure)}`),
  ].filter((figure) => figure !== false);
  const message = `The measurement says neither on which device nor in which network it was taken, so nothing is judged by it. State it in the policy, under the network: quality: { ${figures.join(', ')} }. For a single device, put its "serialNumber" into the JSON.`;
  return diagnostic('info', 'measurement-without-device', message, run.at, path);
}

function failed(run: Value, path: string): Diagnostic {
  const code = getNumber(run, 'error_code');
  const why = code === undefined ? '' : ` (error ${code})`;
  const message = `The measurement holds no figures${why}. Run networkQuality -c again in the network in question.`;
  return diagnostic('error', 'measurement-failed', message, run.at, path);
}
