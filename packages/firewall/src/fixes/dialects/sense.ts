import type { Opening } from '../opening.js';
import { refuse, type WriteRequest, type Writing } from '../types.js';
import { interfacesOf, portText, singleLines } from '../words.js';
import { childOf, elementsBefore, placesNamed, xmlPlaces, type XmlPlace } from '../xml-places.js';

/** Rules for the `config.xml` of pfSense and OPNsense: one range of ports and one destination in each. */
export function writeSense({ text, policy, place, openings }: WriteRequest): Writing {
  const root = xmlPlaces(text);
  if (root === undefined) return refuse('place-not-found');
  const onLine = placesNamed(root, 'rule').filter(({ line }) => line === place.rule?.line);
  const [target] = onLine;
  // Several rules on one line: which of them decides cannot be told from the line.
  if (place.rule !== undefined && (target === undefined || onLine.length > 1))
    return refuse('place-not-found');
  const list = target?.parent ?? listOf(root);
  if (list === undefined) return refuse('place-not-found');
  const isModel = list.name === 'rules';
  const named = interfacesOf(place.rule, 'in');
  const wire = place.in ?? named[0] ?? insideOf(policy.chains[0]?.rules ?? [], policy.outside);
  const isFloating = target !== undefined && isSet(target, 'floating');
  const added = openings.flatMap((opening) =>
    isModel
      ? modelRules(opening, wire, Number(childOf(target, 'sequence')?.text ?? lastSequence(list) + 1))
      : legacyRules(opening, wire, isFloating),
  );
  const at = target?.start ?? list.innerEnd;
  return {
    lines: added,
    commands: [],
    edits: [{ at, insert: elementsBefore(text, at, added) }],
  };
}

function listOf(root: XmlPlace): XmlPlace | undefined {
  const model = placesNamed(root, 'rules').find(
    ({ parent, children }) => parent?.name === 'Filter' && children.length > 0,
  );
  return model ?? childOf(root, 'filter');
}

const isSet = (place: XmlPlace, name: string): boolean =>
  ['yes', '1'].includes(childOf(place, name)?.text.trim() ?? '');

function insideOf(rules: readonly Parameters<typeof interfacesOf>[0][], outside: readonly string[]): string {
  const names = rules.flatMap((rule) => interfacesOf(rule, 'in'));
  return names.find((name) => !outside.includes(name)) ?? 'lan';
}

function lastSequence(list: XmlPlace): number {
  return list.children.reduce(
    (highest, rule) => Math.max(highest, Number(childOf(rule, 'sequence')?.text ?? 0) || 0),
    0,
  );
}

function legacyRules(opening: Opening, wire: string, isFloating: boolean): string[] {
  const family = opening.family === 4 ? 'inet' : 'inet6';
  const floating = isFloating ? '<floating>yes</floating><quick>yes</quick><direction>in</direction>' : '';
  return singleLines(opening, (source = 'any', destination, range) =>
    [
      `<rule><type>pass</type>${floating}<interface>${wire}</interface><ipprotocol>${family}</ipprotocol>`,
      `<protocol>${opening.protocol}</protocol><source><address>${source}</address></source><destination>`,
      destination === undefined ? '<any/>' : `<address>${destination}</address>`,
      `<port>${portText(range, '-')}</port></destination><descr>FaceTime</descr></rule>`,
    ].join(''),
  );
}

/** An equal sequence keeps the order of the document: the new rule stands before the one that denies. */
function modelRules(opening: Opening, wire: string, sequence: number): string[] {
  const family = opening.family === 4 ? 'inet' : 'inet6';
  return singleLines(opening, (source = 'any', destination, range) =>
    [
      `<rule uuid="${uuidFor(`${source} ${destination ?? 'any'} ${opening.protocol} ${range.join('-')}`)}">`,
      `<enabled>1</enabled><sequence>${sequence}</sequence><action>pass</action><quick>1</quick>`,
      `<interface>${wire}</interface><direction>in</direction><ipprotocol>${family}</ipprotocol>`,
      `<protocol>${opening.protocol.toUpperCase()}</protocol><source_net>${source}</source_net>`,
      `<destination_net>${destination ?? 'any'}</destination_net>`,
      `<destination_port>${portText(range, '-')}</destination_port><description>FaceTime</description></rule>`,
    ].join(''),
  );
}

/** The same rule has the same name whenever it is written. */
function uuidFor(seed: string): string {
  const words = [1, 2, 3, 4].map((start) => {
    let hash = 0x811c9dc5 ^ start;
    for (const sign of seed) hash = Math.imul(hash ^ sign.charCodeAt(0), 0x01000193) >>> 0;
    return hash.toString(16).padStart(8, '0');
  });
  const all = words.join('');
  return [
    all.slice(0, 8),
    all.slice(8, 12),
    `4${all.slice(13, 16)}`,
    `8${all.slice(17, 20)}`,
    all.slice(20),
  ].join('-');
}
