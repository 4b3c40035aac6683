import {
  type AddressSet,
  anyAddress,
  type Family,
  isEmptyAddresses,
  onlyFamily,
  parseAddressList,
} from '../address.js';
import { answerFlow, answerLater } from '../answer.js';
import { interfacePairs, outsideOf } from '../interfaces.js';
import { clientPorts } from '../solve.js';
import type { FlowAnswer, FlowOptions } from '../flow-answer.js';
import { type CompiledPolicy, compilePolicy } from '../compile.js';
import type { Flow } from '../flows.js';
import { anyClient } from '../globals.js';
import { parseFirewall } from '../parse.js';
import type { FirewallPolicy } from '../policy.js';
import { rangesOf, type Ranges, uniteAll } from '../ranges.js';
import { applyEdits } from './edit.js';
import { diffExcerpt, oldLine } from './excerpt.js';
import { type ClosedPart, type Opening, openingsOf, replyOpeningsOf } from './opening.js';
import { type Closed, closedAt, closedBy } from './place.js';
import { type Allowance, opensWayIn, proveAddition } from './prove.js';
import type { FirewallFix, FixResult, FixStep, Place, RefusalReason, Written } from './types.js';
import { writeOpenings } from './write.js';

/** A flow may be closed by several lines in a row; more of them than this are not worked through. */
const mostSteps = 12;
const mostLines = 60;

/**
 * The smallest additions that open the flows in the dialect of the document, one result per address family. Each is
 * put into the text, read and answered again; it is offered only when every flow is then allowed and the proof of
 * `proveAddition` holds. `from` is where the clients are: without it a line for IPv6 must name the way out or be between
 * zones, or else the closing line the clients, for a line for all of IPv6 would open the way in as well. Where the
 * device keeps no sessions, answers are let in too if that can be said in its words.
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
    if (isEmptyAddresses(onlyFamily(clients, family))) continue;
    const answers = ask(policy, family, flows, options).answers;
    const closed = answers.filter((answer) => answer.problem === undefined && !isOpen(answer));
    if (closed.length === 0) continue;
    const wanted = closed.map(({ flow }) => flow);
    const found = isBeyondSteps(closed)
      ? 'too-many-lines'
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

/** What has been made of a document so far. */
interface Draft {
  readonly text: string;
  readonly policy: FirewallPolicy;
  readonly answers: readonly FlowAnswer[];
  readonly steps: readonly FixStep[];
  readonly openings: readonly Opening[];
}

/** A step takes one closing line out of the way: with more of them than steps, trying takes minutes for nothing. */
function isBeyondSteps(answers: readonly FlowAnswer[]): boolean {
  const lines = answers.flatMap(({ decidedBy }) => decidedBy.filter(({ action }) => action === 'deny'));
  return new Set(lines.map(({ rule, line }) => `${line ?? ''} ${rule}`)).size > mostSteps;
}

