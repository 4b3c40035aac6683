import { type AddressSet, anyAddress, type Family, isEmptyAddresses, parseAddressList } from '../address.js';
import { answerFlow } from '../answer.js';
import type { FlowAnswer, FlowOptions } from '../flow-answer.js';
import { type CompiledPolicy, compilePolicy } from '../compile.js';
import type { Flow } from '../flows.js';
import { anyClient } from '../globals.js';
import { parseFirewall } from '../parse.js';
import type { FirewallPolicy } from '../policy.js';
import { rangesOf, type Ranges, uniteAll } from '../ranges.js';
import { applyEdits } from './edit.js';
import { diffExcerpt, oldLine } from './excerpt.js';
import { type ClosedPart, familyOf, type Opening, openingsOf } from './opening.js';
import { closedAt, nextPlace } from './place.js';
import { type Allowance, proveAddition } from './prove.js';
import type { FirewallFix, FixResult, FixStep, Place, RefusalReason, Written } from './types.js';
import { writeOpenings } from './write.js';

/** A flow may be closed by several lines in a row; more of them than this are not worked through. */
const mostSteps = 12;
const mostLines = 60;

/**
 * The smallest additions that open the flows in the dialect of the document, one result per address family. Each is
 * put into the text, read and answered again; it is offered only when every flow is then allowed and the proof of
 * `proveAddition` holds. `from` is where the clients are: without it IPv6 stays closed, for a line for all of IPv6
 * would open the way in as well.
 */
export function fixFlows(
  text: string,
  policy: FirewallPolicy,
  flows: readonly Flow[],
  options: FlowOptions = {},
): FixResult {
  const clients = options.from === undefined ? anyClient : (parseAddressList([options.from]) ?? anyClient);
  const fixes: FirewallFix[] = [];
  const refusals: FixResult['refusals'][number][] = [];
  for (const family of policy.families) {
    if (isEmptyAddresses(familyOf(clients, family))) continue;
    const answers = ask(policy, family, flows, options).answers;
    const closed = answers.filter(({ verdict, problem }) => verdict !== 'allowed' && problem === undefined);
    if (closed.length === 0) continue;
    const wanted = closed.map(({ flow }) => flow);
    const found =
      family === 6 && options.from === undefined
        ? 'clients-unknown'
        : new Repair(policy, family, wanted, clients, options).run(text);
    if (typeof found === 'string')
      refusals.push({ family, flows: wanted.map(({ id }) => id), reason: found });
    else fixes.push(found);
  }
  return { fixes, refusals };
}

function ask(policy: FirewallPolicy, family: Family, flows: readonly Flow[], options: FlowOptions) {
  const compiled = compilePolicy({ ...policy, families: [family] });
  return { compiled, answers: flows.map((flow) => answerFlow(compiled, flow, options)) };
}

class Repair {
  private steps: FixStep[] = [];
  private openings: Opening[] = [];
  /** Chains whose end nothing reaches: a rule returns before it. */
  private readonly cutChains = new Set<string>();

  constructor(
    private readonly before: FirewallPolicy,
    private readonly family: Family,
    private readonly flows: readonly Flow[],
    private readonly clients: AddressSet,
    private readonly options: FlowOptions,
  ) {}

  run(original: string): FirewallFix | RefusalReason {
    let text = original;
    let policy = this.before;
    const ends = new Set<string>();
    for (let round = 0; round < mostSteps; round += 1) {
      const { compiled, answers } = ask(policy, this.family, this.flows, this.options);
      const found = nextPlace(compiled, answers, this.options);
      const place = found === undefined ? undefined : this.beforeReturn(policy, found);
      if (place?.rule === undefined && place !== undefined) {
        if (ends.has(place.chain)) return this.again(original, place.chain);
        ends.add(place.chain);
      }
      if (place === undefined) {
        if (answers.some(({ verdict }) => verdict !== 'allowed')) return 'still-closed';
        return this.offer(original, text, policy, answers);
      }
      const written = this.write(original, text, compiled, answers, place);
      if (typeof written === 'string') return written;
      text = applyEdits(text, written.edits);
      const again = parseFirewall(text, policy.dialect).policy;
      if (again === undefined) return 'not-read-again';
      policy = again;
    }
    return 'still-closed';
  }

