import { lineEnd, placedLines, type PlacedLine } from '../edit.js';
import type { Opening } from '../opening.js';
import { refuse, type WriteRequest, type Writing } from '../types.js';
import { freshName, interfacesOf, maskOf, nameFor, portText } from '../words.js';

interface NewPolicy {
  readonly id: number;
  readonly name: string;
  readonly opening: Opening;
  readonly sources: readonly string[];
  readonly destinations: readonly string[];
}

/** Address and service objects, and a policy before the one that denies: as they stand in a backup, and to paste. */
export function writeFortios({ text, policy, place, openings }: WriteRequest): Writing {
  const lines = placedLines(text);
  const block = policyBlock(lines, place.rule?.line);
  if (block === undefined) return refuse('place-not-found');
  const target =
    place.rule === undefined ? block.end : lines.find(({ number }) => number === place.rule?.line);
  if (target === undefined) return refuse('place-not-found');
  const first = nextId(lines);
  const added = openings.map((opening, index): NewPolicy => {
    const name = freshName(text, nameFor(opening));
    const named = (side: string, prefixes: readonly string[]) =>
      prefixes.map((_prefix, at) => `${name}-${side}${prefixes.length === 1 ? '' : at + 1}`);
    const { sources, destinations } = opening;
    return {
      id: first + index,
      name,
      opening,
      sources: named('src', sources),
      destinations: named('dst', destinations),
    };
  });
  const outs = interfacesOf(place.rule, 'out');
  const out = place.out ?? outs[0] ?? (policy.outside.length === 1 ? policy.outside[0] : undefined) ?? 'any';
  const wires = {
    in: place.in === undefined ? anyOr(interfacesOf(place.rule, 'in')) : [place.in],
    out: place.out === undefined && outs.length > 0 ? outs : [out],
    nat: policy.outside.includes(out),
  };
  const objects = added.flatMap(objectLines);
  const policies = added.map((one) => policyLines(one, wires));
  const end = lineEnd(text);
  const isOldV6 = block.start.text.trim() === 'config firewall policy6';
  if (isOldV6) return refuse('cannot-express');
  const before = place.rule === undefined ? undefined : /edit\s+"?(\S+?)"?\s*$/.exec(target.text)?.[1];
  return {
    edits: [
      { at: block.start.start, insert: objects.map((line) => line + end).join('') },
      {
        at: target.start,
        insert: policies.flatMap((one) => one.map((line) => `    ${line}${end}`)).join(''),
      },
    ],
    lines: [...objects, ...policies.flat()],
    commands: [
      ...objects,
      'config firewall policy',
      ...policies.flatMap((one) => one.map((line) => `    ${line}`)),
      ...(before === undefined ? [] : added.map(({ id }) => `    move ${id} before ${before}`)),
      'end',
    ],
  };
}

const anyOr = (names: readonly string[]): readonly string[] => (names.length === 0 ? ['any'] : names);

/** The block of policies that holds a line, or the last one with policies in it. */
function policyBlock(lines: readonly PlacedLine[], wanted: number | undefined) {
  let start: PlacedLine | undefined;
  let depth = 0;
  let found: { start: PlacedLine; end: PlacedLine } | undefined;
  for (const line of lines) {
    const text = line.text.trim();
    if (start === undefined) {
      if (/^config firewall policy6?$/.test(text)) {
        start = line;
        depth = 1;
      }
      continue;
    }
    if (text.startsWith('config ')) depth += 1;
    if (text !== 'end') continue;
    depth -= 1;
    if (depth > 0) continue;
    found = { start, end: line };
    if (wanted !== undefined && wanted > start.number && wanted < line.number) return found;
    start = undefined;
  }
  return wanted === undefined ? found : undefined;
}

function nextId(lines: readonly PlacedLine[]): number {
  let highest = 0;
  for (const { text } of lines) {
    const id = Number(/^\s*edit\s+"?(\d{1,9})"?\s*$/.exec(text)?.[1] ?? 0);
    if (id > highest) highest = id;
  }
  return highest + 1;
}

function objectLines({ name, opening, sources, destinations }: NewPolicy): string[] {
  const { family, protocol, ports } = opening;
  const kind = family === 4 ? 'address' : 'address6';
  const address = (object: string, prefix: string) => [
    `    edit "${object}"`,
    family === 4 ? `        set subnet ${maskOf(prefix, false).join(' ')}` : `        set ip6 ${prefix}`,
    '    next',
  ];
  return [
    `config firewall ${kind}`,
    ...sources.flatMap((object, index) => address(object, opening.sources[index] ?? '')),
    ...destinations.flatMap((object, index) => address(object, opening.destinations[index] ?? '')),
    'end',
    'config firewall service custom',
    `    edit "${name}"`,
    `        set ${protocol}-portrange ${ports.map((range) => portText(range, '-')).join(' ')}`,
    '    next',
    'end',
  ];
}

function policyLines(
  { id, name, opening, sources, destinations }: NewPolicy,
  wires: { readonly in: readonly string[]; readonly out: readonly string[]; readonly nat: boolean },
): string[] {
  const mark = opening.family === 4 ? '' : '6';
  const list = (items: readonly string[]) => items.map((item) => `"${item}"`).join(' ');
  return [
    `edit ${id}`,
    `    set name "${name}"`,
    `    set srcintf ${list(wires.in)}`,
    `    set dstintf ${list(wires.out)}`,
    '    set action accept',
    `    set srcaddr${mark} ${list(sources)}`,
    `    set dstaddr${mark} ${destinations.length === 0 ? '"all"' : list(destinations)}`,
    '    set schedule "always"',
    `    set service "${name}"`,
    ...(wires.nat ? ['    set nat enable'] : []),
    'next',
  ];
}
