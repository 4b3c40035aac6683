type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * A JSON ruleset written in nft's own language, one statement per line, and for every line the line of the JSON it
 * came from. Statements that have no such form become a word nobody knows, so that they stay undecided.
 */
export function textOfJson(text: string): { text: string; lines: number[] } | undefined {
  const parsed = parse(text);
  const items = field(parsed, 'nftables');
  if (!Array.isArray(items)) return undefined;
  const lineOf = ruleLines(text);
  const out: string[] = [];
  const lines: number[] = [];
  let rule = 0;
  for (const item of items as readonly Json[]) {
    const command = field(item, 'add') ?? field(item, 'insert') ?? field(item, 'create') ?? item;
    const isRule = field(command, 'rule') !== undefined;
    const line = isRule ? (lineOf[rule] ?? 1) : 1;
    if (isRule) rule += 1;
    for (const statement of statements(command)) {
      out.push(statement);
      lines.push(line);
    }
  }
  return { text: out.join('\n'), lines };
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    // The position in the message is all there is; the caller says that the document is no JSON.
    return error instanceof SyntaxError ? null : String(error);
  }
}

function ruleLines(text: string): number[] {
  const lines: number[] = [];
  let line = 1;
  for (const match of text.matchAll(/\n|"rule"\s*:/g)) {
    if (match[0] === '\n') line += 1;
    else lines.push(line);
  }
  return lines;
}

function field(value: Json | undefined, key: string): Json | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}

function word(value: Json | undefined, key: string): string {
  const found = field(value, key);
  return typeof found === 'string' || typeof found === 'number' ? String(found) : '';
}

function statements(item: Json): string[] {
  const chain = field(item, 'chain');
  if (chain !== undefined) return [chainText(chain)];
  const rule = field(item, 'rule');
  if (rule !== undefined) return [ruleText(rule)];
  const set = field(item, 'set') ?? field(item, 'map');
  if (set !== undefined) return [setText('set', set)];
  const element = field(item, 'element');
  return element === undefined ? [] : [setText('element', element)];
}

function place(value: Json): string {
  return `${word(value, 'family')} ${word(value, 'table')}`;
}

function chainText(chain: Json): string {
  const head = `add chain ${place(chain)} ${word(chain, 'name')}`;
  if (word(chain, 'hook') === '') return head;
  const policy = word(chain, 'policy') || 'accept';
  return `${head} { type ${word(chain, 'type')} hook ${word(chain, 'hook')} priority ${word(chain, 'prio') || '0'}; policy ${policy}; }`;
}

function setText(kind: 'set' | 'element', set: Json): string {
  const elements = list(field(set, 'elem')).map(elementText).join(', ');
  const head = `add ${kind} ${place(set)} ${word(set, 'name')}`;
  return kind === 'element' ? `${head} { ${elements} }` : `${head} { elements = { ${elements} } }`;
}

function list(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}

function ruleText(rule: Json): string {
  const parts = list(field(rule, 'expr')).map(statementText);
  return `add rule ${place(rule)} ${word(rule, 'chain')} ${parts.join(' ')}`;
}

function statementText(statement: Json): string {
  const match = field(statement, 'match');
  if (match !== undefined) {
    const operator = word(match, 'op');
    const shown = operator === 'in' ? '' : `${operator} `;
    return `${leftText(field(match, 'left') ?? null)} ${shown}${valueText(field(match, 'right') ?? null)}`;
  }
  const map = field(statement, 'vmap');
  if (map !== undefined) {
    const data = field(map, 'data') ?? null;
    return `${leftText(field(map, 'key') ?? null)} vmap ${valueText(data)}`;
  }
  return verdictText(statement);
}

/** The kind of a refusal says which packets it is for. */
function rejectText(reject: Json): string {
  const type = word(reject, 'type');
  if (type === '') return 'reject';
  return type === 'tcp reset'
    ? 'reject with tcp reset'
    : `reject with ${type} type ${word(reject, 'expr') || 'port-unreachable'}`;
}

function verdictText(statement: Json): string {
  const reject = field(statement, 'reject');
  if (reject !== undefined) return rejectText(reject);
  for (const verdict of ['accept', 'drop', 'return', 'continue', 'notrack', 'masquerade', 'queue']) {
    if (field(statement, verdict) !== undefined) return verdict;
  }
  for (const verdict of ['jump', 'goto']) {
    const target = field(statement, verdict);
    if (target !== undefined) return `${verdict} ${word(target, 'target')}`;
  }
  for (const known of [
    'snat',
    'dnat',
    'redirect',
    'tproxy',
    'fwd',
    'limit',
    'quota',
    'meter',
    'log',
    'counter',
  ]) {
    if (field(statement, known) !== undefined) return known;
  }
  if (field(statement, 'mangle') !== undefined) return 'meta mark set 0';
  if (field(statement, 'ct count') !== undefined) return 'ct count over 0';
  return `unreadable-${Object.keys(statement ?? {}).join('-')}`;
}

function leftText(left: Json): string {
  const concat = field(left, 'concat');
  if (concat !== undefined) return list(concat).map(leftText).join(' . ');
  const payload = field(left, 'payload');
  if (payload !== undefined) return `${word(payload, 'protocol')} ${word(payload, 'field')}`;
  const meta = field(left, 'meta');
  if (meta !== undefined) return `meta ${word(meta, 'key')}`;
  const ct = field(left, 'ct');
  if (ct !== undefined) return `ct ${word(ct, 'key')}`;
  const masked = list(field(left, '&'));
  const [inner, mask] = masked;
  if (inner !== undefined) return `${leftText(inner)} & (${list(mask).map(valueText).join('|')})`;
  return `unreadable-left ${Object.keys(left ?? {}).join('-')}`;
}

function valueText(value: Json): string {
  if (typeof value === 'string' || typeof value === 'number')
    return /^[\w.:@/*+-]+$/.test(String(value)) ? String(value) : `"${String(value).replace(/["\\]/g, '')}"`;
  if (Array.isArray(value)) {
    return (value as readonly Json[]).map(valueText).join(',');
  }
  const set = field(value, 'set');
  if (set !== undefined) return `{ ${list(set).map(elementText).join(', ')} }`;
  return singleText(value);
}

/** A member of a set, or a pair of a map: the second of a pair is a verdict, or data that decides nothing. */
function elementText(element: Json): string {
  if (!Array.isArray(element)) return valueText(element);
  const [key, data] = element as readonly Json[];
  const isVerdict = data !== null && typeof data === 'object' && !Array.isArray(data);
  return `${valueText(key ?? null)} : ${isVerdict ? verdictText(data) : valueText(data ?? null)}`;
}

function singleText(value: Json): string {
  const range = list(field(value, 'range'));
  const [from, last] = range;
  if (from !== undefined && last !== undefined) return `${valueText(from)}-${valueText(last)}`;
  const prefix = field(value, 'prefix');
  if (prefix !== undefined) return `${word(prefix, 'addr')}/${word(prefix, 'len')}`;
  const concat = field(value, 'concat');
  if (concat !== undefined) return list(concat).map(valueText).join(' . ');
  const element = field(value, 'elem');
  if (element !== undefined) return valueText(field(element, 'val') ?? null);
  return '"unreadable value"';
}