/** Allowed, with its answers as far as that can be told. */
function isOpen({ verdict, returnTraffic }: FlowAnswer): boolean {
  return verdict === 'allowed' && (returnTraffic === 'allowed' || returnTraffic === 'unknown');
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
    /** The first document in which every conversation can start; it is offered where answers cannot be let in. */
    let opened: Draft | undefined;
    const ends = new Set<string>();
    for (let round = 0; round < mostSteps; round += 1) {
      const { compiled, answers } = ask(policy, this.family, this.flows, this.options);
      if (answers.every(({ verdict }) => verdict === 'allowed')) {
        const draft = { text, policy, answers, steps: [...this.steps], openings: [...this.openings] };
        if (worst(answers) === 'allowed') return this.offerBest(original, draft, opened);
        opened ??= draft;
      }
      const closed = this.nextClosed(compiled, answers, opened !== undefined);
      const place = closed && this.beforeReturn(policy, closed.place);
      if (closed === undefined || place === undefined) {
        return this.give(original, opened, 'still-closed');
      }
      const end = `${opened === undefined} ${closed.isReply} ${place.chain}`;
      if (place.rule === undefined && ends.has(end)) {
        return opened === undefined
          ? this.again(original, place.chain)
          : this.give(original, opened, 'still-closed');
      }
      if (place.rule === undefined) ends.add(end);
      const written = this.write(original, text, compiled, closed, place);
      if (typeof written === 'string') return this.give(original, opened, written);
      text = applyEdits(text, written.edits);
      const again = parseFirewall(text, policy.dialect).policy;
      if (again === undefined) return this.give(original, opened, 'not-read-again');
      policy = again;
    }
    return this.give(original, opened, 'still-closed');
  }

  /** What lets conversations start, where no more can be had; the reason for that where nothing was. */
  private give(
    original: string,
    opened: Draft | undefined,
    reason: RefusalReason,
  ): FirewallFix | RefusalReason {
    return opened === undefined || opened.steps.length === 0 ? reason : this.offer(original, opened);
  }

  /** What keeps conversations from starting; once nothing does, what stops the rest of them. */
  private nextClosed(
    compiled: CompiledPolicy,
    answers: readonly FlowAnswer[],
    isOpened: boolean,
  ): Closed | undefined {
    const { flows, options } = this;
    if (!isOpened) return closedBy(compiled, answers, options, false);
    const stopped = flows.filter((_flow, at) => answers[at]?.returnTraffic !== 'allowed');
    const [onward, back] = (['onward', 'back'] as const).map((direction) =>
      stopped.map((flow) => answerLater(compiled, flow, options, direction)),
    );
    return closedBy(compiled, onward ?? [], options, false) ?? closedBy(compiled, back ?? [], options, true);
  }

  private offerBest(original: string, draft: Draft, opened: Draft | undefined): FirewallFix | RefusalReason {
    const best = this.offer(original, draft);
    return typeof best === 'string' ? this.give(original, opened, best) : best;
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
    { answers, isReply }: Closed,
    place: Place,
  ): Written | RefusalReason {
    const closed: readonly ClosedPart[] = closedAt(answers, place);
    const flows = new Map(this.flows.map((flow) => [flow.id, flow]));
    const openings = isReply
      ? replyOpeningsOf(closed, this.family, flows)
      : openingsOf(closed, this.family, this.clients).map((one) => ({ ...one, ...this.wayOut() }));
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

  /** Addresses of IPv6 clients are no sign of the inside: where nobody names them, the way out is. */
  private wayOut(): { readonly out?: string } {
    if (!this.mustLeave()) return {};
    const outs = new Set(interfacePairs(this.before, this.options).map(({ out }) => out));
    const [out] = outs;
    return outs.size === 1 && out !== undefined && outsideOf(this.before).includes(out) ? { out } : {};
  }

  private mustLeave(): boolean {
    return this.family === 6 && this.options.from === undefined;
  }

  private offer(original: string, draft: Draft): FirewallFix | RefusalReason {
    const { text, policy, answers, steps, openings } = draft;
    const proof = proveAddition(this.before, policy, [...this.allowances(), ...this.answerAllowances()]);
    if (!proof.holds) return proof.why;
    if (this.mustLeave() && proof.added.some((rule) => opensWayIn(rule, outsideOf(this.before))))
      return 'clients-unknown';
    return {
      family: this.family,
      flows: this.flows.map(({ id }) => id),
      steps,
      opens: openings.map(({ protocol, ports, sources, destinations, sourcePorts, isReply }) => ({
        protocol,
        ports,
        sources,
        destinations,
        ...(isReply ? { sourcePorts } : {}),
      })),
      diff: diffExcerpt(original, text),
      returnTraffic: worst(answers),
      requirements: [...new Set(this.flows.map(({ source }) => source))],
    };
  }

  /** Answers to each flow; where the device can tell them from first packets, only those. */
  private answerAllowances(): Allowance[] {
    const { dialect } = this.before;
    const isAws = dialect === 'aws';
    const tells = dialect === 'iptables' || dialect === 'nftables';
    return this.allowances().map(({ protocol, ports, sources, destinations }) => ({
      protocol,
      ports: clientPorts,
      // Lists of AWS name neither ports of the far side nor addresses of the near one.
      ...(isAws ? {} : { sourcePorts: ports }),
      isLater: tells || (protocol === 6 && !isAws),
      sources: destinations,
      destinations: sources,
    }));
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
      sources: this.before.dialect === 'aws' ? anyAddress : onlyFamily(this.clients, this.family),
      destinations: destinationsOf(group[0]),
    }));
  }
}

/** Lines of a dialect that has one address and one range on each. */
function linesFor({ sources, destinations, ports, sourcePorts }: Opening): number {
  return [sources, destinations, sourcePorts].reduce(
    (product, side) => product * Math.max(1, side.length),
    ports.length,
  );
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
