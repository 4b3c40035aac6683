import { lineEnd, linesBefore, placedLines } from '../edit.js';
import type { Opening } from '../opening.js';
import { refuse, type WriteRequest, type Writing } from '../types.js';
import { freshName, nameFor, portText } from '../words.js';

interface NewPolicy {
  readonly name: string;
  readonly opening: Opening;
  readonly sources: readonly string[];
  readonly destinations: readonly string[];
}

/** Address book entries, an application and a policy; in curly or `set` form, as the document is. */
export function writeSrx({ text, place, openings }: WriteRequest): Writing {
  const added = openings.map((opening): NewPolicy => {
    const name = freshName(text, nameFor(opening));
    const named = (side: string, prefixes: readonly string[]) =>
      prefixes.map((_prefix, at) => `${name}-${side}${prefixes.length === 1 ? '' : at + 1}`);
    return {
      name,
      opening,
      sources: named('src', opening.sources),
      destinations: named('dst', opening.destinations),
    };
  });
  const scope = /^policy .+ \((?:(global)|(\S+) to (\S+))\):/.exec(place.rule?.text ?? '');
  const context = scope?.[2] === undefined ? 'global' : `from-zone ${scope[2]} to-zone ${scope[3] ?? ''}`;
  const objects = added.flatMap(objectCommands);
  const policies = added.flatMap((one) => policyCommands(one, context));
  const inserts =
    place.rule === undefined
      ? []
      : added.map(
          ({ name }) =>
            `insert security policies ${context} policy ${name} before policy ${place.rule?.id ?? ''}`,
        );
  const commands = [...objects, ...policies, ...inserts];
  const line = placedLines(text).find(({ number }) => number === place.rule?.line);
  const end = lineEnd(text);
  const gap = text.endsWith('\n') ? '' : end;
  const atEnd = (insert: string) => ({ at: text.length, insert: gap + insert });
  if (/^[ \t]*set\s+\S/m.test(text) && !/\{\s*$/m.test(text)) {
    const sets = [...objects, ...policies];
    if (place.rule === undefined)
      return { lines: sets, commands, edits: [atEnd(sets.map((one) => one + end).join(''))] };
    if (line === undefined) return refuse('place-not-found');
    return { lines: sets, commands, edits: [linesBefore(text, line, sets)] };
  }
  const blocks = objectBlocks(added);
  const own = added.map(policyBlock);
  if (place.rule === undefined) {
    const global = `security { policies { global { ${own.join(' ')} } } }`;
    const insert = [...blocks, global].map((one) => one + end).join('');
    return { lines: [...blocks, global], commands, edits: [atEnd(insert)] };
  }
  const name = place.rule.id.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const at = new RegExp(`(?:\\w+:\\s*)?policy\\s+"?${name}"?[\\s{]`).exec(line?.text ?? '')?.index;
  if (line === undefined || at === undefined) return refuse('place-not-found');
  const indent = /^\s*$/.test(line.text.slice(0, at)) ? end + line.text.slice(0, at) : ' ';
  return {
    lines: [...blocks, ...own],
    commands,
    edits: [
      { at: line.start + at, insert: own.map((one) => one + indent).join('') },
      atEnd(blocks.map((one) => one + end).join('')),
    ],
  };
}

/** Object names of the address book, and the prefix of each. */
function addressesOf({ opening, sources, destinations }: NewPolicy): readonly (readonly [string, string])[] {
  return [
    ...sources.map((name, index) => [name, opening.sources[index] ?? ''] as const),
    ...destinations.map((name, index) => [name, opening.destinations[index] ?? ''] as const),
  ];
}

function anyOf({ opening: { family }, destinations }: NewPolicy): readonly string[] {
  if (destinations.length > 0) return destinations;
  return [family === 4 ? 'any-ipv4' : 'any-ipv6'];
}

function objectCommands(one: NewPolicy): string[] {
  const { name, opening } = one;
  return [
    ...addressesOf(one).map(
      ([object, prefix]) => `set security address-book global address ${object} ${prefix}`,
    ),
    ...opening.ports.map(
      (range, index) =>
        `set applications application ${name} term t${index + 1} protocol ${opening.protocol} destination-port ${portText(range, '-')}`,
    ),
  ];
}

function policyCommands(one: NewPolicy, context: string): string[] {
  const head = `set security policies ${context} policy ${one.name}`;
  return [
    ...one.sources.map((name) => `${head} match source-address ${name}`),
    ...anyOf(one).map((name) => `${head} match destination-address ${name}`),
    `${head} match application ${one.name}`,
    `${head} then permit`,
  ];
}

function objectBlocks(added: readonly NewPolicy[]): string[] {
  const addresses = added.flatMap(addressesOf).map(([name, prefix]) => `address ${name} ${prefix};`);
  const applications = added.map(({ name, opening }) => {
    const terms = opening.ports.map(
      (range, index) =>
        `term t${index + 1} protocol ${opening.protocol} destination-port ${portText(range, '-')};`,
    );
    return `application ${name} { ${terms.join(' ')} }`;
  });
  return [
    `security { address-book { global { ${addresses.join(' ')} } } }`,
    `applications { ${applications.join(' ')} }`,
  ];
}

function policyBlock(one: NewPolicy): string {
  const sources = one.sources.map((name) => `source-address ${name};`).join(' ');
  const targets = anyOf(one)
    .map((name) => `destination-address ${name};`)
    .join(' ');
  return `policy ${one.name} { match { ${sources} ${targets} application ${one.name}; } then { permit; } }`;
}