  /** From the start, with what goes to the end of a chain put before the first rule that returns from it. */
  private again(original: string, chain: string): FirewallFix | RefusalReason {
    if (this.cutChains.has(chain)) return 'still-closed';
    this.cutChains.add(chain);
    this.steps = [];
    this.openings = [];
    return this.run(original);
  }

  private beforeReturn(policy: FirewallPolicy, place: Place): Place {
    if (place.rule !== undefined || !this.cutChains.has(place.chain)) return place;
    const rules = policy.chains.find(({ name }) => name === place.chain)?.rules ?? [];
    const index = rules.findIndex(({ action }) => action.type === 'return');
    const rule = rules[index];
    return rule === undefined ? place : { ...place, index, rule, line: rule.line };
  }

  private write(
    original: string,
    text: string,
    { policy }: CompiledPolicy,
    answers: readonly FlowAnswer[],
    place: Place,
  ): Written | RefusalReason {
    const closed: readonly ClosedPart[] = closedAt(answers, place);
    const openings = openingsOf(closed, this.family, this.clients);
    if (openings.reduce((sum, opening) => sum + linesFor(opening), 0) > mostLines) return 'too-many-lines';
    const written = writeOpenings({
      text,
      policy: { ...policy, families: this.before.families },
      place,
      openings,
    });
    if ('refused' in written) return written.refused;
    this.openings.push(...openings);
    const { lines, commands } = written;
    const line = place.rule?.line === undefined ? undefined : oldLine(original, text, place.rule.line);
    this.steps.push({
      position: line === undefined ? { at: 'end-of-chain', chain: place.chain } : { at: 'before-line', line },
      deciding: place.rule?.text ?? '',
      lines,
      commands,
    });
    return written;
  }

  private offer(
    original: string,
    text: string,
    policy: FirewallPolicy,
    answers: readonly FlowAnswer[],
  ): FirewallFix | RefusalReason {
    const proof = proveAddition(this.before, policy, this.allowances());
    if (!proof.holds) return proof.why;
    return {
      family: this.family,
      flows: this.flows.map(({ id }) => id),
      steps: this.steps,
      opens: this.openings.map(({ protocol, ports, sources, destinations }) => ({
        protocol,
        ports,
        sources,
        destinations,
      })),
      diff: diffExcerpt(original, text),
      returnTraffic: worst(answers),
      requirements: [...new Set(this.flows.map(({ source }) => source))],
    };
  }

  /** Each flow as a box; flows to the same destinations share one, so that one line may serve them all. */
  private allowances(): Allowance[] {
    const groups = new Map<string, Flow[]>();
    for (const flow of this.flows) {
      const key = `${flow.protocol}\n${flow.destinations === 'any' ? '' : flow.destinations.join()}`;
      groups.set(key, [...(groups.get(key) ?? []), flow]);
    }
    return [...groups.values()].map((group) => ({
      protocol: group[0]?.protocol === 'tcp' ? 6 : 17,
      ports: uniteAll(group.map(portsOf)),
      // Groups and lists of AWS know no source of what leaves: whoever is behind them is meant.
      sources: this.before.dialect === 'aws' ? anyAddress : familyOf(this.clients, this.family),
      destinations: destinationsOf(group[0]),
    }));
  }
}

/** Lines of a dialect that has one address and one range on each. */
function linesFor({ sources, destinations, ports }: Opening): number {
  return sources.length * Math.max(1, destinations.length) * ports.length;
}

function portsOf(flow: Flow): Ranges {
  return rangesOf(flow.ports.map(([from, last]) => [from, last + 1] as const));
}

function destinationsOf(flow: Flow | undefined): AddressSet {
  if (flow === undefined || flow.destinations === 'any') return anyAddress;
  return parseAddressList(flow.destinations) ?? anyAddress;
}

const rank = ['allowed', 'unknown', 'partial', 'blocked'] as const;

function worst(answers: readonly FlowAnswer[]): FirewallFix['returnTraffic'] {
  return answers.reduce<FirewallFix['returnTraffic']>(
    (all, { returnTraffic }) => (rank.indexOf(returnTraffic) > rank.indexOf(all) ? returnTraffic : all),
    'allowed',
  );
}
