import { linesAfter, linesBefore, placedLines } from '../edit.js';
import type { Opening } from '../opening.js';
import { refuse, type WriteRequest, type Writing } from '../types.js';
import { freshName, interfacesOf, nameFor, portList } from '../words.js';
import { childOf, elementsBefore, escapeXml, placesNamed, xmlPlaces, type XmlPlace } from '../xml-places.js';

interface NewRule {
  readonly name: string;
  readonly service: string;
  readonly opening: Opening;
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** A security rule with a service of its own, before the rule that denies; as XML and as `set` commands. */
export function writePanos(request: WriteRequest): Writing {
  return /^\s*set\s/m.test(request.text) && !/^[\s\ufeff]*</.test(request.text)
    ? writeSetForm(request)
    : writeXml(request);
}

const ruleLine = /^\s*set\s+(.*?)((?:pre-|post-)?rulebase)\s+security\s+rules\s/;

/** The form of `set cli config-output-format set`: rules stand in the order in which they are first named. */
function writeSetForm(request: WriteRequest): Writing {
  const { text, place } = request;
  const lines = placedLines(text);
  const line =
    place.rule === undefined
      ? lines.findLast((one) => ruleLine.test(one.text))
      : lines.find(({ number }) => number === place.rule?.line);
  const [, scope = '', base] = ruleLine.exec(line?.text ?? '') ?? [];
  if (line === undefined || base === undefined) return refuse('place-not-found');
  const commands = newRules(request).flatMap((one) => setCommands(one, place.rule?.id, base, scope));
  const added = commands.filter((one) => one.startsWith('set '));
  const edit = place.rule === undefined ? linesAfter(text, line, added) : linesBefore(text, line, added);
  return { edits: [edit], lines: added, commands };
}

function newRules({ text, place, openings }: WriteRequest): readonly NewRule[] {
  return openings.map((opening): NewRule => {
    const name = freshName(text, nameFor(opening));
    return {
      name,
      service: `${name}-ports`,
      opening,
      from: anyOr(place.in === undefined ? interfacesOf(place.rule, 'in') : [place.in]),
      to: anyOr(place.out === undefined ? interfacesOf(place.rule, 'out') : [place.out]),
    };
  });
}

function writeXml(request: WriteRequest): Writing {
  const { text, place } = request;
  const root = xmlPlaces(text);
  if (root === undefined) return refuse('place-not-found');
  const target = place.rule === undefined ? undefined : ruleEntry(root, place.rule.id, place.rule.line);
  const rules = place.rule === undefined ? lastRules(root) : target?.parent;
  if (rules === undefined || (place.rule !== undefined && target === undefined))
    return refuse('place-not-found');
  const added = newRules(request);
  const entries = added.map(ruleXml);
  const services = added.map(serviceXml);
  const base = rules.parent?.parent;
  const list = base?.parent?.children.find(
    (one) => one.name === 'service' && one.children.every(({ name }) => name === 'entry'),
  );
  const objects =
    list === undefined || list.innerEnd === list.inner
      ? { at: base?.start ?? rules.start, insert: `<service>${services.join('')}</service>` }
      : {
          at: list.children[0]?.start ?? list.inner,
          insert: elementsBefore(text, list.children[0]?.start ?? list.inner, services),
        };
  const rule = target ?? { start: rules.innerEnd };
  const own = { at: rule.start, insert: elementsBefore(text, rule.start, entries) };
  return {
    edits: [objects, own],
    lines: [...services, ...entries],
    commands: added.flatMap((one) => setCommands(one, place.rule?.id, base?.name ?? 'rulebase', '')),
  };
}

const anyOr = (names: readonly string[]): readonly string[] => (names.length === 0 ? ['any'] : names);

function ruleEntry(root: XmlPlace, name: string, line: number): XmlPlace | undefined {
  return placesNamed(root, 'entry').find(
    (entry) =>
      entry.line === line &&
      entry.attributes.get('name') === name &&
      entry.parent?.name === 'rules' &&
      entry.parent.parent?.name === 'security',
  );
}

/** The rules that are asked last. */
function lastRules(root: XmlPlace): XmlPlace | undefined {
  const found = ['post-rulebase', 'rulebase', 'pre-rulebase'].flatMap((name) =>
    placesNamed(root, name).flatMap((base) => childOf(childOf(base, 'security'), 'rules') ?? []),
  );
  return found.find(({ children }) => children.length > 0);
}

function serviceXml({ service, opening: { protocol, ports } }: NewRule): string {
  return `<entry name="${service}"><protocol><${protocol}><port>${portList(ports, '-')}</port></${protocol}></protocol></entry>`;
}

function ruleXml({ name, service, opening, from, to }: NewRule): string {
  const list = (tag: string, items: readonly string[]) =>
    `<${tag}>${items.map((item) => `<member>${escapeXml(item)}</member>`).join('')}</${tag}>`;
  return [
    `<entry name="${name}">`,
    list('from', from),
    list('to', to),
    list('source', opening.sources),
    list('destination', anyOr(opening.destinations)),
    list('application', ['any']),
    list('service', [service]),
    '<action>allow</action></entry>',
  ].join('');
}

function setCommands(
  { name, service, opening, from, to }: NewRule,
  before: string | undefined,
  base: string,
  scope: string,
) {
  const list = (items: readonly string[]) =>
    items.length === 1 ? quoted(items[0] ?? '') : `[ ${items.map(quoted).join(' ')} ]`;
  const rule = `${scope}${base} security rules`;
  const move =
    before === undefined ? `move ${rule} ${name} bottom` : `move ${rule} ${name} before ${quoted(before)}`;
  return [
    `set ${scope}service ${service} protocol ${opening.protocol} port ${portList(opening.ports, '-')}`,
    `set ${rule} ${name} from ${list(from)} to ${list(to)} source ${list(opening.sources)} destination ${list(anyOr(opening.destinations))} application any service ${service} action allow`,
    move,
  ];
}

function quoted(text: string): string {
  return /^[\w.:/-]+$/.test(text) ? text : `"${text.replace(/"/g, '')}"`;
}
