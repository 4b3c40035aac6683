import { lineEnd, linesAfter, linesBefore, placedLines, type Edit, type PlacedLine } from '../edit.js';
import { itemsAtEnd, itemsBefore, jsonAt, jsonPlaces, fieldText, type JsonNode } from '../json-places.js';
import type { Opening } from '../opening.js';
import { refuse, type WriteRequest, type Writing } from '../types.js';
import { portList } from '../words.js';

interface ChainName {
  readonly family: string;
  readonly table: string;
  readonly name: string;
  readonly full: string;
}

export function writeNftables(request: WriteRequest): Writing {
  const [family = 'ip', table = '', ...rest] = request.place.chain.split(' ');
  const chain = { family, table, name: rest.join(' '), full: request.place.chain };
  return /^\s*\{/.test(request.text) ? writeJson(request, chain) : writeText(request, chain);
}

function writeText({ text, policy, place, openings }: WriteRequest, chain: ChainName): Writing {
  const lines = openings.map(ruleText);
  const { rule } = place;
  if (rule === undefined) {
    const edit = atEndOfChain(text, chain, lines);
    const commands = lines.map((one) => `nft add rule ${chain.full} ${one}`);
    return edit === undefined ? refuse('place-not-found') : { lines, commands, edits: [edit] };
  }
  const line = placedLines(text).find(({ number }) => number === rule.line);
  if (line === undefined) return refuse('place-not-found');
  const index = rulesBefore(policy.chains.find(({ name }) => name === place.chain)?.rules ?? [], place.index);
  const handle = /#\s*handle\s+(\d+)\s*$/.exec(line.text)?.[1];
  const position = (offset: number) =>
    handle === undefined ? `index ${index + offset}` : `position ${handle}`;
  const commands = lines.map((one, offset) => `nft insert rule ${chain.full} ${position(offset)} ${one}`);
  const script = /^(\s*(?:nft\s+)?)(add|insert)\s+rule\s/.exec(line.text);
  if (script !== null) {
    const own = lines.map(
      (one) => `${(script[1] ?? '').trimStart()}${script[2] ?? 'add'} rule ${chain.full} ${one}`,
    );
    const edit =
      script[2] === 'insert' ? linesAfter(text, line, own.reverse()) : linesBefore(text, line, own);
    return { lines: own, commands, edits: [edit] };
  }
  return { lines, commands, edits: [beforeRule(text, line, rule.text, lines)] };
}

/** Rules as the kernel counts them: a rule with several verdicts is read as several, from one line. */
function rulesBefore(rules: readonly { readonly line: number; readonly text: string }[], index: number) {
  return rules
    .slice(0, index)
    .filter((one, at) => at === 0 || one.line !== rules[at - 1]?.line || one.text !== rules[at - 1]?.text)
    .length;
}

/** On a line of its own, or in the middle of a line that holds more than the rule. */
function beforeRule(text: string, line: PlacedLine, rule: string, lines: readonly string[]): Edit {
  const words = rule.split(/[\s,]+/).slice(0, 12);
  const pattern = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[\\s,]*');
  const at = new RegExp(pattern).exec(line.text)?.index ?? 0;
  if (line.text.slice(0, at).trim() === '') return linesBefore(text, line, lines);
  return { at: line.start + at, insert: lines.map((one) => `${one}; `).join('') };
}

function atEndOfChain(text: string, chain: ChainName, lines: readonly string[]): Edit | undefined {
  const braces = chainBlock(text, chain);
  if (braces === undefined) {
    const own = lines.map((one) => `add rule ${chain.full} ${one}`);
    const end = lineEnd(text);
    const isClosed = text === '' || text.endsWith('\n');
    return { at: text.length, insert: `${isClosed ? '' : end}${own.join(end)}${end}` };
  }
  const before = text.slice(text.lastIndexOf('\n', braces.close - 1) + 1, braces.close);
  if (!/^\s*$/.test(before))
    return { at: braces.close, insert: lines.map((one) => `; ${one}`).join('') + '; ' };
  const end = lineEnd(text);
  return {
    at: braces.close - before.length,
    insert: lines.map((one) => `${before}\t${one}${end}`).join(''),
  };
}

/** Where the block of a chain closes; undefined when the chain has none, or only its hook in it. */
function chainBlock(text: string, { family, table, name }: ChainName): { close: number } | undefined {
  const open: string[] = [];
  let words: string[] = [];
  for (const match of text.matchAll(/"[^"]*"|#[^\n]*|[{};\n]|[^\s{};"#]+/g)) {
    const sign = match[0];
    if (sign === '{') {
      open.push(words.join(' '));
      words = [];
    } else if (sign === '}') {
      const inTable =
        open[0] === `table ${family} ${table}` || (family === 'ip' && open[0] === `table ${table}`);
      if (open.length === 2 && inTable && open[1] === `chain ${name}`) return { close: match.index };
      open.pop();
      words = [];
    } else if (sign === ';' || sign === '\n') words = [];
    else if (!sign.startsWith('#')) words.push(sign);
  }
  return undefined;
}

function ruleText({
  family,
  protocol,
  ports,
  sourcePorts,
  sources,
  destinations,
  isReply,
  out,
}: Opening): string {
  const ip = family === 4 ? 'ip' : 'ip6';
  return [
    sources.length === 0 ? [] : [`${ip} saddr ${setText(sources)}`],
    destinations.length === 0 ? [] : [`${ip} daddr ${setText(destinations)}`],
    out === undefined ? [] : [`oifname "${out}"`],
    sourcePorts.length === 0 ? [] : [`${protocol} sport ${portSet(sourcePorts)}`],
    [`${protocol} dport ${portSet(ports)}`],
    isReply ? ['ct state established'] : [],
    ['accept'],
  ]
    .flat()
    .join(' ');
}

function portSet(ports: Opening['ports']): string {
  return ports.length === 1 ? portList(ports, '-') : `{ ${portList(ports, '-', ', ')} }`;
}

function setText(items: readonly string[]): string {
  return items.length === 1 ? (items[0] ?? '') : `{ ${items.join(', ')} }`;
}

function writeJson({ text, policy, place, openings }: WriteRequest, chain: ChainName): Writing {
  const list = jsonPlaces(text)?.members.get('nftables');
  if (list === undefined) return refuse('place-not-found');
  const own = list.items.filter((item) => isRuleOf(text, item, chain));
  const rules = policy.chains.find(({ name }) => name === place.chain)?.rules ?? [];
  const index = rulesBefore(rules, place.index);
  const items = openings.map((opening) => ({ rule: ruleJson(opening, chain) }));
  const lines = items.map((item) => JSON.stringify(item));
  const texts = openings.map(ruleText);
  if (place.rule === undefined) {
    const { at, insert } = itemsAtEnd(text, list, items);
    const commands = texts.map((one) => `nft add rule ${chain.full} ${one}`);
    return { lines, commands, edits: [{ at, insert }] };
  }
  const target = own[index];
  if (target === undefined) return refuse('place-not-found');
  const commands = texts.map((one, offset) => `nft insert rule ${chain.full} index ${index + offset} ${one}`);
  return { lines, commands, edits: [{ at: target.start, insert: itemsBefore(text, target, items) }] };
}

function isRuleOf(text: string, item: JsonNode, { family, table, name }: ChainName): boolean {
  const command = item.members.get('add') ?? item.members.get('create') ?? item;
  const rule = command.members.get('rule');
  if (rule === undefined) return false;
  const value = jsonAt(text, rule);
  return (
    fieldText(value, 'family') === family &&
    fieldText(value, 'table') === table &&
    fieldText(value, 'chain') === name
  );
}

function ruleJson(opening: Opening, chain: ChainName): unknown {
  const { family, protocol, ports, sourcePorts, sources, destinations, isReply, out } = opening;
  const ip = family === 4 ? 'ip' : 'ip6';
  const prefix = (text: string) => {
    const [addr = '', len = ''] = text.split('/');
    return { prefix: { addr, len: Number(len) } };
  };
  const match = (left: unknown, right: readonly unknown[]) => ({
    match: { op: '==', left, right: right.length === 1 ? right[0] : { set: right } },
  });
  const field = (name: string) => ({ payload: { protocol: ip, field: name } });
  return {
    family: chain.family,
    table: chain.table,
    chain: chain.name,
    expr: [
      ...(sources.length === 0 ? [] : [match(field('saddr'), sources.map(prefix))]),
      ...(destinations.length === 0 ? [] : [match(field('daddr'), destinations.map(prefix))]),
      ...(out === undefined ? [] : [match({ meta: { key: 'oifname' } }, [out])]),
      ...(sourcePorts.length === 0
        ? []
        : [match({ payload: { protocol, field: 'sport' } }, sourcePorts.map(portJson))]),
      match({ payload: { protocol, field: 'dport' } }, ports.map(portJson)),
      ...(isReply ? [match({ ct: { key: 'state' } }, ['established'])] : []),
      { accept: null },
    ],
  };
}

function portJson([from, last]: Opening['ports'][number]): unknown {
  return from === last ? from : { range: [from, last] };
}
