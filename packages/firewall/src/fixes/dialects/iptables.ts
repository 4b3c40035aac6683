import { linesAfter, linesBefore, placedLines, type PlacedLine } from '../edit.js';
import type { Opening } from '../opening.js';
import { refuse, type WriteRequest, type Writing } from '../types.js';
import { portList } from '../words.js';

/** The kernel takes fifteen ports in one match; a range counts as two. */
const mostRanges = 7;
const command = /^\s*((?:sudo\s+)?(?:"?\$\{?\w+\}?"?|(?:\/[\w./-]*\/)?ip6?tables[\w-]*)\s+(?:-w\s+)?)/;

/** Lines for `iptables-save`, or for a script of commands where the document is one. */
export function writeIptables({ text, policy, place, openings }: WriteRequest): Writing {
  const { table, chain } = nameOf(place.chain);
  const specs = openings.flatMap((opening) => specsOf(opening));
  const lines = placedLines(text);
  const tool = openings[0]?.family === 6 ? 'ip6tables' : 'iptables';
  const mark = table === 'filter' ? '' : `-t ${table} `;
  const rules = policy.chains.find(({ name }) => name === place.chain)?.rules ?? [];
  const number = 1 + rules.slice(0, place.index).filter(({ id }) => !id.startsWith('line ')).length;
  const commands = specs.map((spec, offset) =>
    place.rule === undefined
      ? `${tool} ${mark}-A ${chain} ${spec}`
      : `${tool} ${mark}-I ${chain} ${number + offset} ${spec}`,
  );
  const anchor = place.rule?.line ?? rules[rules.length - 1]?.line ?? place.line;
  const line = lines.find((one) => one.number === anchor);
  if (line === undefined) return refuse('place-not-found');
  const prefix = command.exec(line.text)?.[1];
  const added = specs.map((spec) =>
    prefix === undefined ? `-A ${chain} ${spec}` : `${prefix.trimStart()}${mark}-A ${chain} ${spec}`,
  );
  const after = { commands, lines: added };
  if (place.rule !== undefined) {
    const inserts = /\s(?:-I|--insert)\s/.test(line.text);
    if (!inserts) return { ...after, edits: [linesBefore(text, line, added)] };
    // What is inserted last stands first.
    const turned = added.map((one) => one.replace(`-A ${chain}`, `-I ${chain}`)).reverse();
    return { commands, lines: turned, edits: [linesAfter(text, line, turned)] };
  }
  if (rules.length > 0 || prefix !== undefined) return { ...after, edits: [linesAfter(text, line, added)] };
  const end = endOfTable(lines, line);
  return {
    ...after,
    edits: [end === undefined ? linesAfter(text, line, added) : linesBefore(text, end, added)],
  };
}

/** `ip6 mangle:FORWARD` is chain FORWARD of table mangle. */
function nameOf(full: string): { table: string; chain: string } {
  const plain = full.replace(/^ip6 /, '');
  const [table = '', ...rest] = plain.split(':');
  return rest.length === 0 || !['nat', 'mangle', 'raw', 'security'].includes(table)
    ? { table: 'filter', chain: plain }
    : { table, chain: rest.join(':') };
}

function endOfTable(lines: readonly PlacedLine[], from: PlacedLine): PlacedLine | undefined {
  return lines.find((line) => line.number > from.number && line.text.trim() === 'COMMIT');
}

function specsOf(opening: Opening): string[] {
  if (opening.isReply) return replySpecs(opening);
  const { protocol, ports, sources, destinations, out } = opening;
  const target = destinations.length === 0 ? '' : `-d ${destinations.join(',')} `;
  const way = out === undefined ? '' : `-o ${out} `;
  const specs: string[] = [];
  for (let from = 0; from < ports.length; from += mostRanges) {
    const some = ports.slice(from, from + mostRanges);
    const list = portList(some, ':');
    const match = some.length === 1 ? `--dport ${list}` : `-m multiport --dports ${list}`;
    specs.push(`-s ${sources.join(',')} ${target}${way}-p ${protocol} ${match} -j ACCEPT`);
  }
  return specs;
}

/** Answers, told by connection tracking, so that no connection starts by them. */
function replySpecs({ protocol, ports, sourcePorts, sources, destinations }: Opening): string[] {
  const from = sources.length === 0 ? '' : `-s ${sources.join(',')} `;
  const ends = `${from}-d ${destinations.join(',')} -p ${protocol}`;
  const specs: string[] = [];
  for (let at = 0; at < sourcePorts.length; at += mostRanges) {
    const some = sourcePorts.slice(at, at + mostRanges);
    const list = portList(some, ':');
    const match = some.length === 1 ? `--sport ${list}` : `-m multiport --sports ${list}`;
    const to = some.length === 1 ? '' : `-m ${protocol} `;
    const state = '-m conntrack --ctstate ESTABLISHED -j ACCEPT';
    specs.push(`${ends} ${match} ${to}--dport ${portList(ports, ':')} ${state}`);
  }
  return specs;
}
